"""Every JSON that the command line prints fits its schema under docs/schemas, on the demo case."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import threadmail
from headwater.desk import audits, cases
from headwater.desk.audit_objects import as_object

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
CLAIM = "launch-turned-back"


def printed(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "headwater", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def check(schema: str, value: Any) -> None:
    rules = json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(rules)
    errors = [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
        for e in Draft202012Validator(rules).iter_errors(value)
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("schema", "arguments"),
    [
        ("receipts", ["receipts", "CASE", "--format", "json"]),
        ("overview", ["overview", "CASE"]),
        ("search", ["search", "CASE", "heron OR launch", "--all", "--format", "json"]),
        (
            "facets",
            ["search", "CASE", "heron OR launch", "--facets", "people,month,folder", "--format", "json"],
        ),
        ("facets", ["search", "CASE", "nothing", "--histogram", "year", "--format", "json"]),
        ("facets", ["search", "CASE", "*", "--histogram", "auto", "--format", "json"]),
        ("claims", ["claims", "CASE", "--format", "json"]),
        ("claim", ["claim", "show", "CASE", CLAIM, "--format", "json"]),
        (
            "claim",
            ["claim", "show", "CASE", "not-boarded-since-2028", "--level", "institution", "--format", "json"],
        ),
        ("proposals", ["propose", "CASE", CLAIM, "--format", "json"]),
        ("proposals", ["propose", "CASE", "told-to-keep-off", "--all", "--offset", "90", "--format", "json"]),
        ("independence", ["weigh", "CASE", CLAIM, "--format", "json"]),
        ("independence-graph", ["weigh", "CASE", CLAIM, "--graph"]),
    ],
)
def test_output_fits_its_schema(demo_case: Path, schema: str, arguments: list[str]) -> None:
    check(schema, json.loads(printed(*(str(demo_case) if a == "CASE" else a for a in arguments))))


def test_a_batch_fits(demo_case: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("# names\nheron\n(heron\nthread:beef\nnothing\n", encoding="utf-8")
    found = json.loads(printed("search", str(demo_case), "--batch", str(queries), "--format", "json"))
    check("batch", found)
    assert [row["count"] is None for row in found["rows"]] == [False, True, True, False]


def test_every_statement_fits(demo_case: Path) -> None:
    lines = printed("statements", str(demo_case), "--format", "jsonl").splitlines()
    assert len(lines) > 100
    for line in lines:
        check("statements", json.loads(line))


def test_judgements_fit(demo_case: Path, tmp_path: Path) -> None:
    root = tmp_path / "case"
    shutil.copytree(demo_case, root)
    lines = printed(
        "statements", str(root), "--search", "arrangement", "--limit", "3", "--format", "jsonl"
    ).splitlines()
    first, second, third = (json.loads(line)["id"] for line in lines)
    number = printed("judge", "accept", str(root), first, "--by", "ana").strip()
    printed("judge", "undo", str(root), number, "--by", "ana")
    printed("judge", "reject", str(root), second, "--by", "ana", "--why", "a heading")
    printed("judge", "correct", str(root), third, "--stance", "doubts", "--by", "ana")
    rows = json.loads(printed("judge", "list", str(root), "--format", "json"))
    assert [row["verdict"] for row in rows] == ["accept", "withdraw", "reject", "correct"]
    check("judgements", rows)
    for line in printed("statements", str(root), "--judged", "--format", "jsonl").splitlines():
        check("statements", json.loads(line))


def test_the_ledger_fits(demo_case: Path, tmp_path: Path) -> None:
    root = tmp_path / "case"
    shutil.copytree(demo_case, root)
    rows = json.loads(printed("copies", str(root), "--repeated", "--format", "json"))
    assert {row["kind"] for row in rows} >= {"copy", "repeated"}
    check("copies", rows)
    first, second = [row for row in rows if row["kind"] == "copy" and row["later"]][:2]
    printed("copy", "accept", str(root), first["suspicion"], "--by", "ana", "--why", "a reprint")
    printed("copy", "reject", str(root), second["suspicion"], "--by", "ana")
    printed("copy", "reopen", str(root), second["suspicion"], "--by", "ana")
    check("copy", json.loads(printed("copy", "show", str(root), first["suspicion"], "--format", "json")))
    decided = json.loads(printed("copies", str(root), "--list", "--verdict", "accepted", "--format", "json"))
    assert [row["suspicion"] for row in decided] == [first["suspicion"]]
    check("copies", decided)
    printed("actor", str(root), "Idris Fallowfield", "--interest", "rival", "--note", "x", "--by", "ana")
    printed(
        "claim", "link", str(root), CLAIM, "--document", first["later"], "--as", "supports", "--by", "ana"
    )
    last = json.loads(printed("history", str(root), "--format", "json"))[-1]
    printed("claim", "undo", str(root), str(last["decision"]), "--by", "ana")
    for claim in ([], [CLAIM]):
        check("history", json.loads(printed("history", str(root), *claim, "--format", "json")))
    shown = json.loads(printed("claim", "show", str(root), CLAIM, "--format", "json"))
    check("claim", shown)
    assert first["suspicion"] in shown["suspicions"]
    assert [one["kind"] for one in shown["interests"]] == ["rival"]


def test_every_document_fits(demo_case: Path) -> None:
    rows = json.loads(printed("search", str(demo_case), "*", "--all", "--format", "json"))["rows"]
    assert len(rows) == 90
    for row in rows[::9]:
        check("document", json.loads(printed("show", str(demo_case), row["document"])))


def test_audits_fit(demo_case: Path, tmp_path: Path) -> None:
    root = tmp_path / "case"
    shutil.copytree(demo_case, root)
    article = tmp_path / "article.txt"
    article.write_text(
        "“Five papers is not five sources,” wrote Marit Ollendorf.\n\n“Four crates were sold,” said Tilda Marrow.\n",
        encoding="utf-8",
    )
    first = json.loads(printed("audit", str(article), str(root), "--mode", "fast", "--format", "json"))
    check("audit", first)
    assert first["since"] is None
    assert {one["outcome"] for one in first["findings"] if one["kind"] == "quotation"} >= {"exact"}
    (tmp_path / "crates.txt").write_text("“Four crates were sold,” said Tilda Marrow.\n", encoding="utf-8")
    printed("add", str(root), str(tmp_path / "crates.txt"))
    second = json.loads(printed("audit", str(article), str(root), "--mode", "fast", "--format", "json"))
    check("audit", second)
    assert second["since"]["documents_added"] == 1
    assert second["changed"]
    check("audits", json.loads(printed("audits", str(root), "--format", "json")))
    for one in second["findings"]:
        check("finding", json.loads(printed("finding", "show", str(root), one["id"], "--format", "json")))


def test_the_audit_of_the_demo_fits(demo_case: Path) -> None:
    with cases.open_case(demo_case) as case:
        (line,) = audits.listing(case)[1]
        check("audit", as_object(audits.view(case, line.id)))


def test_adding_fits(demo_case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    printed("new", str(tmp_path / "case"))
    check(
        "add", json.loads(printed("add", str(tmp_path / "case"), str(tmp_path / "a.txt"), "--format", "json"))
    )


def test_threads_and_variants_fit(tmp_path: Path) -> None:
    threadmail.build(tmp_path / "case")
    root = str(tmp_path / "case")
    listed = json.loads(printed("threads", root, "--format", "json"))
    check("threads", listed)
    for row in listed["rows"]:
        check("thread", json.loads(printed("thread", root, row["thread"], "--format", "json")))
    (late,) = json.loads(printed("search", root, "very", "--format", "json"))["rows"]
    found = json.loads(printed("variants", root, late["document"], "--format", "json"))
    check("variants", found)
    waiting = json.loads(printed("work", root, "--list", "--format", "json"))
    check("work", waiting)
    assert [(row["name"], row["waiting"]) for row in waiting] == [
        ("threads", 0),
        ("languages", 37),
        ("own-text", 37),
    ]
    done = json.loads(printed("work", root, "--only", "languages", "--format", "json"))
    check("work", done)
    assert [(row["waiting"], row["state"]) for row in done[:2]] == [(0, "done"), (0, "done")]
    check("document", json.loads(printed("show", root, late["document"])))
    compared = ("variants", root, late["document"], found[0]["document"])
    check("variant", json.loads(printed(*compared, "--format", "json")))
    assert "very" in printed(*compared)


def test_every_schema_is_used() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [p.stem for p in SCHEMAS.glob("*.json") if f'"{p.stem}"' not in text] == []
