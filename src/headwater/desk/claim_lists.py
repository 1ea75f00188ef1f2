"""The claims of a case as lines of a list, each weighed once for as long as nothing changes that it rests on."""

from __future__ import annotations

from collections.abc import Hashable
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from headwater.desk import claim_pages
from headwater.desk.ledgers import read_ledger
from headwater.desk.views import ClaimLine
from headwater.store import decisions, suspicions, writings
from headwater.store.case import Case

_kept: WeakKeyDictionary[Case, tuple[Hashable, tuple[ClaimLine, ...]]] = WeakKeyDictionary()
"""For each open case its lines and the state that they are of. It lives and goes with the process."""


def lines(case: Case, connection: Connection) -> tuple[ClaimLine, ...]:
    """All claims of ``case`` with their counts, as ``connection`` sees it."""
    state = _state(connection)
    kept = _kept.get(case)
    if kept is not None and kept[0] == state:
        return kept[1]
    ledger = read_ledger(connection)
    found = tuple(claim_pages.line(connection, ledger, claim) for claim in ledger.claims.values())
    _kept[case] = (state, found)
    return found


def _state(connection: Connection) -> Hashable:
    """What lines depend on: the last decision, the last writing of statements, the last search for copies."""
    search = suspicions.last_search(connection)
    searched = (search.version, search.at, search.up_to) if search else None
    return decisions.last(connection), writings.last(connection), searched
