"""Which of two texts was taken from the other: only where their dates, or a source that one of them states, say so."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from headwater.archive.tokens import words
from headwater.base.dates import Moment
from headwater.claims.copies.suspicion import Text

BEFORE = (
    "published published_by published_in published_on appeared_in appeared_on reprinted republished reposted "
    "courtesy source via according_to citing quoting cited_by report_by report_from report_in "
    "publicado publico fuente segun citando reproducido publie selon source laut quelle"
).split()
"""What stands before the name of a stated source, as folded words; ``_`` for a space."""

AFTER = "reported reports report s_report s_account wrote writes published informo reporto publico rapporte berichtete".split()
"""What stands after one."""

NEAR_BEFORE, NEAR_AFTER = 4, 2
"""Words between which such a phrase is looked for."""

_YEAR_10000 = 253_402_300_800
_ARTICLES = frozenset("the a an el la los las le les der die das".split())


def by_date(earlier: Text, later: Text, apart: int) -> bool | None:
    """Whether ``earlier`` is dated at least ``apart`` seconds before ``later``; False the other way round, else None."""
    if earlier.when is None or later.when is None or abs(later.when - earlier.when) < apart:
        return None
    return earlier.when < later.when


def states(citing: Text, cited: Text) -> str:
    """The name by which ``citing`` says that it has something from ``cited``, as known to the case; "" for none.

    A name counts where one of ``BEFORE`` or ``AFTER`` stands close to it: "originally published by The Ledger", "The
    Ledger reported". A text does not cite its own speaker.
    """
    if citing.speaker and citing.speaker == cited.speaker:
        return ""
    heard = _heard(citing.text)
    for name in (cited.speaker, *cited.names):
        sought = _bare(words(name))
        if sum(map(len, sought)) >= 4 and any(
            _is_cited(heard, at, len(sought)) for at in _places(heard, sought)
        ):
            return name
    return ""


@lru_cache(maxsize=100)
def _heard(text: str) -> tuple[str, ...]:
    """The words of a text; kept, as one text of a cluster is compared with many."""
    return words(text)


def _bare(name: tuple[str, ...]) -> tuple[str, ...]:
    return name[1:] if len(name) > 1 and name[0] in _ARTICLES else name


def _places(heard: tuple[str, ...], sought: tuple[str, ...]) -> Iterable[int]:
    at = -1
    while True:
        try:
            at = heard.index(sought[0], at + 1)
        except ValueError:
            return
        if heard[at : at + len(sought)] == sought:
            yield at


def _is_cited(heard: tuple[str, ...], at: int, size: int) -> bool:
    before = f"_{'_'.join(heard[max(0, at - NEAR_BEFORE) : at])}_"
    after = f"_{'_'.join(heard[at + size : at + size + NEAR_AFTER])}_"
    return any(f"_{cue}_" in before for cue in BEFORE) or any(after.startswith(f"_{cue}_") for cue in AFTER)


def direction(one: Text, other: Text, apart: int) -> tuple[tuple[Text, Text] | None, str]:
    """Which text is the earlier and which the later, or None, and the reason in a sentence.

    A stated source goes before dates, unless the dates say the opposite or each states the other: then neither counts.
    """
    dated = by_date(one, other, apart)
    stated = states(other, one), states(one, other)
    if bool(stated[0]) != bool(stated[1]):
        says = bool(stated[0])
        if dated is None or dated == says:
            pair = (one, other) if says else (other, one)
            return pair, f"{_named(pair[1])} gives {stated[0] or stated[1]} as its source."
        return None, "A stated source and the dates say opposite things."
    if dated is None:
        return None, "Neither dates nor a stated source say which came first."
    pair = (one, other) if dated else (other, one)
    return pair, f"{_named(pair[0])} is dated {day(pair[0].when)}, {_named(pair[1])} {day(pair[1].when)}."


def _named(text: Text) -> str:
    return text.speaker or text.id


def day(when: int | None) -> str:
    """Seconds as a day in UTC, ``2031-04-19``; "undated" for None and for what no calendar year holds."""
    return (Moment(when).iso()[:10] if when is not None and when < _YEAR_10000 else "") or "undated"
