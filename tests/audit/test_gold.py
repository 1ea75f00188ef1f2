"""Two invented articles, written by hand, held against their archives: what README.md calls right is what the audit says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from headwater.cli.main import cli

HERE = Path(__file__).resolve().parent
GOOD = {"exact", "faithful"}
RIGHT = 0.95
"""Share of the quotations whose verdict must be right at least; wrong ones are listed when it is missed."""


@dataclass(frozen=True, slots=True)
class Audited:
    """An article's gold with the findings on its quotations."""

    name: str
    text: str
    gold: dict[str, Any]
    findings: list[dict[str, Any]]

    def on(self, words: str) -> list[dict[str, Any]]:
        """The findings on the places of these words, each the one that shares most with its place."""
        return [self._over(*span) for span in self.spans(words)]

    def spans(self, words: str) -> list[tuple[int, int]]:
        """Where these words stand between quotation marks in the article, whatever the line breaks."""
        pattern = r"[“«‘]" + r"\s+".join(map(re.escape, words.split())) + r"(?=[”»’]|\s*\Z|\n\n)"
        return [(match.start() + 1, match.end()) for match in re.finditer(pattern, self.text)]

    def _over(self, start: int, end: int) -> dict[str, Any]:
        def shared(finding: dict[str, Any]) -> int:
            return min(end, int(finding["span"]["end"])) - max(start, int(finding["span"]["start"]))

        best = max(self.findings, key=shared)
        return best if shared(best) * 2 >= end - start else {"verdict": "not seen", "differences": []}


@pytest.fixture(scope="module", params=["ferry", "clinic"])
def audited(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    folder, case = HERE / str(request.param), tmp_path_factory.mktemp("gold") / "case"
    _run("new", str(case))
    _run("add", str(case), str(folder / "archive"))
    found = json.loads(_run("audit", str(folder / "article.txt"), str(case), "--format", "json"))
    return Audited(
        request.param,
        (folder / "article.txt").read_bytes().decode("utf-8"),
        json.loads((folder / "gold.json").read_text(encoding="utf-8")),
        [finding for finding in found["findings"] if finding["kind"] == "quotation"],
    )


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert result.exception is None, result.exception
    return result.stdout


def _verdicts(audited: Audited) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(one, finding) for one in audited.gold["quotations"] for finding in audited.on(one["words"])]


def test_every_quotation_of_the_gold_stands_in_the_article(audited: Audited) -> None:
    for one in audited.gold["quotations"]:
        assert audited.spans(one["words"]), one["words"]


def test_no_fault_is_reported_as_exact_or_faithful(audited: Audited) -> None:
    assert [
        (one["case"], one["words"], finding["verdict"])
        for one, finding in _verdicts(audited)
        if not GOOD & {*one["accepted"]} and finding["verdict"] in GOOD
    ] == []


def test_verdicts_are_right(audited: Audited) -> None:
    judged = _verdicts(audited)
    wrong = [
        f"{one['case']}: {one['words']!r} is {finding['verdict']}, not {' or '.join(one['accepted'])}"
        for one, finding in judged
        if finding["verdict"] not in one["accepted"]
    ]
    assert len(wrong) <= (1 - RIGHT) * len(judged), "\n".join(wrong)


def test_what_was_changed_is_shown(audited: Audited) -> None:
    missing = [
        (one["words"], finding["differences"])
        for one, finding in _verdicts(audited)
        if finding["verdict"] == "altered" and one.get("change")
        if one["change"] not in " ".join(f"{d['article']} {d['archive']}" for d in finding["differences"])
    ]
    assert missing == []


def test_words_out_of_their_context_are_hinted_at(audited: Audited) -> None:
    silent = [
        one["words"] for one, finding in _verdicts(audited) if one.get("hint") and not finding.get("cautions")
    ]
    assert silent == []


def test_titles_and_scare_quotes_are_not_accused(audited: Audited) -> None:
    accused = []
    for words in audited.gold["no quotations"]:
        for start, end in audited.spans(words):
            accused += [
                (words, finding["verdict"])
                for finding in audited.findings
                if int(finding["span"]["start"]) < end and int(finding["span"]["end"]) > start
                if finding["verdict"] not in GOOD
            ]
    assert accused == []
