"""What an audit says, beside what was planted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planting import FAULTS
from writing import Article, Gold

ROOT = Path(__file__).resolve().parents[2]
MISSED = "not seen"
"""The verdict on a quotation in which no finding lies."""

GOOD = frozenset(["exact", "faithful"])

Finding = Mapping[str, Any]


class CommandFailed(Exception):
    """A command of Headwater ended with an error; its last lines are the message."""


def run(*arguments: str) -> str:
    """What ``headwater`` with these arguments prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "headwater", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment,
    )
    if done.returncode:
        raise CommandFailed(f"headwater {arguments[0]}: {(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def audited(article: Path, case: Path) -> list[Finding]:
    """The findings on quotations in an article file."""
    report = json.loads(run("audit", str(article), str(case), "--format", "json"))
    return [finding for finding in report["findings"] if finding["kind"] == "quotation"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A planted quotation with the verdict on it (``MISSED`` for none) and the finding that gave it.

    ``broken``: something wrong was reported as right, which must never be.
    """

    gold: Gold
    verdict: str
    right: bool
    broken: bool
    finding: Finding | None
    text: str


def judged(article: Article, findings: Sequence[Finding]) -> list[Judged]:
    """Every planted quotation with what was found on it."""
    return [_judge(article, gold, findings) for gold in article.gold]


def _judge(article: Article, gold: Gold, findings: Sequence[Finding]) -> Judged:
    """The piece with the fault must have the right verdict; the other one, if any, must not be accused."""
    accepted = gold.planted.accepted
    pieces = [_over(piece, findings) for piece in gold.pieces]
    verdicts = [str(finding["verdict"]) if finding else MISSED for finding in pieces]
    own = [verdict for verdict, faulty in zip(verdicts, gold.faulty, strict=True) if faulty]
    others = [] if all(finding is pieces[0] for finding in pieces) else [
        verdict for verdict, faulty in zip(verdicts, gold.faulty, strict=True) if not faulty
    ]  # fmt: skip
    wrong = [verdict for verdict in own if verdict not in (accepted | GOOD if accepted <= GOOD else accepted)]
    wrong += [f"{verdict} beside it" for verdict in others if verdict not in GOOD]
    right = not wrong and any(verdict in accepted for verdict in own)
    return Judged(
        gold,
        wrong[0] if wrong else next((verdict for verdict in own if verdict in accepted), own[0]),
        right,
        gold.planted.kind in FAULTS and any(verdict in GOOD for verdict in own),
        pieces[gold.faulty.index(True)],
        " ".join(article.text[start:end] for start, end in gold.pieces),
    )


def _over(piece: tuple[int, int], findings: Sequence[Finding]) -> Finding | None:
    """The finding that shares most with a span, if that is half of the shorter of the two."""
    start, end = piece

    def shared(finding: Finding) -> int:
        return min(end, int(finding["span"]["end"])) - max(start, int(finding["span"]["start"]))

    best = max(findings, key=shared, default=None)
    if best is None:
        return None
    size = min(end - start, int(best["span"]["end"]) - int(best["span"]["start"]))
    return best if shared(best) * 2 >= size and size > 0 else None


def beside(article: Article, findings: Sequence[Finding]) -> list[Finding]:
    """Findings on words that are not planted: titles, scare quotes."""
    spans = [piece for gold in article.gold for piece in gold.pieces]
    return [
        finding for finding in findings
        if all(int(finding["span"]["end"]) <= start or int(finding["span"]["start"]) >= end for start, end in spans)
    ]  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Counts over articles. ``sides`` are side figures: (right, of)."""

    planted: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    manners: Counter[str] = field(default_factory=Counter)
    wrong_manners: Counter[str] = field(default_factory=Counter)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[Judged] = field(default_factory=list)
    broken: list[Judged] = field(default_factory=list)
    accused: list[Finding] = field(default_factory=list)
    sides: dict[str, list[int]] = field(default_factory=dict)

    def add(self, article: Article, findings: Sequence[Finding]) -> None:
        """Count one article."""
        for one in judged(article, findings):
            kind = one.gold.planted.kind
            self.planted[kind] += 1
            self.right[kind] += one.right
            self.manners[one.gold.manner] += 1
            self.wrong_manners[one.gold.manner] += not one.right
            self.confusion[kind, one.verdict] += 1
            if not one.right:
                self.wrong.append(one)
            if one.broken:
                self.broken.append(one)
            self._sides(article, one)
        self.accused += [finding for finding in beside(article, findings) if finding["verdict"] not in GOOD]

    def _sides(self, article: Article, one: Judged) -> None:
        planted, finding = one.gold.planted, one.finding
        if finding is None:
            return
        if planted.speaker and planted.speaker.split()[-1] in article.text:
            told = (finding["speaker"] or "").split()[-1:]
            near = article.text[max(0, one.gold.pieces[0][0] - 160) : one.gold.pieces[-1][1] + 120]
            if planted.speaker.split()[-1] in near.replace("\n", " "):
                self._side("speaker read as the article names it", told == planted.speaker.split()[-1:])
        places = finding["places"]
        if (
            planted.kind in ("exact", "dressed", "bracketed", "wrong speaker", "wrong date")
            and planted.passage
        ):
            self._side(
                "the source is among the places", planted.passage.sha256 in [p["sha256"] for p in places]
            )
        dates = [str(place["date"]) for place in places if place.get("date")]
        if len(dates) > 1:
            self._side("places by date, where there are several", dates == sorted(dates))
        if planted.article and planted.archive and "altered" in planted.accepted:
            shown = " ".join(f"{c['article']} {c['archive']}" for c in finding["differences"])
            self._side("the change is shown", planted.article in shown or planted.archive in shown)

    def _side(self, name: str, right: bool) -> None:
        count = self.sides.setdefault(name, [0, 0])
        count[0] += right
        count[1] += 1
