"""How many statements are proposed for each claim of a case, for a list that must show at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from weakref import WeakKeyDictionary

from headwater.base.errors import CaseBusy, CaseError
from headwater.claims.matching.features import VERSION
from headwater.claims.matching.propose import texts_of
from headwater.desk.ledgers import read_ledger
from headwater.desk.matching import search
from headwater.store import decisions, matching, writings
from headwater.store.case import Case

MOST = 1_000_000
"""Claims times statements; beyond it counting would keep whoever opens the list waiting."""

_kept: WeakKeyDictionary[Case, tuple[Hashable, Mapping[str, int]]] = WeakKeyDictionary()
"""For each open case its counts and the state that they are of."""


def open_proposals(case: Case) -> Mapping[str, int]:
    """The number of open proposals by the claim's id; empty where they are not known without waiting.

    Not known is what nobody has looked for since statements were last written, what is too much to count at once, and
    what cannot be looked up now.
    """
    try:
        return _counted(case)
    except (CaseBusy, CaseError):
        return {}


def _counted(case: Case) -> Mapping[str, int]:
    with case.reading() as connection, matching.opened(case.root, VERSION) as index:
        state = matching.state(index)
        written = writings.last(connection)
        if state.written != written:
            return {}
        seen = decisions.last(connection), written
        kept = _kept.get(case)
        if kept is not None and kept[0] == seen:
            return kept[1]
        ledger = read_ledger(connection)
        if len(ledger.claims) * state.statements > MOST:
            return {}
        counts = {
            key: search(
                index,
                texts_of(claim),
                {link.statement for link in claim.links} | set(ledger.declined.get(key, ())),
                1,
            ).count
            for key, claim in ledger.claims.items()
        }
        _kept[case] = (seen, counts)
        return counts
