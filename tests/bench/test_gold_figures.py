"""The gold sets hold the promises that were made for the accurate mode: lower bounds, so that a change that loses is seen.

The figures themselves stand in docs/accuracy.md.
"""

from functools import partial
from typing import Any

import pytest

from accuracy import gold
from headwater.statements.extract import extract
from headwater.statements.mode import Mode


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return gold.score(partial(extract, mode=Mode.ACCURATE), ["news", "mail", "stance"])


def test_most_nested_statements_have_the_right_full_chain(figures: dict[str, Any]) -> None:
    counts = [figures[name]["all"].nested_chains for name in ("news", "mail")]
    assert sum(c.right for c in counts) >= 0.65 * sum(c.gold for c in counts)


def test_stance_of_single_sentences(figures: dict[str, Any]) -> None:
    classes = figures["stance"]["all"]
    assert gold.macro_f1(classes) >= 75
    assert classes["denies"].recall >= 80
