"""The drawing of a lineage: what rests on what is shown, below it, without boxes lying on each other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.views import Edge, Node
from headwater.web.drawing import MOST, Drawing, Placed, draw
from headwater.web.layout import ACROSS, HEIGHT, WIDTH


def node(
    identifier: str, actor: str = "", kind: str = "carrier", role: str = "", statement: str = ""
) -> Node:
    name = actor or identifier
    return Node(identifier, name, name, kind, role, statement or identifier, "", False, False, False)


def placed(drawing: Drawing, name: str) -> Placed:
    return next(one for one in drawing.boxes if name in one.box.names)


def reprints(count: int) -> tuple[list[Node], list[Edge]]:
    """``count`` papers that had it from one wire, which had it from one witness; every paper a chain of its own."""
    nodes, edges = [], []
    for n in range(count):
        nodes += [
            node(f"s{n}/1", f"Paper {n}", "entry", "supports", f"s{n}"),
            node(f"s{n}/2", "The Wire", statement=f"s{n}"),
            node(f"s{n}/3", "The Witness", "origin", statement=f"s{n}"),
        ]
        edges += [Edge(f"s{n}/1", f"s{n}/2", "cites"), Edge(f"s{n}/2", f"s{n}/3", "cites")]
    return nodes, edges


def test_an_empty_lineage() -> None:
    drawing = draw([], [])
    assert (drawing.boxes, drawing.curves, drawing.words) == ((), (), ())


def test_origins_stand_above_what_rests_on_them() -> None:
    nodes = [node("a", kind="entry", role="supports"), node("b"), node("c", kind="origin")]
    drawing = draw(nodes, [Edge("a", "b", "cites"), Edge("b", "c", "quotes")])
    heights = [placed(drawing, name).y for name in "cba"]
    assert heights == sorted(set(heights))
    assert placed(drawing, "c").tags == ("origin",)
    assert placed(drawing, "a").tags == ("supports",)
    assert {curve.label for curve in drawing.curves} == {"", "quotes"}


def test_forty_reprints_of_a_wire_story_are_one_origin_one_wire_and_one_pile() -> None:
    drawing = draw(*reprints(40))
    assert [one.box.name for one in drawing.boxes] == ["Paper 0 and 39 more", "The Wire", "The Witness"]
    assert "The Witness ×40" in placed(drawing, "The Witness").lines
    assert all(f"Paper {n}" in drawing.words[0] for n in range(40))


def test_what_is_folded_unfolds_by_its_id() -> None:
    folded = placed(draw(*reprints(40)), "Paper 0").box
    assert folded.folded
    drawing = draw(*reprints(40), unfolded=[folded.id])
    assert len(drawing.boxes) == 42
    assert drawing.unfolded
    assert not draw(*reprints(40), unfolded=["nothing of the kind"]).unfolded


def test_reprints_are_named_by_what_they_are() -> None:
    nodes = [node("wire", kind="origin"), *(node(f"p{n}", kind="entry", role="supports") for n in range(7))]
    republished = [Edge(f"p{n}", "wire", "republishes") for n in range(7)]
    assert "7 reprints" in [one.box.name for one in draw(nodes, republished).boxes]
    cited = [replace(edge, how="cites") for edge in republished]
    assert "p0 and 6 more" in [one.box.name for one in draw(nodes, cited).boxes]


def unnamed(count: int) -> tuple[list[Node], list[Edge]]:
    """Papers, each with an official of its own."""
    nodes = []
    for n in range(count):
        official = replace(node(f"o{n}", f"official {n}", "origin"), name="an official", unresolved=True)
        nodes += [node(f"p{n}", f"Paper {n}", "entry", "disputes"), official]
    return nodes, [Edge(f"p{n}", f"o{n}", "cites") for n in range(count)]


def test_many_lines_to_unnamed_origins_fold_and_say_that_each_stands_on_its_own() -> None:
    drawing = draw(*unnamed(20))
    assert {one.box.name for one in drawing.boxes} == {"an official", "Paper 0 and 19 more"}
    assert placed(drawing, "an official").lines == ("an official ×20",)
    assert [curve.label for curve in drawing.curves] == ["each on its own"]
    assert "each on its own" in drawing.words[0]
    assert len(draw(*unnamed(20), unfolded=["p0"]).boxes) == 40
    assert len(draw(*unnamed(4)).boxes) == 8


def test_lines_that_share_an_origin_or_are_named_do_not_fold_so() -> None:
    nodes, edges = unnamed(20)
    assert len(draw(nodes, [*edges, Edge("p3", "o4", "cites")]).boxes) == 6
    named = [replace(one, name=one.actor, unresolved=False) for one in nodes]
    assert len(draw(named, edges).boxes) == 40


def test_labels_at_one_box_are_said_once_and_stand_over_each_other() -> None:
    nodes = [node("y", kind="entry"), *(node(name, kind="origin") for name in "abc")]
    edges = [Edge("y", "a", "quotes"), Edge("y", "b", "quotes"), Edge("y", "c", "translates")]
    said = [curve for curve in draw(nodes, edges).curves if curve.label]
    assert sorted(curve.label for curve in said) == ["quotes", "translates"]
    assert said[0].y != said[1].y


def listed(drawing: Drawing) -> list[str]:
    """The lists within lists, indented."""
    return ["  " * row.depth + row.box.name + (" again" if row.again else "") for row in drawing.rows]


def test_the_lists_have_origins_outside_and_what_rests_on_them_within() -> None:
    nodes = [
        node("paper", kind="entry"),
        node("wire"),
        node("witness", kind="origin"),
        node("log", kind="origin"),
    ]
    edges = [Edge("paper", "wire", "cites"), Edge("wire", "witness", "quotes"), Edge("wire", "log", "cites")]
    drawing = draw(nodes, edges)
    assert listed(drawing) == ["witness", "  wire", "    paper", "log", "  wire again"]
    assert [row.how for row in drawing.rows] == ["", "quotes", "cites", "", "cites"]


def test_the_lists_come_to_an_end_in_a_loop() -> None:
    drawing = draw(
        [node("wiki"), node("paper")], [Edge("wiki", "paper", "cites"), Edge("paper", "wiki", "cites")]
    )
    assert listed(drawing) == ["wiki", "  paper", "    wiki again"]


def test_a_few_reprints_keep_their_names() -> None:
    drawing = draw(*reprints(3))
    assert sorted(one.box.name for one in drawing.boxes) == [
        "Paper 0",
        "Paper 1",
        "Paper 2",
        "The Wire",
        "The Witness",
    ]


def test_one_actor_with_two_lineages_is_two_boxes() -> None:
    nodes = [
        node("x/1", "Paper"),
        node("x/2", "Ann", "origin"),
        node("y/1", "Paper"),
        node("y/2", "Bob", "origin"),
    ]
    drawing = draw(nodes, [Edge("x/1", "x/2", "cites"), Edge("y/1", "y/2", "cites")])
    assert sum(one.box.names == ("Paper",) for one in drawing.boxes) == 2


def test_unnamed_origins_are_never_merged() -> None:
    nodes = [
        node(f"{n}/{m}", actor, kind, statement=str(n))
        for n in range(2)
        for m, actor, kind in ((1, "Paper", "carrier"), (2, f"official {n}", "origin"))
    ]
    named = [replace(one, name="an official") if one.kind == "origin" else one for one in nodes]
    drawing = draw(named, [Edge(f"{n}/1", f"{n}/2", "cites") for n in range(2)])
    assert sum(one.box.names == ("an official",) for one in drawing.boxes) == 2


def test_support_and_dispute_stay_apart_even_with_one_carrier() -> None:
    nodes = [
        node("d/1", "Paper", "entry", "disputes", "d"), node("d/2", "Ann", "origin", statement="d"),
        node("s/1", "Paper", "entry", "supports", "s"), node("s/2", "Ann", "origin", statement="s"),
    ]  # fmt: skip
    drawing = draw(nodes, [Edge("d/1", "d/2", "cites"), Edge("s/1", "s/2", "cites")])
    papers = {one.box.side: one for one in drawing.boxes if one.box.names == ("Paper",)}
    assert papers["supports"].x < papers["disputes"].x
    assert len(drawing.boxes) == 4


def test_a_loop_is_seen() -> None:
    nodes = [node("wiki", kind="entry", role="supports"), node("paper"), node("blog", kind="origin")]
    drawing = draw(nodes, [Edge("wiki", "paper", "cites"), Edge("paper", "wiki", "cites")])
    assert sorted(one.box.name for one in drawing.boxes if one.box.loop) == ["paper", "wiki"]
    assert [curve.loop for curve in drawing.curves].count(True) == 1
    assert "loop" in placed(drawing, "wiki").marks
    assert "with a loop" in drawing.summary


def test_actors_in_a_circle_are_seen_though_their_statements_make_none() -> None:
    nodes = [node("w1", "Wiki", "entry", "supports"), node("p", "Paper"), node("w2", "Wiki", "origin")]
    drawing = draw(nodes, [Edge("w1", "p", "cites"), Edge("p", "w2", "cites")], loops=[("Paper", "Wiki")])
    assert all("loop" in one.marks for one in drawing.boxes)
    assert not any(curve.loop for curve in drawing.curves)


def test_a_statement_that_rests_on_itself() -> None:
    drawing = draw([node("a")], [Edge("a", "a", "cites")])
    assert drawing.curves[0].loop
    assert drawing.boxes[0].box.loop


def test_suspected_and_joint_rests_say_so() -> None:
    nodes = [node("y"), node("x", kind="origin"), node("z", kind="origin")]
    edges = [Edge("y", "x", "republishes", suspected=True), Edge("y", "z", "cites", joint=True)]
    drawing = draw(nodes, edges)
    assert {curve.label for curve in drawing.curves} == {"suspected: republishes", "cites (with all others)"}
    assert "x (suspected, republishes)" in drawing.words[0]


def test_a_loop_is_broken_at_the_suspicion() -> None:
    edges = [Edge("x", "y", "republishes", suspected=True), Edge("y", "x", "cites")]
    drawing = draw([node("x"), node("y")], edges)
    assert [curve.rest.suspected for curve in drawing.curves if curve.loop] == [True]
    assert placed(drawing, "x").y < placed(drawing, "y").y


def test_many_origins_take_several_rows() -> None:
    nodes = [node(f"o{n}", kind="origin") for n in range(2 * ACROSS + 3)]
    drawing = draw(
        [*nodes, node("e", kind="entry", role="supports")], [Edge("e", one.id, "cites") for one in nodes]
    )
    rows = [sum(one.y == y for one in drawing.boxes) for y in sorted({one.y for one in drawing.boxes})]
    assert rows == [ACROSS, ACROSS, 3, 1]


def test_sixty_statements_without_connection_stay_within_a_page() -> None:
    nodes, edges = [], []
    for n in range(20):
        nodes += [node(f"{n}/{m}", f"actor {n}.{m}", "origin" if m == 3 else "carrier") for m in (1, 2, 3)]
        edges += [Edge(f"{n}/1", f"{n}/2", "cites"), Edge(f"{n}/2", f"{n}/3", "cites")]
    drawing = draw(nodes, edges)
    assert len(drawing.boxes) == 60
    assert drawing.width <= (ACROSS + 1) * WIDTH


def test_what_is_too_large_to_draw_is_told_in_words() -> None:
    drawing = draw([node(f"n{n}") for n in range(MOST + 1)], [])
    assert (drawing.boxes, drawing.curves) == ((), ())
    assert len(drawing.words) == MOST + 1


def test_long_names_fit_and_stay_whole_in_words() -> None:
    name = "The Ministry of the Levels, Department of Gates and Sluices, Office of the Second Secretary"
    drawing = draw([node("a", name)], [])
    assert all(len(line) <= 24 for line in drawing.boxes[0].lines)
    assert name in drawing.words[0]


@st.composite
def lineages(draw_: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    size = draw_(st.integers(1, 14))
    actors = st.integers(0, 8).map(lambda n: f"actor {n}")
    roles = st.sampled_from(["", "", "supports", "disputes", "qualifies"])
    kinds = st.sampled_from(["carrier", "origin"])
    nodes = [node(f"n{n}", draw_(actors), draw_(kinds), draw_(roles)) for n in range(size)]
    ids = st.sampled_from([one.id for one in nodes])
    edges = st.builds(Edge, ids, ids, st.sampled_from(["cites", "quotes"]), st.booleans(), st.booleans())
    return nodes, draw_(st.lists(edges, max_size=25))


@given(lineages())
def test_any_lineage_is_drawn_whole(lineage: tuple[list[Node], list[Edge]]) -> None:
    drawing = draw(*lineage)
    assert sum(one.box.count for one in drawing.boxes) == len(lineage[0])
    assert drawing == draw(*lineage)
    for one in drawing.boxes:
        assert 0 <= one.x <= drawing.width - WIDTH
        assert 0 <= one.y <= drawing.height - HEIGHT
        for other in drawing.boxes:
            apart = abs(one.x - other.x) >= WIDTH or abs(one.y - other.y) >= HEIGHT
            assert one is other or apart, "two boxes lie on each other"
    assert {row.box.id for row in drawing.rows} == {one.box.id for one in drawing.boxes}
    depth = 0
    for row in drawing.rows:
        assert row.depth == depth
        depth += row.opens - row.closes
    assert depth == 0
    by_id = {one.box.id: one for one in drawing.boxes}
    for curve in drawing.curves:
        assert curve.loop or by_id[curve.rest.above].y < by_id[curve.rest.below].y
