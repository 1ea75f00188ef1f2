"""The scorer of the gold sets, on cases small enough to count by hand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accuracy import gold
from headwater.base.spans import Span
from headwater.model.statement import Basis, Form, Passages, Provenance, Stance, Statement

TEXT = "By Ann Lee\n\nOrla Finch said that the mayor denies that the well is dry. Tom Bray said no.\n"
OUTER = {
    "source": "Orla Finch",
    "cue": {"text": "said", "nth": 1},
    "content": {"from": "that the mayor", "to": "dry"},
}
INNER = {"source": "the mayor", "cue": "denies", "content": "that the well is dry"}
LAST = {"source": "Tom Bray", "cue": {"text": "said", "nth": 2}, "content": "no"}


def _row(
    number: str, parts: dict[str, object], stance: str, nested: str | None, chain: list[str]
) -> dict[str, object]:
    rest = {"stance": stance, "basis": "unknown", "form": "indirect", "nested_in": nested, "date": None}
    return {"id": number, **parts, **rest, "chain": chain}


def _span(words: str, nth: int = 1) -> Passages:
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    return (Span(at, at + len(words)),)


def _found(
    number: str, source: Passages, cue: Passages, content: Passages, chain: Sequence[str]
) -> Statement:
    return Statement(
        number,
        "0" * 64,
        source,
        cue,
        content,
        Stance.ASSERTS,
        Basis.UNKNOWN,
        Form.INDIRECT,
        None,
        tuple(chain),
        None,
        1.0,
    )


FOUND = [
    _found(
        "a",
        _span("Orla Finch"),
        _span("said"),
        _span("that the mayor denies that the well is dry"),
        ["Ann Lee", "Orla Finch"],
    ),
    replace(
        _found(
            "b",
            _span("the mayor"),
            _span("denies"),
            _span("the well is dry"),
            ["Ann Lee", "Orla Finch", "Mayor"],
        ),
        nested_in="a",
        stance=Stance.DENIES,
    ),
    _found("c", _span("By"), _span("Lee"), _span("Ann"), ["Ann Lee"]),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One document with three statements, one of them nested, and one sentence for stance."""
    news = tmp_path / "news"
    news.mkdir()
    (news / "well.txt").write_text(TEXT, encoding="utf-8", newline="")
    rows = [
        _row("1", OUTER, "asserts", None, ["Ann Lee", "Orla Finch"]),
        _row("2", INNER, "denies", "1", ["Ann Lee", "Orla Finch", "mayor|the mayor"]),
        _row("3", LAST, "denies", None, ["Ann Lee", "Tom Bray"]),
    ]
    gold_file = {"split": "dev", "kind": "news", "language": "en", "statements": rows}
    (news / "well.json").write_text(json.dumps(gold_file), encoding="utf-8")
    (tmp_path / "stance").mkdir()
    item = {
        **INNER,
        "text": "the mayor denies that the well is dry",
        "stance": "denies",
        "basis": "unknown",
        "split": "held",
    }
    (tmp_path / "stance" / "one.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    return tmp_path


def _figures(folder: Path, found: Sequence[Statement]) -> gold.Scored:
    scored = gold.score(lambda source, text: found if text == TEXT else [], ["news"], folder)["news"]["dev"]
    assert isinstance(scored, gold.Scored)
    return scored


def test_counts(folder: Path) -> None:
    scored = _figures(folder, FOUND)
    assert scored.every == gold.Count(gold=3, found=3, right=2)
    assert scored.outermost == gold.Count(gold=2, found=2, right=1)
    assert scored.nested_found == gold.Count(gold=1, found=1, right=1)
    assert scored.nested_chains == gold.Count(gold=1, found=1, right=1)
    assert scored.links == gold.Count(gold=5, found=5, right=5)
    assert scored.stances["denies"] == gold.Count(gold=1, found=1, right=1)
    assert scored.nested_in == gold.Count(gold=2, found=2, right=2)


def test_a_name_too_many_or_in_the_wrong_place_spoils_a_chain(folder: Path) -> None:
    for chain in (
        ["Ann Lee", "Orla Finch", "Tom Bray", "mayor"],
        ["Orla Finch", "Ann Lee", "mayor"],
        ["mayor"],
        [],
    ):
        scored = _figures(folder, [FOUND[0], replace(FOUND[1], chain=tuple(chain)), FOUND[2]])
        assert scored.nested_chains.right == 0
    assert scored.links == gold.Count(gold=5, found=2, right=2)


def test_wrong_nesting_source_or_half_a_content_is_told(folder: Path) -> None:
    assert _figures(folder, [FOUND[0], replace(FOUND[1], nested_in=None)]).nested_in.right == 1
    assert _figures(folder, [replace(FOUND[0], source=_span("Tom Bray"))]).every.right == 0
    assert _figures(folder, [replace(FOUND[0], content=_span("that the mayor"))]).every.right == 0
    assert _figures(folder, [FOUND[0], replace(FOUND[0], id="again")]).every.right == 1


def test_stance_set_counts_what_is_missed(folder: Path) -> None:
    missed = gold.score(lambda source, text: [], ["news"], folder)["stance"]
    assert missed["held"]["denies"] == gold.Count(gold=1, found=0, right=0)
    assert gold.macro_f1(missed["held"]) == 0.0
    near = replace(FOUND[1], source=(), cue=(), content=(Span(17, 37),))
    found = gold.score(lambda source, text: [near], ["news"], folder)["stance"]
    assert gold.macro_f1(found["all"]) == 100.0
    assert found["dev"]["denies"].gold == 0


def test_macro_f1_is_the_mean_over_the_classes_there_are() -> None:
    counts = gold.by_class(
        [(Stance.DENIES, Stance.DENIES), (Stance.DENIES, Stance.ASSERTS), (Stance.ASKS, None)]
    )
    assert gold.macro_f1(counts) == pytest.approx((100 * 2 / 3 + 0) / 2)


def test_text_and_json_say_the_same(folder: Path) -> None:
    figures = gold.score(lambda source, text: FOUND if text == TEXT else [], ["news"], folder)
    made = json.loads(json.dumps(gold.as_json(figures)))
    assert made["news"]["dev"]["every"] == {
        "gold": 3,
        "found": 3,
        "right": 2,
        "precision": 66.7,
        "recall": 66.7,
        "f1": 66.7,
    }
    assert "nested     1: found 100.0, right full chain 100.0" in gold.as_text(figures)


def test_only_dev_documents_are_listed(folder: Path) -> None:
    read = gold.read_set(lambda source, text: FOUND, "news", folder)
    assert any(line.startswith("well missed") for line in gold.wrong(read))
    held = [replace(one, gold=replace(one.gold, split="held")) for one in read]
    assert gold.wrong(held) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("The Óbserver", "observer"), ("R. Lee’s aide", "R Lees aide"), ("an  e-mail", "E mail")],
)
def test_names_are_compared_plainly(one: str, other: str) -> None:
    assert gold.plain(one) == gold.plain(other)


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_common_links_are_a_subsequence_of_both(right: list[str], chain: list[str]) -> None:
    shared = gold.common(tuple((name,) for name in right), chain)
    assert shared == gold.common(tuple((name,) for name in chain), right)
    assert shared <= min(len(right), len(chain))
    assert (shared == len(right) == len(chain)) == (right == chain)


def test_the_extractor_gets_what_is_known_of_the_document(folder: Path) -> None:
    seen: list[tuple[Provenance, str]] = []
    gold.read_set(lambda source, text: seen.append((source, text)) or [], "news", folder)  # type: ignore[func-returns-value]
    assert seen[0][1] == TEXT
    assert len(seen[0][0].sha256) == 64
