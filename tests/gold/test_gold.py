"""The gold sets say one thing each: passages resolve, nesting holds, both halves are alike."""

from collections import Counter

import pytest

from gold import goldset
from gold.goldset import GoldDocument, GoldError, GoldStatement, load_document, load_set, load_stance, resolve
from headwater.base.spans import Span, hull
from headwater.model.statement import Form, Stance

PATHS = [path for name in goldset.SETS for path in sorted((goldset.FOLDER / name).glob("*.json"))]


def _statements(names: tuple[str, ...]) -> list[tuple[GoldDocument, GoldStatement]]:
    return [(document, one) for name in names for document in load_set(name) for one in document.statements]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_document_resolves_and_nests(path: goldset.Path) -> None:
    document = load_document(path)
    by_id = {one.id: one for one in document.statements}
    assert len(by_id) == len(document.statements)
    for one in document.statements:
        assert one.content, one.id
        assert all(
            chain and all(name.strip() for link in chain for name in link) for chain in one.chains
        ) or (one.chains == ((),) and not one.source), one.id
        outer, seen = one.nested_in, {one.id}
        while outer is not None:  # no circle, no statement that is not there
            assert outer not in seen, one.id
            seen.add(outer)
            outer = by_id[outer].nested_in
        if one.nested_in is None:
            continue
        holder = by_id[one.nested_in]
        parts_of_a_message = one.form is Form.BLOCK and holder.form is Form.BLOCK
        assert parts_of_a_message or hull(holder.content).holds(hull(one.content)), one.id


def test_there_is_enough_of_it_and_half_is_mail() -> None:
    news, mail = _statements(("news",)), _statements(("mail",))
    assert len(news) + len(mail) >= 300
    assert sum(one.nested_in is not None for _, one in news + mail) >= 100
    assert 0.4 <= len(mail) / (len(news) + len(mail)) <= 0.6


@pytest.mark.parametrize("name", ["news", "mail"])
def test_halves_are_alike(name: str) -> None:
    held = sum(document.split == "held" for document, _ in _statements((name,)))
    assert 0.4 <= held / len(_statements((name,))) <= 0.6
    kinds = {split: Counter(d.kind for d in load_set(name) if d.split == split) for split in goldset.SPLITS}
    assert sum((kinds["dev"] - kinds["held"]).values()) <= len(load_set(name)) / 4


def test_stance_set_holds_what_is_hard() -> None:
    counts = Counter(item.stance for item in load_stance())
    assert sum(counts.values()) >= 200
    assert counts[Stance.DENIES] >= 45
    assert counts[Stance.DOUBTS] + counts[Stance.HEDGES] >= 45
    assert counts[Stance.ASKS] >= 20
    for stance in Stance:
        halves = Counter(item.split for item in load_stance() if item.stance is stance)
        assert abs(halves["dev"] - halves["held"]) <= 2, stance


@pytest.mark.parametrize(
    ("passage", "span"),
    [
        ("gate", Span(4, 8)),
        ({"text": "the", "nth": 2}, Span(9, 12)),
        ({"from": "gate", "to": "dog"}, Span(4, 16)),
        ({"from": "the", "to": "the", "nth": 2}, Span(9, 12)),
    ],
)
def test_passages_resolve(passage: object, span: Span) -> None:
    assert resolve("the gate the dog", passage) == span


@pytest.mark.parametrize(
    "passage", ["cat", "the", {"text": "the", "nth": 3}, {"from": "dog", "to": "gate"}, None]
)
def test_ambiguous_passages_are_refused(passage: object) -> None:
    with pytest.raises(GoldError):
        resolve("the gate the dog", passage)
