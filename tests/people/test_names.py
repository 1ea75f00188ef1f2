import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.people.names import NOBODY, actor_key, is_given_name, is_indefinite, is_named


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr. Jane Doe", "Jane Doe"),
        ("Doe, Jane", "jane doe"),
        ("the Harbour Police", "Harbour Police"),
        ("HERON-2", "heron-2"),
        ("Prof. Jane Doe", "jane doe"),
        ('"Jane Doe"', "Jane Doe"),
    ],
)
def test_same_actor(one: str, other: str) -> None:
    assert actor_key(one) == actor_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "Janet Doe"),
        ("HERON-2", "HERON-3"),
        ("Doe", "Jane Doe"),
        ("Mr Smith", "Mrs Smith"),
        ("General Motors", "Motors"),
    ],
)
def test_likeness_is_never_guessed(one: str, other: str) -> None:
    assert actor_key(one) != actor_key(other)


@pytest.mark.parametrize(
    "mention",
    [
        "Jane Doe",
        "HERON-2",
        "the US government",
        "j@port.example",
        "Meridian Wire",
        "an e-mail dated 12 March 2031",
    ],
)
def test_named(mention: str) -> None:
    assert is_named(mention)
    assert not is_indefinite(mention)


@pytest.mark.parametrize(
    "mention", ["an official", "US officials", "two sources", "one dissenting analyst", "officials"]
)
def test_indefinite(mention: str) -> None:
    assert not is_named(mention)
    assert is_indefinite(mention)


@pytest.mark.parametrize("mention", ["the diplomat", "she", "his lawyer", "the official"])
def test_definite_but_nameless(mention: str) -> None:
    assert not is_named(mention)
    assert not is_indefinite(mention)


@pytest.mark.parametrize("name", ["jane doe", "王小明", "محمد علي", "HERON-2", "the US government"])
def test_given_names(name: str) -> None:
    assert is_given_name(name)


@pytest.mark.parametrize("name", ["an official", "she", "two sources", "the clerk", "officials", NOBODY, ""])
def test_not_names_even_where_a_name_was_asked_for(name: str) -> None:
    assert not is_given_name(name)


@given(st.text())
def test_any_text_is_handled(mention: str) -> None:
    key = actor_key(mention)
    assert key == key.casefold() or key.casefold() == actor_key(key).casefold()
    assert not (is_named(mention) and is_indefinite(mention))
