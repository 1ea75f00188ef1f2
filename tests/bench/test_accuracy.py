"""The accuracy bench: its figures on cases that can be counted by hand, and beside the public scorer on real texts."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from accuracy import polnear, report, speech
from accuracy.polnear import Annotated, Attribution
from headwater.base.spans import Span
from headwater.model.statement import Form, Passages, Provenance
from headwater.statements.extract import extract, row
from headwater.statements.mode import Mode

PAGE = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"
TEXT = "Odile Marr said the dock was closed. “It leaks,” she added. Ines Roth doubts that “anyone” knew."


def _at(words: str) -> Passages:
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


def _made(source: str, cue: str, content: str) -> Attribution:
    return Attribution(_at(source) if source else (), _at(cue), _at(content))


SAID = _made("Odile Marr", "said", "the dock was closed")
ADDED = _made("she", "added", "“It leaks,”")
DOUBTS = _made("Ines Roth", "doubts", "that “anyone” knew")
GOLD = Annotated("a", TEXT, (SAID, ADDED, DOUBTS))


def test_brat_files_are_read_as_their_first_annotator_wrote_them(tmp_path: Path) -> None:
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text" / "a_1.txt").write_bytes("Ann\r\nsaid \u2028no.".encode())
    lines = (
        "T1\tSource 0 3\tAnn\nT2\tCue 5 9\tsaid\nT3\tContent 0 3;11 13\tAnn no\n"
        "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3 Content2:T1\nA1\tNested E1\n"
    )
    (tmp_path / "attributions" / "a_1_x.ann").write_text(lines, encoding="utf-8")
    (tmp_path / "attributions" / "a_1_y.ann").write_text("", encoding="utf-8")
    (one,) = polnear.load(tmp_path)
    assert (one.name, one.text) == ("a_1", "Ann\r\nsaid \u2028no.")
    assert one.attributions == (
        Attribution((Span(0, 3),), (Span(5, 9),), (Span(0, 3), Span(11, 13), Span(0, 3))),
    )


def test_what_is_found_as_it_is_marked_is_right_and_only_that() -> None:
    whole = polnear.figures([polnear.compare(GOLD, GOLD.attributions)])
    assert (whole.gold, whole.found, whole.relation.f1) == (3, 3, 100.0)
    assert {rates.f1 for rates in (*whole.exact.values(), *whole.overlap.values())} == {100.0}
    nothing = polnear.figures([polnear.compare(GOLD, ())])
    assert (nothing.relation.precision, nothing.relation.recall, nothing.relation.f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (_made("Odile", "said", "dock was closed"), 1),  # more than half of the content
        (_made("Odile Marr", "said", "closed"), 0),  # less
        (_made("", "said", "the dock was closed"), 0),  # a source is marked
        (_made("she", "said", "the dock was closed"), 0),
        (_made("Odile Marr", "added", "the dock was closed"), 0),
    ],
)
def test_a_relation_is_right_where_all_three_agree(found: Attribution, right: int) -> None:
    compared = polnear.compare(GOLD, [found, found])
    assert len(compared.pairs) == right  # once: one to one
    assert polnear.figures([compared]).relation.precision == 100 * right / 2


def test_cues_of_speech() -> None:
    assert [speech.is_speech(TEXT, one) for one in GOLD.attributions] == [True, True, False]
    assert [speech.is_speech(TEXT, one, speech.CORE) for one in GOLD.attributions] == [True, False, False]
    text = "According to Ann, it was retold to Bob."
    spans = [re.search(words, text) for words in ("According to", "retold to")]
    cues = [Attribution((), (Span(*match.span()),), ()) for match in spans if match]
    assert [speech.is_speech(text, one) for one in cues] == [True, False]


def test_forms_of_verbs_are_spelt_as_in_english() -> None:
    assert speech.forms("deny") == {"deny", "denies", "denied", "denying"}
    assert speech.forms("say") == {"say", "says", "said", "saying"}
    assert speech.forms("stress") == {"stress", "stresses", "stressed", "stressing"}
    assert speech.forms("argue") == {"argue", "argues", "argued", "arguing"}
    for verb in speech.SPEECH:
        assert not any(
            re.search(r"eed$|eing$|[^aeiou]yed$|[^aeiou]ys$", form) for form in speech.forms(verb)
        ), verb


def test_precision_and_recall_by_cues_of_speech() -> None:
    count = speech.by_speech([polnear.compare(GOLD, [SAID, DOUBTS, _made("she", "added", "knew")])])
    assert (count.gold, count.found, count.right) == (2, 2, 1)


def test_recall_by_form() -> None:
    found = speech.recall_by_form([polnear.compare(GOLD, [ADDED, DOUBTS])])
    assert {form: (one.right, one.gold) for form, one in found.items()} == {
        Form.DIRECT: (1, 1),
        Form.MIXED: (1, 1),
        Form.INDIRECT: (0, 1),
    }


def test_figures_go_to_their_places_and_the_rest_of_the_page_stays() -> None:
    page = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n<!-- begin y -->\n<!-- end y -->\nc\n"
    once = report.filled(page, {"x": ["new \\1"], "y": ["1", "2"]})
    assert "old" not in once
    assert "new \\1" in once
    assert report.filled(once, {"x": ["new \\1"], "y": ["1", "2"]}) == once
    assert re.sub(r"(?s)(<!-- begin . -->).*?(<!-- end)", r"\1\n\2", once) == re.sub(r"old\n", "", page)
    with pytest.raises(KeyError):
        report.filled(page, {"z": []})


def test_the_page_has_a_place_for_all_figures() -> None:
    names = ("versions", "news", "speech", "forms", "gold", "stance", "replies", "speed", "memory")
    page = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"<!-- begin (\w+) -->", page) == list(names)
    report.filled(page, {name: [name] for name in names})


def test_tables_of_figures_say_what_was_counted() -> None:
    read = {"fast": [polnear.compare(GOLD, [SAID, ADDED])]}
    assert "| fast: **whole relation** | 100.0 | 66.7 | **80.0** |  |" in report.by_role(read)
    assert "| fast: the whole list | 2 | 2 | 100.0 | 100.0 | 100.0 |" in report.by_speech(read)
    assert report.by_form(read)[2:] == [
        "| direct | 1 | 100.0 |",
        "| mixed | 1 | 0.0 |",
        "| indirect | 1 | 100.0 |",
    ]


@pytest.mark.real
def test_the_figures_are_those_of_the_public_scorer(shared_data: Path, tmp_path: Path) -> None:
    folder, scorer = (
        shared_data / "statements" / "polnear" / "dev",
        shared_data.parent / "tools" / "score_statements.py",
    )
    if not scorer.is_file():
        pytest.skip(f"no scorer at {scorer}")
    some = sorted((folder / "text").glob("*.txt"))[::8]
    for path in some:
        for name, files in (
            ("text", [path]),
            ("attributions", (folder / "attributions").glob(f"{path.stem}_*.ann")),
        ):
            (tmp_path / name).mkdir(exist_ok=True)
            for file in files:
                shutil.copy(file, tmp_path / name)
    texts = polnear.load(tmp_path)
    assert len(texts) == len(some)
    found = {one.name: extract(Provenance(sha256="0" * 64), one.text, Mode.FAST) for one in texts}
    rows = [json.dumps(row(s, f"{one.name}.txt", one.text)) for one in texts for s in found[one.name]]
    (tmp_path / "out.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, str(scorer), str(tmp_path), str(tmp_path / "out.jsonl")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ours = polnear.figures([polnear.compare(one, polnear.outermost(found[one.name])) for one in texts])
    relation = ours.relation
    expected = [
        n for role in polnear.ROLES for rates in (ours.exact[role], ours.overlap[role]) for n in _prf(rates)
    ]
    assert re.findall(r"\d+\.\d", said) == [*expected, *_prf(relation)]


def _prf(rates: polnear.Rates) -> list[str]:
    return [f"{n:.1f}" for n in (rates.precision, rates.recall, rates.f1)]
