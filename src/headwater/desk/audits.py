"""Kept audits: list them, show one against the one before it, as a page of its own or as an object."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from headwater.base.errors import NotFound
from headwater.base.spans import hull
from headwater.claims.audit.audit import VERSION
from headwater.claims.audit.changes import Changed, changes
from headwater.claims.audit.findings import Finding, counts, findings, standings
from headwater.dossier.audit_sheet import Contexts, Sheet, lay_out
from headwater.model.audit import Audit, Quotation, Standing
from headwater.statements.extract import extractor
from headwater.statements.mode import Mode
from headwater.store import audits, documents
from headwater.store.audits import Kept, Line
from headwater.store.case import Case

AROUND = 90
"""Code points before and behind the words of a place that are shown with it."""

SHOWN = 3
"""So many places of a finding are shown with what stands around them."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class AuditView:
    """A kept audit, the one ``before`` it (None for the first of an article), and what changed since that one."""

    kept: Kept
    before: Kept | None
    changes: tuple[Changed, ...]

    @property
    def since(self) -> Line | None:
        """The audit before, without its findings."""
        return self.before.line if self.before else None

    @property
    def added(self) -> int:
        """How many documents came into the case since the audit before."""
        return self.kept.line.documents - self.since.documents if self.since else 0


def keep(case: Case, audit: Audit, *, mode: Mode, by: str, since: int | None = None) -> AuditView:
    """Keep an audit that was made just now, and show what changed since the last one of the article, or since ``since``.

    Raises NotFound where there is no audit ``since``.
    """
    with case.writing() as connection:
        before = _before(connection, audit.sha256, since)
        kept = audits.put(
            connection,
            audit,
            counts(audit),
            by=by,
            mode=mode.value,
            version=f"{VERSION} {extractor(mode)}",
        )
    return _view(kept, before)


def view(case: Case, number: int, *, since: int | None = None) -> AuditView:
    """The audit of this number, against ``since`` or the one before it of the same article. Raises NotFound."""
    with case.reading() as connection:
        kept = audits.get(connection, number)
        return _view(kept, _before(connection, kept.line.article, since, number))


def _before(
    connection: Connection, article: str, since: int | None, number: int | None = None
) -> Kept | None:
    if since is not None:
        return audits.get(connection, since)
    return audits.last_of(connection, article, number)


def _view(kept: Kept, before: Kept | None) -> AuditView:
    found = changes(before.audit, kept.audit) if before else ()
    return AuditView(kept, before, found)


def listing(case: Case, *, limit: int | None = None, offset: int = 0) -> tuple[int, tuple[Line, ...]]:
    """How many audits are kept, and some of them, the latest first."""
    with case.reading() as connection:
        return audits.count(connection), tuple(audits.lines(connection, limit, offset))


def sheet(case: Case, shown: AuditView) -> Sheet:
    """An audit laid out, with what stands around the places of its findings."""
    audit = shown.kept.audit
    with case.reading() as connection:
        around = _contexts(connection, [place for one in findings(audit) for place in _places(one)])
    return lay_out(case.settings.name, shown.kept, shown.since, shown.changes, around)


def _places(finding: Finding) -> tuple[Standing, ...]:
    nearest = (finding.nearest,) if isinstance(finding, Quotation) and finding.nearest else ()
    return (*standings(finding)[:SHOWN], *nearest)


def _contexts(connection: Connection, places: Sequence[Standing]) -> Contexts:
    """What stands around places, of those documents that the case holds still."""
    texts = documents.by_sha256(connection, {place.sha256 for place in places})
    return {
        (place.sha256, whole.start): (_tail(text[: whole.start]), _head(text[whole.end :]))
        for place in places
        if place.sha256 in texts and place.spans
        for text, whole in [(texts[place.sha256].text, hull(place.spans))]
    }


def _tail(text: str) -> str:
    """The end of what stands before, from a word's beginning, within its paragraph."""
    piece = text[-AROUND:].rpartition("\n\n")[2]
    return _flowing(piece if len(piece) < AROUND else "… " + piece.partition(" ")[2])


def _head(text: str) -> str:
    piece = text[:AROUND].partition("\n\n")[0]
    return _flowing(piece if len(piece) < AROUND else piece.rpartition(" ")[0] + " …")


def _flowing(piece: str) -> str:
    """Without line breaks; a space at either end stays."""
    return _SPACE.sub(" ", piece)


def finding(shown: AuditView, identifier: str) -> Finding:
    """The finding of an audit whose id is or begins with ``identifier``. Raises NotFound where none or several do."""
    found = [one for one in findings(shown.kept.audit) if identifier and one.id.startswith(identifier)]
    exact = [one for one in found if one.id == identifier]
    if len(exact or found) != 1:
        raise NotFound(
            f"Audit {shown.kept.line.id} has no finding {identifier!r}.",
            "Take an id that headwater audit prints.",
        )
    return (exact or found)[0]


def latest_with(case: Case, identifier: str) -> AuditView:
    """The latest audit that has a finding whose id is or begins with ``identifier``. Raises NotFound."""
    for line in listing(case)[1]:
        shown = view(case, line.id)
        try:
            finding(shown, identifier)
        except NotFound:
            continue
        return shown
    raise NotFound(f"No audit of the case has a finding {identifier!r}.", "headwater audits CASE lists them.")
