"""Names of members made unique, in a time that grows with their number alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.intake.readers.zip import UniqueNames


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "a#2", "a#3", "a#2#2", "", "a#b"])))
def test_every_name_is_made_once(given_names: list[str]) -> None:
    names = UniqueNames()
    made = [names.of(name) for name in given_names]
    assert len(set(made)) == len(made)
    assert all(got.startswith(name) for got, name in zip(made, given_names, strict=True))


def test_very_many_members_of_one_name() -> None:
    names = UniqueNames()
    made = [names.of("a") for _ in range(50_000)]  # each takes the number after the last
    assert made == ["a", *(f"a#{number}" for number in range(2, 50_001))]
