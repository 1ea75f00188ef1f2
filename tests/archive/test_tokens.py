"""Tokens: one definition, the same in the index as in Python, with true places."""

import unicodedata

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.tokens import LONGEST, folded_in_place, index_text, tokens, words

ANALYSER = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=60)
SCRIPTS = "aZ9 é e\u0301 ß ﬁ ½ ² \u00ad \u200b \ufeff が か\u3099 東京 ー ภาษา ำ हि न्दी 한국 \u1112\u1161\u11ab İı æ Ø'’_-.,\n\t\0"
MIXED = st.text(st.sampled_from(SCRIPTS), max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Deal, signed 2010-04-19.", "the deal signed 2010 04 19"),
        ("don't O’Brien snake_case e-mail", "don t o brien snake case e mail"),
        ("résumé RE\u0301SUME\u0301", "resume resume"),
        ("Straße STRASSE ﬁnance", "strasse strasse finance"),
        ("Łódź Øre æther İzmir ısı đông", "lodz ore aether izmir isi dong"),
        ("Ἀθῆναι ᾳ Ёлка", "αθηναι α елка"),
        ("inves\u00adtigation ker\u200enel zero\u200bwidth", "investigation kernel zerowidth"),
        ("policy¹ 1½ m² ⑩", "policy 1 1 ½ m 2 10"),
        ("١٢٣ ４５ Ⅷ", "123 45 viii"),
        ("ｶﾞｽ ガス", "カ\u3099 ス カ\u3099 ス"),
        ("東京都のメール", "東 京 都 の メ ー ル"),
        ("2010年4月", "2010 年 4 月"),
        ("हिन्दी भाषा", "हिन्दी भाषा"),
        ("п'ять пʼять", "п ять п ять"),
        ("كتـــاب كِتَاب", "كتاب كتاب"),
        ("👍🏽 ok ❤️ a👍b", "ok a b"),
        ("a\ud800b \x00c\x01d", "a b c d"),
        ("", ""),
    ],
)
def test_tokens_of(text: str, expected: str) -> None:
    assert list(words(text)) == expected.split()


@given(ANY_TEXT | MIXED)
def test_the_reference_the_index_text_and_the_engine_agree(text: str) -> None:
    expected = [token.text for token in tokens(text)]
    assert [word for word in index_text(text).split(" ") if word] == expected
    assert ANALYSER.analyze(index_text(text)) == expected


@given(ANY_TEXT | MIXED)
def test_places_lead_back_to_the_token(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert words(text[token.start : token.end]) == (token.text,)
        end = token.end


@given(ANY_TEXT | MIXED)
def test_what_lies_between_tokens_holds_none(text: str) -> None:
    kept = [False] * len(text)
    for token in tokens(text):
        kept[token.start : token.end] = [True] * (token.end - token.start)
    rest = "".join(" " if here else char for char, here in zip(text, kept, strict=True))
    assert words(rest) == ()


@given(
    ANY_TEXT | MIXED | st.text(st.sampled_from("aB9 é’ß\u00ad東.")) | st.just("ab " * 9_000 + "x" * 10_001)
)
def test_folding_in_place_keeps_places(text: str) -> None:
    folded = folded_in_place(text)
    if folded is None:
        return
    for token in tokens(text):
        assert folded[token.start : token.end] == token.text
    assert folded.split() == [token.text for token in tokens(text)]


def test_most_texts_fold_in_place() -> None:
    for text in ("A plain one.", "Łódź – “naïve” café", "Правительство США", "", "x" * 4_000):
        assert folded_in_place(text) is not None
    for text in ("Straße", "inves\u00adtigation", "東京", "e\u0301", "x" * 10_001):
        assert folded_in_place(text) is None


@given(MIXED)
def test_composed_and_decomposed_text_have_the_same_tokens(text: str) -> None:
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text))


def test_every_character_folds_to_tokens_that_fold_to_themselves() -> None:
    assigned = (chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Co"))
    for char in assigned:
        found = words(char)
        assert words(" ".join(found)) == found, ascii(char)
        assert [token.text for token in tokens(char)] == list(found), ascii(char)


def test_every_letter_and_digit_can_be_found() -> None:
    letters = (chr(code) for code in range(0x110000) if unicodedata.category(chr(code))[0] in "LN")
    unseen = [letter for letter in letters if not words(letter)]
    # letters that are apostrophes in use, and free-standing forms of accents and vowel points
    others = {letter for letter in unseen if not unicodedata.name(letter).startswith("ARABIC")}
    assert others == {"\u02bb", "\u02bc", "\u037a"}
    assert len(unseen) < 40


@pytest.mark.parametrize("length", [1, LONGEST - 1, LONGEST, LONGEST + 1, 3 * LONGEST, 70_000])
@pytest.mark.parametrize("char", ["x", "я", "𝐀", "한"])
def test_overlong_tokens_are_cut_and_none_is_lost(length: int, char: str) -> None:
    text = f"before {char * length} after"
    found = words(text)
    assert "".join(found[1:-1]) == words(char)[0] * length
    assert max(map(len, found)) <= LONGEST
    assert [token.text for token in tokens(text)] == list(found)
    assert ANALYSER.analyze(index_text(text)) == list(found)
    assert max(len(word.encode()) for word in found) < 65_530


@given(st.lists(st.integers(1, 2 * LONGEST), max_size=5), st.integers(0, 3))
def test_cutting_agrees_wherever_the_long_token_stands(lengths: list[int], spaces: int) -> None:
    text = " " * spaces + (" " * (spaces + 1)).join("x" * length for length in lengths)
    assert [token.text for token in tokens(text)] == list(words(text))
