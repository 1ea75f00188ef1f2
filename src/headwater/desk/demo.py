"""Build the demo case: take in the fiction that comes with Headwater, read it, weigh its claims, and audit its article.

The manifest says which passages the demo's claims rest on. A passage is linked as the extractor found it where source
and chain agree with the manifest; otherwise it is entered by hand, as an investigator would correct it, and the
report says how many.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from headwater import demo as files
from headwater.base.errors import CaseError
from headwater.base.spans import Span
from headwater.desk import adding, auditing, claims, reading
from headwater.desk.cases import new_case, open_case, overview
from headwater.desk.views import Overview
from headwater.dossier.audit_sheet import summary
from headwater.model.claim import How, Role
from headwater.model.document import ID_LENGTH
from headwater.model.statement import Statement
from headwater.people.names import actor_key
from headwater.store import documents
from headwater.store import statements as store_statements
from headwater.store.case import SETTINGS, Case

_BY = "demo"
_NAME = "The Skarre affair (a demo, all fiction)"


@dataclass(frozen=True, slots=True)
class Report:
    """What the demo case holds. ``extracted`` links use statements as extracted, ``by_hand`` were entered."""

    overview: Overview
    extracted: int
    by_hand: int

    def words(self) -> str:
        """The report for a terminal, one fact a line."""
        view = self.overview
        kinds = ", ".join(f"{count} {kind}" for kind, count in view.totals.kinds)
        failures = "1 failure" if view.failures == 1 else f"{view.failures} failures"
        lines = [
            f"{view.name}: {view.root}",
            f"{view.totals.documents} documents ({kinds}), {view.containers} receipts, {failures}",
            f"{view.extent.statements} statements in {view.extent.read} of {view.extent.documents} readable documents",
        ]
        if self.extracted or self.by_hand:
            lines.append(f"{self.extracted} links to extracted statements, {self.by_hand} entered by hand")
        for line in view.claims:
            lines.append(f"{line.claim.id}: {line.claim.text}")
            lines.append(f"  {line.sentence}")
        for audit in view.audits:
            lines.append(f"audit {audit.id}: {audit.title}")
            lines += [f"  {row}" for row in summary(audit.counts)]
        return "\n".join(lines)


def build(root: Path, told: Callable[[str], None] | None = None) -> Report:
    """Make the demo case in ``root``, or open it where it is there already, and report on it.

    It is built beside ``root`` and moved there when it is whole. Raises CaseError where something else stands there.
    """
    if (root / SETTINGS).exists():
        with open_case(root) as case:
            if case.settings.name != _NAME:
                raise CaseError(
                    f"{root} is a case, but not the demo.", "Choose another folder.", code="case-exists"
                )
            return Report(overview(case), 0, 0)
    beside = root.with_name(root.name + ".building")
    shutil.rmtree(beside, ignore_errors=True)
    counts = _build(beside, told or (lambda words: None))
    if root.is_dir() and not any(root.iterdir()):
        root.rmdir()
    try:
        beside.rename(root)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise CaseError(f"{root} cannot be made: {error.strerror}.", "Choose another folder.") from error
    with open_case(root) as case:
        return Report(overview(case), *counts)


def _build(root: Path, tell: Callable[[str], None]) -> tuple[int, int]:
    """Make the case; how many links use extracted statements, how many were entered by hand."""
    manifest = json.loads(files.expected())
    with new_case(root, name=_NAME, zone="Europe/Brussels") as case:
        tell("taking in")
        adding.add(case, [files.archive()])
        tell("reading")
        reading.read_case(case)
        tell("weighing")
        for name, belongs in manifest["actors"].items():
            claims.set_actor(case, name, institution=belongs["institution"], side=belongs["side"], by=_BY)
        found_at = _places(case)
        counts = [
            _build_claim(case, found_at, manifest["documents"], planned) for planned in manifest["claims"]
        ]
        tell("auditing")
        article = manifest["documents"][manifest["planted"]["article"]["in"]]
        auditing.run(case, auditing.article_in(case, _document(case, found_at, article)), by=_BY)
        return sum(count[0] for count in counts), sum(count[1] for count in counts)


def _build_claim(
    case: Case, found_at: Mapping[str, str], planned_documents: Mapping[str, Any], planned: Mapping[str, Any]
) -> tuple[int, int]:
    """Write one claim of the manifest; how many links use extracted statements, how many were entered by hand."""
    claims.new(case, planned["text"], planned["parts"], by=_BY, claim_id=planned["id"])
    linked: dict[str, str] = {}
    found = 0
    for row in planned["links"]:
        document = _document(case, found_at, planned_documents[row["in"]])
        statement = _extracted(case, document, row["words"], row["chain"])
        found += bool(statement)
        linked[row["id"]] = statement or claims.type_in(
            case, row["words"], row["chain"], document=document[:ID_LENGTH], by=_BY
        )
        claims.link(
            case,
            planned["id"],
            linked[row["id"]],
            Role(row["role"]),
            parts=row["parts"],
            basis=row["basis"],
            why=row["why"],
            by=_BY,
        )
    for row in planned["derivations"]:
        sources = [linked[source] for source in row["from"]]
        claims.derive(case, linked[row["of"]], sources, How(row["how"]), by=_BY)
    return found, len(linked) - found


def _places(case: Case) -> dict[str, str]:
    """Where each file of the archive, or member of an archive in it, was found: "file/member" to SHA-256."""
    with case.reading() as connection:
        return {
            f"{where}/{path}".replace("!", "/"): sha256
            for where, path, sha256 in documents.places(connection)
        }


def _document(case: Case, found: Mapping[str, str], planned: Mapping[str, Any]) -> str:
    """The SHA-256 of a document that the manifest names by its file, or in an mbox by its Message-ID."""
    for copy in planned["copies"]:
        place = "/".join(
            [files.archive().resolve().as_posix(), *(copy[key] for key in ("file", "member") if key in copy)]
        )
        for where, sha256 in found.items():
            if where.replace("\\", "/") == place:
                return sha256
    with case.reading() as connection:
        return documents.by_message_id(connection, planned["message_id"])[0]


def _extracted(case: Case, sha256: str, words: str, chain: Sequence[str]) -> str:
    """The id of the statement that holds ``words`` most tightly and whose chain ends as ``chain`` does; "" if none."""
    with case.reading() as connection:
        key = documents.find_key(connection, sha256)
        text = documents.get(connection, key).document.text
        start = text.find(words)
        if start < 0:
            return ""
        wanted = Span(start, start + len(words))
        fitting = [
            (len(span), held.id)
            for held in store_statements.of_document(connection, key)
            for span in held.statement.content
            if span.holds(wanted) and _same_chain(held.statement, chain)
        ]
    return min(fitting)[1] if fitting else ""


def _same_chain(statement: Statement, chain: Sequence[str]) -> bool:
    return [actor_key(name) for name in statement.chain] == [actor_key(name) for name in chain]
