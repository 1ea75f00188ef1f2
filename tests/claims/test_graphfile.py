"""The graph file: what is read, what is refused and where, and the documented formats."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from headwater.base.errors import InputError
from headwater.claims.graphfile import answer, graph_of, parse
from headwater.model.claim import Actor, Derivation, Level, Lineage, Occurrence, Origin

DOCS = Path(__file__).resolve().parents[2] / "docs"


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((DOCS / "schemas" / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


GRAPH, ANSWER = validator("independence-graph.json"), validator("independence.json")

SMALL: dict[str, Any] = {
    "actors": [
        {"id": "Ada", "institution": "Agency", "side": None},
        {"id": "Herald", "institution": None, "side": "press"},
    ],
    "statements": [
        {"id": "h", "actor": "Herald", "origin": None},
        {"id": "w", "actor": "Ada", "origin": "observation"},
        {"id": "o", "actor": "Ada", "origin": "unresolved"},
    ],
    "derivations": [
        {"of": "h", "from": ["w", "o"], "how": "quotes", "suspected": False, "directed": True},
        {"of": "w", "from": ["o"], "how": "", "suspected": True, "directed": False},
    ],
    "claim": {"supports": ["h"], "disputes": ["w"]},
}


def test_a_graph_is_read() -> None:
    assert parse(json.dumps(SMALL)) == Lineage(
        actors=(Actor("Ada", "Agency", None), Actor("Herald", None, "press")),
        occurrences=(
            Occurrence("h", "Herald"),
            Occurrence("w", "Ada", Origin.OBSERVATION),
            Occurrence("o", "Ada", Origin.UNRESOLVED),
        ),
        derivations=(
            Derivation("h", ("w", "o"), "quotes"),
            Derivation("w", ("o",), suspected=True, directed=False),
        ),
        supports=("h",),
        disputes=("w",),
    )


def test_it_is_written_as_it_was_read() -> None:
    assert json.loads(json.dumps(graph_of(parse(json.dumps(SMALL))))) == SMALL


def test_what_may_be_left_out() -> None:
    least = parse('{"statements": [{"id": "a", "actor": "Ada"}], "claim": {}}')
    assert least == Lineage(occurrences=(Occurrence("a", "Ada"),))
    nulls = '{"actors": null, "derivations": null, "statements": [{"id": "a", "actor": "Ada", "origin": null}], "claim": {}}'
    assert parse(nulls) == least


def test_notes_of_the_user_and_a_byte_order_mark_are_no_hindrance() -> None:
    text = (
        '{"note": "x", "statements": [{"id": "a", "actor": "Ada", "url": 3}], "claim": {"text": "It rained"}}'
    )
    assert parse("\ufeff" + text) == Lineage(occurrences=(Occurrence("a", "Ada"),))


def broken(**changes: Any) -> str:
    return json.dumps({key: value for key, value in {**SMALL, **changes}.items() if value is not ...})


REFUSED = {
    "not JSON": ("{", "graph-json", "line 1, column 2"),
    "empty": ("", "graph-json", "line 1, column 1"),
    "nested too deeply": ("[" * 100_000, "graph-json", "nested too deeply"),
    "a number too long": (f'{{"claim": {"9" * 5000}}}', "graph-json", "a number too long"),
    "a list": ("[]", "graph-type", "The graph is [], where an object is wanted."),
    "a key twice": ('{"claim": {}, "claim": {}}', "graph-duplicate-key", '"claim"'),
    "no statements": (broken(statements=...), "graph-missing-key", 'The graph has no "statements".'),
    "no claim": (broken(claim=...), "graph-missing-key", 'The graph has no "claim".'),
    "statements null": (broken(statements=None), "graph-type", "statements is null, where a list is wanted."),
    "claim a list": (broken(claim=["h"]), "graph-type", 'claim is ["h"], where an object is wanted.'),
    "supports a string": (
        broken(claim={"supports": "h"}),
        "graph-type",
        'claim.supports is "h", where a list of ids',
    ),
    "supports null": (broken(claim={"supports": None}), "graph-type", "claim.supports is null"),
    "a statement a string": (broken(statements=["h"]), "graph-type", 'statements[0] is "h", where an object'),
    "no id": (broken(statements=[{"actor": "Ada"}]), "graph-missing-key", 'statements[0] has no "id".'),
    "no actor": (broken(statements=[{"id": "h"}]), "graph-missing-key", 'statements[0] has no "actor".'),
    "actor null": (
        broken(statements=[{"id": "h", "actor": None}]),
        "graph-type",
        "statements[0].actor is null",
    ),
    "an id a number": (
        broken(actors=[{"id": 1}]),
        "graph-type",
        "actors[0].id is 1, where a string is wanted.",
    ),
    "an id of spaces": (broken(actors=[{"id": " "}]), "graph-type", 'actors[0].id is " ", which is no name.'),
    "half a surrogate pair": (broken(actors=[{"id": "\ud800"}]), "graph-type", "which is no name"),
    "institution empty": (
        broken(actors=[{"id": "Ada", "institution": ""}]),
        "graph-type",
        'institution is ""',
    ),
    "another origin": (
        broken(statements=[{"id": "h", "actor": "Ada", "origin": "hearsay"}]),
        "graph-type",
        'statements[0].origin is "hearsay".',
    ),
    "no from": (broken(derivations=[{"of": "h"}]), "graph-missing-key", 'derivations[0] has no "from".'),
    "from a string": (
        broken(derivations=[{"of": "h", "from": "w"}]),
        "graph-type",
        'derivations[0].from is "w"',
    ),
    "from nothing": (
        broken(derivations=[{"of": "h", "from": []}]),
        "graph-empty",
        "derivations[0].from is empty.",
    ),
    "from a number": (
        broken(derivations=[{"of": "h", "from": [1]}]),
        "graph-type",
        "derivations[0].from[0] is 1",
    ),
    "how a number": (
        broken(derivations=[{"of": "h", "from": ["w"], "how": 1}]),
        "graph-type",
        "derivations[0].how",
    ),
    "suspected a word": (
        broken(derivations=[{"of": "h", "from": ["w"], "suspected": "no"}]),
        "graph-type",
        'derivations[0].suspected is "no", where true or false is wanted.',
    ),
    "a key misspelt": (
        broken(derivations=[{"of": "h", "from": ["w"], "suspectd": True}]),
        "graph-key",
        'Did you mean "suspected"?',
    ),
    "a key in capitals": (broken(Derivations=[]), "graph-key", 'Did you mean "derivations"?'),
    "an actor twice": (
        broken(actors=[{"id": "Ada"}, {"id": "Herald"}, {"id": "Ada"}]),
        "graph-duplicate-id",
        'actors[2] has the id "Ada"',
    ),
    "a statement twice": (
        broken(statements=[{"id": "h", "actor": "Ada"}] * 2),
        "graph-duplicate-id",
        'statements[1] has the id "h"',
    ),
    "an actor unknown": (
        broken(statements=[{"id": "h", "actor": "Bo"}]),
        "graph-unknown-id",
        'statements[0].actor names "Bo", which is not among the actors.',
    ),
    "of unknown": (broken(derivations=[{"of": "x", "from": ["w"]}]), "graph-unknown-id", "derivations[0].of"),
    "from unknown": (
        broken(derivations=[{"of": "h", "from": ["x"]}]),
        "graph-unknown-id",
        "derivations[0].from",
    ),
    "a claim on the unknown": (broken(claim={"disputes": ["x"]}), "graph-unknown-id", "claim.disputes"),
}


@pytest.mark.parametrize(("text", "code", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_says_where_and_what_next(text: str, code: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(text)
    assert refused.value.code == code
    assert words in str(refused.value)
    assert refused.value.next_step
    assert len(str(refused.value)) < 300


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 2)
    | st.sampled_from(["h", "w", "Ada", "observation", "", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "actor", "origin", "of", "from", "supports", "suspected"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(list(SMALL)), values), st.booleans())
def test_any_json_is_answered_or_refused(changes: dict[str, Any], keep: bool) -> None:
    text = json.dumps({**SMALL, **changes} if keep else changes)
    try:
        found = answer(text, Level.SIDE)
    except InputError:
        return
    ANSWER.validate(found)
    GRAPH.validate(json.loads(text))
    GRAPH.validate(graph_of(parse(text)))


@given(st.text())
def test_any_text_is_answered_or_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)


def test_the_schema_refuses_what_the_reader_refuses_for_its_form() -> None:
    """Ids that are twice or nowhere, and keys misspelt, are beyond a schema."""
    for name, (text, code, _) in REFUSED.items():
        if code in ("graph-type", "graph-missing-key", "graph-empty") and name != "half a surrogate pair":
            assert not GRAPH.is_valid(json.loads(text)), name
    assert GRAPH.is_valid(SMALL)


# The page of the documentation --------------------------------------------------------------------------------------

PAGE = (DOCS / "independence.md").read_text(encoding="utf-8")


def examples() -> list[tuple[str, str, str]]:
    """Each graph of the page with a level asked for and the answer shown, whole or in part."""
    found, graph, level = [], "", ""
    pattern = r"```json\n(.*?)```|^`headwater independence [^\n]* --level (\w+) "
    for block, asked in re.findall(pattern, PAGE, re.DOTALL | re.MULTILINE):
        if asked:
            level = asked
        elif '"statements"' in block:
            graph = block
        else:
            found.append((graph, level, block))
    return found


def assert_holds(shown: Any, whole: Any) -> None:
    """What is shown is in the whole: objects in part, all else alike."""
    if isinstance(shown, dict):
        for key in shown:
            assert_holds(shown[key], whole[key])
    else:
        assert shown == whole


@pytest.mark.parametrize(("graph", "level", "shown"), examples())
def test_the_examples_of_the_page(graph: str, level: str, shown: str) -> None:
    GRAPH.validate(json.loads(graph))
    found = answer(graph, Level(level))
    ANSWER.validate(found)
    assert_holds(json.loads(shown), found)


def test_the_page_has_its_examples_and_the_first_is_whole() -> None:
    assert len(examples()) == 6
    graph, level, shown = examples()[0]
    assert json.loads(shown) == answer(graph, Level(level))
    assert {level for _, level, _ in examples()} == {"person", "institution"}


def test_the_refusal_on_the_page() -> None:
    asked, shown = re.findall(r"\$ echo '(.*)' \| headwater independence -\n```\n\n```text\n(.*)\n```", PAGE)[
        0
    ]
    with pytest.raises(InputError) as refused:
        parse(asked)
    assert str(refused.value) == shown
