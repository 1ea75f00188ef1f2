"""The query language: what is understood, and where and how the rest is refused."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.patterns import Fuzzy, Regex, Wild
from headwater.archive.query import (
    And,
    Dated,
    Everything,
    Exact,
    Field,
    Filter,
    Held,
    Node,
    Not,
    Or,
    StatusIs,
    TypeIs,
    Words,
    parse,
)
from headwater.base.errors import QueryError
from headwater.model.document import Kind, Status


def word(text: str, where: Field = Field.ANY, within: int | None = None) -> Words:
    terms = (Wild(one) if set(one) & {"*", "?"} else one for one in text.split())
    return Words(where, tuple(terms), within)


def pattern(found: Fuzzy | Regex, where: Field = Field.ANY) -> Words:
    return Words(where, (found,))


def exact(text: str, tokens: str, where: Field = Field.ANY) -> Exact:
    return Exact(where, text, tuple(tokens.split()))


A, B, C = word("a"), word("b"), word("c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("kernel", word("kernel")),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("a AND (b OR c)", And((A, Or((B, C))))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a -b", And((A, Not(B)))),
        ("NOT a", Not(A)),
        ("-a", Not(A)),
        ("-(a OR b)", Not(Or((A, B)))),
        ('-"a b"', Not(word("a b"))),
        ("NOT a OR b", Or((Not(A), B))),
        ("NOT NOT a", Not(Not(A))),
        ("a(b)c", And((A, B, C))),
        ("and or not", And((word("and"), word("or"), word("not")))),
        ('"AND" ANDROID ORO', And((word("and"), word("android"), word("oro")))),
        ('"jane doe"', word("jane doe")),
        ("“jane doe” «a b» „b c“", And((word("jane doe"), word("a b"), word("b c")))),
        ("e-mail", word("e mail")),
        ("a-b -c", And((word("a b"), Not(C)))),
        ("12:30 U.S. C++", And((word("12 30"), word("u s"), C))),
        ("Straße", word("strasse")),
        ("東京", word("東 京")),
        ("cart*", word("cart*")),
        ("jo-an*", word("jo an*")),
        ('"jane do*"', word("jane do*")),
        ("caf\u0065\u0301*", word("cafe*")),
        ("*corrupt* c*rt wom?n *a", And((word("*corrupt*"), word("c*rt"), word("wom?n"), word("*a")))),
        ("c**t Ma?ana ca\u0301?o*", And((word("c*t"), word("ma?ana"), word("ca?o*")))),
        ('"pl?a agree* deal"', word("pl?a agree* deal")),
        ('"did he know?"', word("did he know")),
        ("東京*", word("東 京")),
        ('"plea deal"~5', word("plea deal", within=5)),
        ("-subject:“plea deal* x”~0", Not(word("plea deal* x", Field.SUBJECT, 0))),
        ("guzmán~1", pattern(Fuzzy("guzman", 1))),
        ("from:Guzman~2", pattern(Fuzzy("guzman", 2), Field.FROM)),
        ("/reg[ei]x/", pattern(Regex("reg[ei]x"))),
        (
            "a -subject:/(a|b){2,}x/ /c/",
            And((A, Not(pattern(Regex("(a|b){2,}x"), Field.SUBJECT)), pattern(Regex("c")))),
        ),
        ("(/a/)", pattern(Regex("a"))),
        ("/[一-龥]/", pattern(Regex("[一-龥]"))),
        ("a/b", word("a b")),
        ('="Straße"', exact("Straße", "strasse")),
        (
            "=Straße exact:(A OR “B c”)",
            And((exact("Straße", "strasse"), Or((exact("A", "a"), exact("B c", "b c"))))),
        ),
        ('subject:="  U.S.\n Ca\u0301fe*  "', exact("U.S. Cáfe*", "u s cafe", Field.SUBJECT)),
        ("filename:report.pdf", word("report pdf", Field.FILENAME)),
        ("FILE:a attachment:b", And((word("a", Field.FILENAME), word("b", Field.FILENAME)))),
        ("own:a quoted:“a b”", And((word("a", Field.OWN), word("a b", Field.QUOTED)))),
        ("status:(unread OR READ)", Or((StatusIs(Status.UNREAD), StatusIs(Status.READ)))),
        ("lang:EN", Held(Filter.LANGUAGE, "en")),
        ("language:unknown", Held(Filter.LANGUAGE, "unknown")),
        ("has:Attachment", Held(Filter.HAS, "attachment")),
        ("tag:(Hot OR “key evidence”)", Or((Held(Filter.TAG, "Hot"), Held(Filter.TAG, "key evidence")))),
        ("-folder:Inbox/2010", Not(Held(Filter.FOLDER, "Inbox/2010"))),
        ("thread:ABCD", Held(Filter.THREAD, "abcd")),
        ("person:Jane@Example.org", Held(Filter.PERSON, "jane@example.org")),
        ("domain:example.org", Held(Filter.DOMAIN, "example.org")),
        ("*", Everything()),
        ("from:jane", word("jane", Field.FROM)),
        ("FROM:jane", word("jane", Field.FROM)),
        ("from:jane@example.org", word("jane example org", Field.FROM)),
        ('from:"jane doe"', word("jane doe", Field.FROM)),
        ("from:AND.co", word("and co", Field.FROM)),
        ("-from:a", Not(word("a", Field.FROM))),
        ("subject:(a OR -b) c", And((Or((word("a", Field.SUBJECT), Not(word("b", Field.SUBJECT)))), C))),
        ("to:a cc:b body:c", And((word("a", Field.TO), word("b", Field.CC), word("c", Field.BODY)))),
        ("participant:a*", word("a*", Field.PARTICIPANT)),
        ("type:message", TypeIs(Kind.MESSAGE)),
        ("type:(HTML OR text)", Or((TypeIs(Kind.HTML), TypeIs(Kind.TEXT)))),
        ('"http://example.org/x"', word("http example org x")),
    ],
)
def test_understood(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "first", "end"),
    [
        ("date:2010-04-19", date(2010, 4, 19), date(2010, 4, 20)),
        ("date:2010-4-9", date(2010, 4, 9), date(2010, 4, 10)),
        ("date:2010-02", date(2010, 2, 1), date(2010, 3, 1)),
        ("date:2010-12", date(2010, 12, 1), date(2011, 1, 1)),
        ("date:2010", date(2010, 1, 1), date(2011, 1, 1)),
        ("date:2010-12-31", date(2010, 12, 31), date(2011, 1, 1)),
        ("date:2010-04..2010-05", date(2010, 4, 1), date(2010, 6, 1)),
        ("date:2009..2010-02-28", date(2009, 1, 1), date(2010, 3, 1)),
        ("date:2010..", date(2010, 1, 1), None),
        ("date:..2010", None, date(2011, 1, 1)),
        ("before:2010", None, date(2010, 1, 1)),
        ("before:2010-04-19", None, date(2010, 4, 19)),
        ("after:2010-04-19", date(2010, 4, 19), None),
        ("after:2010", date(2010, 1, 1), None),
        ("date:9999", date(9999, 1, 1), None),
        ("date:9999-12-30", date(9999, 12, 30), date(9999, 12, 31)),
        ("date:9999-12-31", date(9999, 12, 31), None),
        ("date:9999-11", date(9999, 11, 1), date(9999, 12, 1)),
        ("date:..9999", None, None),
        ("date:0001", date(1, 1, 1), date(2, 1, 1)),
    ],
)
def test_dates(query: str, first: date | None, end: date | None) -> None:
    assert parse(query) == Dated(first, end)


@pytest.mark.parametrize(
    ("query", "position", "says"),
    [
        ("", 0, "empty"),
        ("  ", 0, "empty"),
        ("a AND", 2, "follows AND"),
        ("a NOT", 2, "follows NOT"),
        ("a AND OR b", 2, "follows AND"),
        ("(a OR ) b", 3, "follows OR"),
        ("OR a", 0, "precedes OR"),
        ("a (AND b)", 3, "precedes AND"),
        ("a (b OR (c)", 2, "not closed"),
        ("(a", 0, "not closed"),
        ("a (", 2, "not closed"),
        ("a) b", 1, "not opened"),
        ("a b)", 3, "not opened"),
        ("a ()", 2, "empty"),
        ("main()", 4, "empty"),
        ('a "b c', 2, "not closed"),
        ('"a" b"', 5, "not closed"),
        ('""', 0, "no letter"),
        ('a "--"', 2, "no letter"),
        ("a && b", 2, "no letter"),
        ("👍", 0, "no letter"),
        ("a - b", 2, "minus"),
        ("a -", 2, "minus"),
        ("--a", 1, "sign"),
        ("a !b", 2, "sign"),
        ("http://example.org", 0, "no field http"),
        ("re: hello", 0, "no field re"),
        ("a form:jane", 2, "no field form"),
        ("subject:re:hello", 8, "no field re"),
        ("from:", 0, "stands alone"),
        ("a from: jane", 2, "stands alone"),
        ("from:-jane", 5, "followed by -"),
        ("from:to:jane", 5, "followed by to:"),
        ("from:(jane to:joe)", 11, "inside from:"),
        ("a **", 2, "asterisk"),
        ("a ?", 2, "question mark"),
        ("東京?", 2, "question mark"),
        ("from:*", 5, "asterisk"),
        ("a.*", 2, "asterisk"),
        ('"a *"', 3, "asterisk"),
        ("deal~", 4, "spellings"),
        ("deal~3", 4, "spellings"),
        ("e-mail~1", 6, "follows something else"),
        ("dea*~1", 4, "follows something else"),
        ("~5", 0, "follows something else"),
        ('"a b"~', 5, "no distance"),
        ('"a b"~x', 5, "no distance"),
        ('"a b"~10001', 5, "no distance"),
        ('"a b"~1٥', 5, "no distance"),
        ('"a"~5', 3, "One word"),
        (f'"{"a " * 17}"~5', 0, "16 words"),
        ('"a b"c', 5, "quotation"),
        ('"a b"~5"c d"', 7, "quotation"),
        ("a /b", 2, "does not end"),
        ("/etc/passwd", 0, "does not end"),
        ('/a/"b"', 3, "quotation"),
        ("/a b/", 2, "space"),
        ("/a-b/", 2, "- never stands"),
        ("/^a/", 1, "not needed"),
        ("/a$/", 2, "not needed"),
        ("a /(b/", 3, "not closed"),
        ("/b)/", 2, "not opened"),
        ("/[b/", 1, "not closed"),
        ("/[]/", 1, "empty"),
        ("/[z-a]/", 2, "ends before"),
        ("/[一-龥][一-鿿]/", 7, "too wide"),
        ("/[^ß]/", 1, "read as the letters ss"),
        ("/a{2,1}/", 2, "ends before"),
        ("/a{,2}/", 2, "no repetition"),
        ("/*a/", 1, "stands before"),
        ("/a*?/", 3, "another sign"),
        ("/(?=a)/", 1, "not supported"),
        ("/(a)\\1/", 4, "not supported"),
        ("/a\\b/", 2, "not supported"),
        ("/()/", 1, "empty"),
        ("/a{500}/", 1, "400 letters"),
        ("/((a{20}){20}){20}/", 1, "400 letters"),
        ("/" + "(" * 40 + "a" + ")" * 40 + "/", 33, "nested"),
        (f"b*{'a' * 401}", 0, "takes no wildcard"),
        ('="--"', 1, "no letter"),
        ('="a b"~5', 6, "no distance"),
        ('own:="a"', 4, "no exact"),
        ("status:lost", 7, "no status lost"),
        ("lang:spanish", 5, "no code"),
        ("has:wings", 4, "not known"),
        ("tag:a*", 4, "whole value"),
        ("folder:/a/", 7, "whole value"),
        ('tag:""', 4, "no value"),
        ('a"b"', 1, "quotation"),
        ('"a""b"', 3, "quotation"),
        ("a type:memo", 7, "no type memo"),
        ("date:soon", 5, "not a date"),
        ("date:2010-13", 5, "not a date"),
        ("date:2010-02-30", 5, "not a date"),
        ("date:0000", 5, "not a date"),
        ("date:2010/04/19", 5, "not a date"),
        ("date:2010...2011", 5, "not a date"),
        ("before:2010..2011", 7, "not a date"),
        ("date:2010..2009", 5, "ends before"),
        ("date:..", 5, "neither"),
        ("(" * 33 + "a" + ")" * 33, 32, "deep"),
        ("NOT " * 33 + "a", 128, "deep"),
        ("NOT (" * 17 + "a" + ")" * 17, 80, "deep"),
        ("\ud800", 0, "no letter"),
    ],
)
def test_refused_with_the_place_and_a_repair(query: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert says in caught.value.message
    assert caught.value.position == position
    assert caught.value.next_step
    str(caught.value).encode("utf-8")


@pytest.mark.parametrize("query", ["http://example.org/x", "re: hello", "C:\\temp"])
def test_the_repair_for_an_unknown_field_parses(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    quoted = caught.value.next_step.split('"')[1]
    assert quoted == query
    assert isinstance(parse(f'"{quoted}"'), Words)


def test_a_mistyped_field_is_recognised() -> None:
    with pytest.raises(QueryError, match="Did you mean subject:"):
        parse("subjet:deal")


def test_long_and_deep_queries_end() -> None:
    assert len(parse("a " * 5_000).parts) == 5_000  # type: ignore[union-attr]
    for query in ("(" * 50_000, "NOT " * 50_000, "- " * 50_000, "a:" * 50_000, '"' * 50_001):
        with pytest.raises(QueryError):
            parse(query)


@given(
    st.text(
        st.sampled_from('ab AND OR NOT()"-*:~?!.,\u0301 from:date:2010..type:\n=/[]{}|^\\東'), max_size=40
    )
    | st.text(st.sampled_from("ab|*+?.{}[]()^$\\-d,12東ß "), max_size=30).map(lambda source: f"/{source}/")
    | st.text()
)
def test_any_text_is_a_query_or_an_error_with_a_place_inside(query: str) -> None:
    refused = None
    try:
        parse(query)
    except QueryError as error:
        refused = error
    assert refused is None or (refused.next_step and 0 <= refused.position <= len(query))


def written(node: Node, field: Field | None = None) -> str:
    """A query that means ``node``, with parentheses everywhere."""
    match node:
        case Words(where, (Fuzzy(spelt, distance),)):
            return f"{where}{':' * bool(where)}{spelt}~{distance}"
        case Words(where, (Regex(source),)):
            return f"{where}{':' * bool(where)}/{source}/"
        case Words(where, tokens, within):
            shown = " ".join(token.text if isinstance(token, Wild) else str(token) for token in tokens)
            return f'{where}{":" * bool(where)}"{shown}"{"" if within is None else f"~{within}"}'
        case Exact(where, text):
            return f'{where}{":" * bool(where)}="{text}"'
        case TypeIs(kind):
            return f"type:{kind}"
        case StatusIs(status):
            return f"status:{status}"
        case Held(what, value):
            return f'{what}:"{value}"'
        case Dated(first, None):
            return f"after:{first}"
        case Dated(None, end):
            return f"before:{end}"
        case Everything():
            return "*"
        case Not(part):
            return f"NOT ({written(part)})"
        case And(parts):
            return " AND ".join(f"({written(part)})" for part in parts)
        case Or(parts):
            return " OR ".join(f"({written(part)})" for part in parts)
    raise AssertionError(node)


TERMS = st.sampled_from(["a", "бв", "9", Wild("a*"), Wild("*9"), Wild("б?в")])
LEAVES = (
    st.builds(Words, st.sampled_from(Field), st.lists(TERMS, min_size=1).map(tuple))
    | st.builds(
        Words,
        st.sampled_from(Field),
        st.lists(TERMS, min_size=2, max_size=5).map(tuple),
        st.integers(0, 9999),
    )
    | st.builds(
        pattern, st.builds(Fuzzy, st.sampled_from(["a", "бв"]), st.integers(1, 2)), st.sampled_from(Field)
    )
    | st.builds(pattern, st.sampled_from([Regex("a+"), Regex("[^b](c|d){2}")]), st.sampled_from(Field))
    | st.sampled_from([exact("A é", "a e"), exact("(ß)", "ss", Field.FROM)])
    | st.builds(Held, st.sampled_from([Filter.TAG, Filter.FOLDER]), st.sampled_from(["a b", "Ö/x"]))
    | st.builds(TypeIs, st.sampled_from(Kind))
    | st.builds(StatusIs, st.sampled_from(Status))
    | st.builds(Dated, st.dates(date(1000, 1, 1)), st.none())
    | st.builds(Dated, st.none(), st.dates(date(1000, 1, 1)))
    | st.just(Everything())
)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.lists(inner, min_size=2, max_size=4).map(tuple))
        | st.builds(Or, st.lists(inner, min_size=2, max_size=4).map(tuple))
    ),
    max_leaves=8,
)


@given(TREES)
def test_every_tree_can_be_written(tree: Node) -> None:
    assert parse(written(tree)) == tree


def manual() -> tuple[list[str], list[str]]:
    """The queries in the tables of the manual: those understood and those refused."""
    text = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
    understood, refused = text.split("## What is refused")
    rows = re.compile(r"^\| `([^`]+)` \|", re.M)
    return rows.findall(understood), rows.findall(refused)


def test_the_manual_tells_the_truth() -> None:
    understood, refused = manual()
    assert len(understood) > 30
    assert len(refused) > 12
    for query in understood:
        parse(query)
    for query in refused:
        with pytest.raises(QueryError):
            parse(query)
