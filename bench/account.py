"""Check a case against the manifest of the archive that was taken into it: what is lost, what is too much."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measure import CommandFailed

_MAIL = ("mbox", "maildir", "folder")  # kinds of containers that archives are made of; attached ones are zips
_ALONE = 5  # words that are searched for one by one; the rest go in groups, joined by OR
_GROUP = 25
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Cli:
    """The ``headwater`` command and the environment to run it in."""

    program: str
    environment: Mapping[str, str]

    def json(self, *arguments: str) -> Any:
        """What the command prints, parsed; ``receipts`` ends with 1 where sums do not hold, and prints all the same."""
        run = subprocess.run(
            [self.program, *arguments, "--format", "json"],
            capture_output=True,
            env=dict(self.environment),
            check=False,
        )
        if run.returncode not in (0, 1) or not run.stdout:
            said = run.stderr.decode("utf-8", "replace").strip()
            raise CommandFailed(f"headwater {' '.join(arguments)} ended with status {run.returncode}: {said}")
        return json.loads(run.stdout)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case must hold: totals of the manifest, and for sampled words the hashes of the documents that show them."""

    items: int
    distinct: int
    copies: int
    words: dict[str, set[str]]


def expected(archive: Path, sample: int) -> Expected:
    """Read the manifest in ``archive`` and take about ``sample`` planted words from all over it, damaged items first."""
    totals = json.loads((archive / "manifest.json").read_text(encoding="utf-8"))["totals"]
    words = _sampled(archive, totals["items"], sample)
    for line in _lines(archive):
        for word in (line["word"], *line["carries"]):
            if word in words:
                words[word].add(line["sha256"])
        for part in line["attached"]:
            if part["word"] in words and part["sha256"]:
                words[part["word"]].add(part["members"][0] if part["members"] else part["sha256"])
    return Expected(totals["items"], totals["distinct"], totals["copies"], words)


def _lines(archive: Path) -> Iterator[dict[str, Any]]:
    with (archive / "manifest.jsonl").open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _sampled(archive: Path, items: int, sample: int) -> dict[str, set[str]]:
    """Words of sound items at even distances, of damaged ones up to as many, and of attachments a third."""
    step = max(1, items // sample)
    sound: list[str] = []
    damaged: list[str] = []
    attached: list[str] = []
    for line in _lines(archive):
        if line["damage"] and len(damaged) < sample:
            damaged.append(line["word"])
        elif line["n"] % step == 0:
            sound.append(line["word"])
        if len(attached) < sample // 3:
            attached += [part["word"] for part in line["attached"] if part["word"] and part["sha256"]]
    return {word: set() for word in (*sound[:sample], *damaged, *attached)}


def problems(cli: Cli, case: Path, wanted: Expected) -> list[str]:
    """What is wrong in ``case``, in sentences; empty if every count and every sampled word is as the manifest says."""
    return [
        *_receipt_problems(cli, case, wanted),
        *_count_problems(cli, case, wanted),
        *_word_problems(cli, case, wanted),
    ]


def _receipt_problems(cli: Cli, case: Path, wanted: Expected) -> Iterator[str]:
    receipts = [receipt for receipt in cli.json("receipts", str(case)) if receipt["kind"] in _MAIL]
    for receipt in receipts:
        if not receipt["reconciles"]:
            yield f"the receipt of {receipt['container']} does not reconcile"
        for failure in receipt["failures"][:_SHOWN]:
            yield f"failed in {receipt['container']}: {failure['place']} ({failure['code']}: {failure['reason']})"
    taken = sum(receipt["taken"] - receipt["nested"] for receipt in receipts)
    if taken != wanted.items:
        yield f"receipts say {taken} items taken in; the manifest has {wanted.items}"
    duplicates = sum(receipt["duplicates"] for receipt in receipts)
    if duplicates != wanted.copies:
        yield f"receipts say {duplicates} duplicates; the manifest has {wanted.copies}"


def _count_problems(cli: Cli, case: Path, wanted: Expected) -> Iterator[str]:
    """Attached messages repeat others byte by byte, so the distinct items are all the messages there are."""
    found = cli.json("search", str(case), "type:message", "--limit", "0")
    if found["waiting_for_index"]:
        yield f"{found['waiting_for_index']} documents are not in the index"
    if found["count"] != wanted.distinct:
        yield f"type:message finds {found['count']}; the manifest has {wanted.distinct} different messages"


def _word_problems(cli: Cli, case: Path, wanted: Expected) -> Iterator[str]:
    words = list(wanted.words)
    groups = [[word] for word in words[:_ALONE]]
    groups += [words[start : start + _GROUP] for start in range(_ALONE, len(words), _GROUP)]
    for group in groups:
        found = cli.json("search", str(case), " OR ".join(group), "--all")
        hashes = {row["sha256"] for row in found["rows"]}
        due = set().union(*[wanted.words[word] for word in group])
        if found["count"] != len(found["rows"]):
            yield f"{found['count']} counted and {len(found['rows'])} listed for {' OR '.join(group)}"
        for word in group:
            missing = wanted.words[word] - hashes
            if missing:
                yield f"{word} is not found in {len(missing)} of {len(wanted.words[word])}: {_some(missing)}"
        if hashes - due:
            yield f"found without cause for {' OR '.join(group)}: {_some(hashes - due)}"


def _some(hashes: set[str]) -> str:
    return ", ".join(sorted(hashes)[:_SHOWN])
