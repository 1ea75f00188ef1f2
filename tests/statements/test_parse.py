"""The tree of a parse: bounds of subtrees for any heads."""

from hypothesis import given
from hypothesis import strategies as st

from headwater.base.spans import Span
from headwater.statements.parse import _tree, parse


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    """Heads of a random forest: the nodes in random order, each hung on an earlier one or on itself."""
    size = draw(st.integers(1, 25))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, node in enumerate(order):
        heads[node] = order[draw(st.integers(0, place))]
    return heads


@given(trees())
def test_bounds_are_those_of_all_descendants(heads: list[int]) -> None:
    firsts, lasts, children = _tree(heads)
    for node in range(len(heads)):
        under, stack = set(), [node]
        while stack:
            at = stack.pop()
            under.add(at)
            stack.extend(children[at])
        assert (firsts[node], lasts[node]) == (min(under), max(under))


def test_tokens_stand_where_the_text_has_them() -> None:
    text = "> She  said\u200b that \U0001f600 [the] re\u00adport is\r\n> “new”."
    (parsed,) = parse(text, [Span(0, len(text))])
    words = {word: text[s:e] for word, s, e in zip(parsed.words, parsed.starts, parsed.ends, strict=True)}
    assert words["said"] == "said"
    assert words["the"] == "the"
    assert words["report"] == "re\u00adport"
    assert words["new"] == "new"
    assert ">" not in words
