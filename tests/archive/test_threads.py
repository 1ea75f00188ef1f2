"""Threads are a function of the set of messages, have no circles, and lose nothing that is named."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.threads import (
    Ancestry,
    How,
    Mail,
    Place,
    Union,
    ancestry,
    arrange,
    code_of,
    code_of_document,
    parsed,
    shown,
)
from headwater.model.document import Message, Participant


def mail(node: int, *references: int, sent: int | None = None, answers: Sequence[int] = ()) -> Mail:
    return Mail(node, f"{node:04x}", node if sent is None else sent, references, tuple(answers))


def tree(*mails: Mail) -> list[tuple[int, int, str]]:
    """Node, depth and how, in the order in which the thread is read."""
    return [(place.node, place.depth, place.how.value) for place in arrange(mails)]


def test_an_answer_stands_below_what_it_answers_and_by_date() -> None:
    assert tree(mail(1), mail(2, 1), mail(3, 1, 2), mail(4, 1)) == [
        (1, 0, ""),
        (2, 1, "references"),
        (3, 2, "references"),
        (4, 1, "references"),
    ]


def test_what_is_named_and_absent_is_a_ghost_in_its_place() -> None:
    assert tree(mail(1), mail(3, 1, 2), mail(4, 1, 2)) == [
        (1, 0, ""),
        (2, 1, "mention"),
        (3, 2, "references"),
        (4, 2, "references"),
    ]


def test_two_answers_to_a_ghost_are_one_thread() -> None:
    assert [row[:2] for row in tree(mail(5, 1), mail(6, answers=[1]))] == [(1, 0), (5, 1), (6, 1)]


def test_in_reply_to_counts_as_the_last_of_the_references() -> None:
    places = {place.node: place for place in arrange([mail(1), mail(2, 1), mail(3, 2, 1, answers=[2])])}
    assert (places[3].parent, places[3].how) == (2, How.IN_REPLY_TO)
    places = {place.node: place for place in arrange([mail(1), mail(3, 1, answers=[9])])}
    assert (places[3].parent, places[9].parent) == (9, 1)


def test_a_circle_begins_with_its_earliest_message() -> None:
    circle = [mail(12, answers=[21], sent=100), mail(21, answers=[12], sent=200)]
    assert tree(*circle) == [(12, 0, ""), (21, 1, "in-reply-to")]
    assert tree(mail(1, 3), mail(2, 1), mail(3, 2)) == [
        (1, 0, ""),
        (2, 1, "references"),
        (3, 2, "references"),
    ]


def test_what_others_say_never_overrides_what_a_message_says() -> None:
    places = {place.node: place for place in arrange([mail(1), mail(2, 1), mail(9, 5, 2)])}
    assert places[2].parent == 1
    assert places[5].parent is None


def test_what_others_say_makes_nothing_the_answer_to_a_later_message() -> None:
    places = {place.node: place for place in arrange([mail(1), mail(2), mail(3, 2, 1)])}
    assert places[1].parent is None
    places = {place.node: place for place in arrange([mail(1), mail(2), mail(3, 1, 2)])}
    assert (places[2].parent, places[2].how) == (1, How.MENTION)


def test_the_same_message_twice_is_one_node() -> None:
    twice = [Mail(2, "aa", 50, (), ()), Mail(2, "bb", 20, (1,), ())]
    assert tree(*twice) == [(1, 0, ""), (2, 1, "references")]


def test_a_chain_of_fifty_thousand() -> None:
    places = arrange([mail(0), *(mail(n, n - 1) for n in range(1, 50_000))])
    assert [place.depth for place in places] == list(range(50_000))


codes = st.integers(0, 12)
mails = st.lists(
    st.builds(
        lambda node, number, sent, references, answers: Mail(
            node,
            f"{number:08x}",
            sent,
            tuple(r for r in references if r != node),
            tuple(a for a in answers if a != node),
        ),
        codes,
        st.integers(0, 2**32 - 1),
        st.none() | st.integers(0, 5),
        st.lists(codes, max_size=5, unique=True),
        st.lists(codes, max_size=2, unique=True),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda m: m.sha256,
)


@given(mails, st.randoms(use_true_random=False))
def test_order_does_not_matter(found: list[Mail], chance: random.Random) -> None:
    again = list(found)
    chance.shuffle(again)
    assert arrange(again) == arrange(found)


@given(mails)
def test_every_name_has_one_place_and_nothing_is_its_own_ancestor(found: list[Mail]) -> None:
    places = arrange(found)
    named = {code for m in found for code in (m.node, *m.references, *m.in_reply_to)}
    assert sorted(place.node for place in places) == sorted(named)
    assert [place.position for place in places] == list(range(len(places)))
    at = {place.node: place for place in places}
    for place in places:
        if place.parent is None:
            assert (place.depth, place.how) == (0, How.NONE)
        else:  # what is answered was read before, one level up: so no circle
            above = at[place.parent]
            assert above.position < place.position
            assert above.depth == place.depth - 1
            assert place.how is not How.NONE


@given(mails)
def test_a_message_that_names_something_answers_something_unless_that_closes_a_circle(
    found: list[Mail],
) -> None:
    places = {place.node: place for place in arrange(found)}
    for m in found:
        if m.references and places[m.node].parent is None:
            assert all(m.node in _ancestors(code, places) for code in m.references)


def _ancestors(node: int, places: dict[int, Place]) -> set[int]:
    found: set[int] = set()
    above: int | None = node
    while above is not None:
        found.add(above)
        above = places[above].parent
    return found


@given(st.lists(st.tuples(codes, codes), max_size=20))
def test_union_is_what_a_search_through_the_links_finds(links: list[tuple[int, int]]) -> None:
    union = Union()
    for one, two in links:
        union.put_under(one, two)
    for start in range(13):
        reached = {start}
        while True:
            more = {b for a, b in links if a in reached} | {a for a, b in links if b in reached}
            if more <= reached:
                break
            reached |= more
        assert {other for other in range(13) if union.find(other) == union.find(start)} == reached


JANE = (Participant("from", "Jane Roe", "jane@port.example"),)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (Message(message_id="1@x", references=("0@x", "1@x", "0@x")), (("0@x",), ())),
        (Message(in_reply_to=("Jane@port.example", "5.4@x"), participants=JANE), ((), ("5.4@x",))),
        (Message(in_reply_to=("tom@far.example", "5.4@x")), ((), ("5.4@x",))),
        (Message(in_reply_to=("news@far.example",)), ((), ("news@far.example",))),
        (Message(in_reply_to=("jane@port.example",), participants=JANE), ((), ())),
        (Message(in_reply_to=("1@x", "2@x"), references=("2@x",)), (("2@x",), ("1@x", "2@x"))),
    ],
)
def test_what_is_no_identifier_is_left_out(
    message: Message, expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    assert ancestry(message) == Ancestry(*expected)


def test_of_very_many_references_both_ends_are_looked_at() -> None:
    names = tuple(f"{n}@x" for n in range(5_000))
    found = ancestry(Message(references=names)).references
    assert (len(found), found[0], found[99:101], found[-1]) == (1000, "0@x", ("99@x", "4100@x"), "4999@x")


@given(st.text())
def test_codes_are_shown_and_read_again(identifier: str) -> None:
    code = code_of(identifier)
    assert parsed(shown(code)) == code
    assert len(shown(code)) == 16
    assert code != code_of_document(identifier)


@pytest.mark.parametrize("text", ["", "12", "g" * 16, "１" * 16, "0" * 17])
def test_what_is_no_code_is_none(text: str) -> None:
    assert parsed(text) is None
