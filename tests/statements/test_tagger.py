"""The accurate mode: what the network finds, on invented text, and that nothing in a text can upset it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.spans import Span
from headwater.model.statement import Provenance, Statement
from headwater.statements.extract import extract
from headwater.statements.mode import Mode
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.parse import Parsed, parse
from headwater.statements.quotes import find_quotations
from headwater.statements.tagger.decoding import SWITCH, best_roles
from headwater.statements.tagger.features import PAIR_SIZES, SIZES, pair_features, token_features
from headwater.statements.tagger.network import MOST_PIECES, tag
from headwater.statements.tagger.pieces import begin, end, pieces

SOURCE = Provenance("0" * 64)


def words(spans: tuple[Span, ...], text: str) -> str:
    return " / ".join(" ".join(s.of(text).split()) for s in spans)


def found(text: str) -> list[Statement]:
    return extract(SOURCE, text, Mode.ACCURATE)


def parsed(text: str) -> Parsed:
    return next(parse(text, [Span(0, len(text))]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Odile Marr said the dock was closed.",
            ("Odile Marr", "said", "the dock was closed"),
        ),
        (
            "“The dock is closed,” said Odile Marr.",
            ("Odile Marr", "said", "“The dock is closed,”"),
        ),
        (
            "According to the harbour board, the dock was closed.",
            ("the harbour board", "According to", "the dock was closed"),
        ),
        (
            "The mayor is raising questions about the sale of the dock.",
            ("The mayor", "is raising questions about", "the sale of the dock"),
        ),
        (
            "“The dock,” said Odile Marr, “is closed. Nobody works.”",
            ("Odile Marr", "said", "“The dock,” / “is closed. Nobody works.”"),
        ),
    ],
)
def test_forms(text: str, expected: tuple[str, str, str]) -> None:
    triples = [(words(s.source, text), words(s.cue, text), words(s.content, text)) for s in found(text)]
    assert expected in triples


def test_what_stands_inside_is_nested_with_its_chain() -> None:
    text = "Odile Marr said that the clerk had told her that the harbour board denied that the dock was sold."
    by_cue = {words(s.cue, text): s for s in found(text)}
    outer, denial = by_cue["said"], by_cue["denied"]
    assert outer.nested_in is None
    assert denial.nested_in is not None
    assert denial.stance == "denies"
    assert denial.chain[0] == "Odile Marr"
    assert denial.chain[-1] == "the harbour board"


def test_a_cue_is_found_once() -> None:
    text = (
        "“The notes disclose a meeting,” Odile Marr wrote. “The meeting was held at the dock, the clerk reveals, and the "
        "mayor said that nobody else was there.”"
    )
    cues = [s.cue for s in found(text)]
    assert len(cues) == len(set(cues))


def test_the_same_words_are_the_same_speakers_once() -> None:
    text = '"Everybody in the office knew," she said, pouring tea. "Nobody would put it on paper."\n'
    assert [words(s.cue, text) for s in found(text) if s.nested_in is None] == ["said"]


def test_texts_in_which_nobody_speaks() -> None:
    assert found("The dock is long. It has three cranes and a shed.") == []
    assert found("") == []
    assert found("\u200b \u00ad\n\n...") == []


def test_whoever_speaks_once_has_all_of_his_turns() -> None:
    text = (
        "KEMP: When did you hear about the fire?\n\n"
        "HOLLOWAY: My sister came in and said the mill was burning. She was crying.\n\n"
        "HOLLOWAY: My father always said there was no storm that night. He reckoned Pryce had done it.\n"
    )
    turns = [s for s in found(text) if words(s.cue, text) == ":"]
    assert [words(s.source, text) for s in turns] == ["KEMP", "HOLLOWAY", "HOLLOWAY"]
    assert words(turns[2].content, text).startswith("My father")
    assert turns[2].form == "block"
    father = next(s for s in found(text) if words(s.source, text) == "My father")
    assert father.nested_in == turns[2].id
    assert father.chain[0].upper() == "HOLLOWAY"


def test_questions_and_answers_by_their_letters() -> None:
    text = "Q: What did the captain tell you?\n\nA: Nobody was aboard. He told me that the barge was empty.\n"
    turns = [s for s in found(text) if words(s.cue, text) == ":"]
    assert [words(s.source, text) for s in turns] == ["Q", "A"]
    assert [s.nested_in for s in found(text) if words(s.cue, text) == "told"] == [turns[1].id]


def test_fields_of_a_form_say_nothing() -> None:
    assert not found(
        "CODE: HN2\n\nPUBLICATION: No\n\nNOTE: The report must be filed before noon on Friday.\n"
    )


def test_a_paragraph_longer_than_the_encoder_is_read_to_its_end() -> None:
    filler = "The dock has three cranes and a shed. " * 70
    text = f"{filler}Odile Marr said that the dock was sold. {filler}"
    (paragraph, *_) = find_paragraphs(text)
    p = parsed(text)
    assert sum(len(pieces(word)) for word in p.words) > MOST_PIECES
    assert paragraph.end < len(text)
    assert any(p.words[cue] == "said" for cue in tag(p, (), 0.5).cues)


def test_one_sentence_longer_than_the_encoder() -> None:
    text = "Odile Marr said that " + "the dock and the shed and " * 200 + "the crane were sold."
    tagged = tag(parsed(text), (), 0.5)
    assert tagged.roles.shape == (len(tagged.cues), len(parsed(text)), 4)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_pieces_are_numbers_of_the_vocabulary(word: str) -> None:
    assert all(0 <= number < 30_522 for number in pieces(word))


def test_pieces_follow_bert() -> None:
    assert (begin(), end()) == (101, 102)
    assert pieces("Dock") == pieces("dock") == pieces("döck")
    assert len(pieces("embeddings")) == 4
    assert pieces("can't") == (*pieces("can"), *pieces("'"), *pieces("t"))
    assert pieces("\u200b") == ()


@given(
    st.lists(
        st.sampled_from(
            ["Odile", "said", "“", "”", '"', "that", "the", "dock", "was", ".", "closed", "\u200b"]
        )
    )
)
def test_features_are_in_range(tokens: list[str]) -> None:
    text = " ".join(tokens) or "x"
    p = parsed(text)
    if not len(p):
        return
    features = token_features(p, find_quotations(text, [Span(0, len(text))]))
    assert all(values.min() >= 0 and values.max() < SIZES[name] for name, values in features.items())
    pairs = pair_features(p, range(len(p)), features)
    for name, size in PAIR_SIZES.items():
        assert pairs[name].shape == (len(p), len(p))
        assert pairs[name].min() >= 0
        assert pairs[name].max() < size


@given(st.integers(0, 3), st.integers(0, 6), st.integers(0, 2**32 - 1))
def test_roles_are_the_likeliest_but_for_tokens_alone(rows: int, length: int, seed: int) -> None:
    chances = np.random.default_rng(seed).normal(size=(rows, length, 4)).astype(np.float32)
    likeliest, roles = chances.argmax(axis=2), best_roles(chances)
    assert roles.shape == (rows, length)
    for row, at in zip(*np.nonzero(roles != likeliest), strict=True):
        assert 0 < at < length - 1
        assert likeliest[row, at - 1] == likeliest[row, at + 1] == roles[row, at]
        assert chances[row, at].max() - chances[row, at, roles[row, at]] < SWITCH


def test_a_token_alone_joins_its_neighbours_unless_it_is_sure() -> None:
    def chances(middle: float) -> np.ndarray:
        rows = np.full((1, 3, 4), -9.0, dtype=np.float32)
        rows[0, 0, 3] = rows[0, 2, 3] = 0.0
        rows[0, 1, 0], rows[0, 1, 3] = middle, 0.0
        return rows

    assert best_roles(chances(SWITCH / 2)).tolist() == [[3, 3, 3]]
    assert best_roles(chances(SWITCH * 2)).tolist() == [[3, 0, 3]]


@pytest.mark.real
def test_a_real_article_has_exact_spans_and_deep_chains(shared_data: Path) -> None:
    text = (shared_data / "seed" / "managing-the-plaza.txt").read_bytes().decode("utf-8")
    statements = found(text)
    assert max(len(s.chain) for s in statements) >= 5
    assert any(s.stance == "denies" and s.nested_in for s in statements)
    for s in statements:
        for span in (*s.source, *s.cue, *s.content):
            assert 0 <= span.start < span.end <= len(text)
