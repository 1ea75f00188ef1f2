"""What changed between two audits of an article: findings that are new, that came to something else, or that are gone.

Findings are known again by their ids. What shifts with every document that comes in without saying anything (scores, the
reasons that rest on them) does not count as a change.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from headwater.claims.audit.findings import Finding, findings, kind_of, outcome, standings
from headwater.model.audit import Audit, Citation, Figure, Quotation, Standing


class Turn(StrEnum):
    """What became of a finding."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Changed:
    """A finding ``before`` and ``after``, None where it was not there; ``what`` names what is different of one that changed:
    outcome, differences, mismatches, cautions, places, candidates, nearest, figure."""

    turn: Turn
    before: Finding | None
    after: Finding | None
    what: tuple[str, ...] = ()

    @property
    def finding(self) -> Finding:
        """As it is now, or as it was last."""
        found = self.after if self.after is not None else self.before
        assert found is not None
        return found


def changes(before: Audit, after: Audit) -> tuple[Changed, ...]:
    """What changed, in the order of the article; what is gone comes last."""
    old = {_name(one): one for one in findings(before)}
    made = []
    for finding in findings(after):
        earlier = old.pop(_name(finding), None)
        if earlier is None:
            made.append(Changed(Turn.NEW, None, finding))
        elif what := _different(earlier, finding):
            made.append(Changed(Turn.CHANGED, earlier, finding, what))
    return (*made, *(Changed(Turn.GONE, one, None) for one in old.values()))


def _name(finding: Finding) -> tuple[str, str]:
    return kind_of(finding), finding.id


def _different(before: Finding, after: Finding) -> tuple[str, ...]:
    first, second = _essence(before), _essence(after)
    return tuple(name for name in first if first[name] != second[name])


def _essence(finding: Finding) -> dict[str, Hashable]:
    """What a finding says, by the names that a change is given."""
    said: dict[str, Hashable] = {"outcome": outcome(finding)}
    match finding:
        case Quotation():
            said["differences"] = tuple((one.change, one.article, one.archive) for one in finding.differences)
            said["mismatches"] = finding.mismatches
            said["cautions"] = tuple((one.kind, one.words) for one in finding.cautions)
            said["nearest"] = _places([finding.nearest]) if finding.nearest else ()
            said["places"] = (finding.total, _places(finding.places))
        case Citation():
            said["candidates"] = tuple(one.sha256 for one in finding.candidates)
            said["mismatches"] = finding.mismatches
        case Figure():
            said["figure"] = finding.archive
            said["places"] = _places(standings(finding))
        case _:
            bearings = tuple(one.bearing for one in finding.passages)
            said["places"] = (_places(standings(finding)), bearings)
    return said


def _places(found: Sequence[Standing]) -> Hashable:
    return tuple((one.sha256, one.spans) for one in found)
