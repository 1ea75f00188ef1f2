"""Score an extractor on the gold sets of tests/gold: relations, chains, stance, basis, form and nesting.

    python bench/accuracy/gold.py [--mode fast|accurate] [--set news]... [--json FILE] [--wrong]

prints, for each set and for its dev and held halves, in per cent:

relations   outermost and all: cues overlap (or both are absent, as for the parts of a mail), contents share at least half of
            their union, sources overlap or are both absent, one to one: the rule of score_statements.py
nested      of the gold's nested statements, how many were found and how many of all have the right full chain
chains      of the statements found and right, how many have the right full chain; of their links, how many are right;
            links too many are those that stand in no right chain
stance      macro F1 and recall by class over the statements found and right. The stance set: the statement whose content
            overlaps most counts; where none does, the class is missed

``--wrong`` lists what is wrong in the dev half. The held half is never listed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from headwater.base.folding import folded
from headwater.model.statement import Passages, Provenance, Stance, Statement
from headwater.statements.extract import extract
from headwater.statements.mode import Mode
from headwater.statements.provenance import provenance

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "gold"))
import goldset
from goldset import FOLDER, SETS, SPLITS, Chain, GoldDocument, GoldStatement, StanceItem

Extractor = Callable[[Provenance, str], Sequence[Statement]]
Pair = tuple[GoldStatement, Statement]

T = TypeVar("T")
_ARTICLE = re.compile(r"^(?:the|an?) ")


@dataclass(frozen=True, slots=True)
class Count:
    """``right`` of ``found`` are right, of ``gold`` that there are."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Per cent of what was found; 0 where nothing was."""
        return share(self.right, self.found)

    @property
    def recall(self) -> float:
        """Per cent of what there is; 0 where there is nothing."""
        return share(self.right, self.gold)

    @property
    def f1(self) -> float:
        """Their harmonic mean, per cent."""
        return share(2 * self.right, self.found + self.gold)


@dataclass(frozen=True, slots=True)
class Scored:
    """The figures of some documents. ``links`` counts links of chains; ``stances`` are by class; the last four count pairs."""

    documents: int
    outermost: Count
    every: Count
    nested_found: Count
    nested_chains: Count
    chains: Count
    links: Count
    stances: dict[str, Count]
    basis: Count
    form: Count
    dates: Count
    nested_in: Count


@dataclass(frozen=True, slots=True)
class Read:
    """One gold document beside what an extractor found in it."""

    gold: GoldDocument
    found: tuple[Statement, ...]
    pairs: tuple[Pair, ...]
    outermost: tuple[Pair, ...]


def score(extractor: Extractor, names: Sequence[str] = SETS, folder: Path = FOLDER) -> dict[str, Any]:
    """Figures by set and split ("dev", "held", "all"), and those of the stance set under "stance".

    Sets that have no documents are left out.
    """
    out: dict[str, Any] = {}
    for name in names:
        read = read_set(extractor, name, folder)
        if read:
            out[name] = {split: scored(some) for split, some in _halves(read, lambda r: r.gold.split)}
    items = [(item, stance_found(extractor, item)) for item in goldset.load_stance(folder)]
    if items:
        out["stance"] = {
            split: by_class([(item.stance, found) for item, found in some])
            for split, some in _halves(items, lambda pair: pair[0].split)
        }
    return out


def read_set(extractor: Extractor, name: str, folder: Path = FOLDER) -> list[Read]:
    """The documents of a set, each read by the extractor."""
    return [
        compared(gold, extractor(provenance(gold.document), gold.text))
        for gold in goldset.load_set(name, folder)
    ]


def compared(gold: GoldDocument, found: Sequence[Statement]) -> Read:
    """What was found in a document paired with its gold, among all statements and among the outermost."""
    outer_gold = [one for one in gold.statements if one.nested_in is None]
    outer_found = [one for one in found if one.nested_in is None]
    every = matched(gold.text, gold.statements, found)
    return Read(gold, tuple(found), tuple(every), tuple(matched(gold.text, outer_gold, outer_found)))


def matched(text: str, gold: Sequence[GoldStatement], found: Sequence[Statement]) -> list[Pair]:
    """Pairs that are the same relation, one to one, in the order found."""
    places = [[characters(text, spans) for spans in (one.source, one.cue, one.content)] for one in gold]
    pairs, used = [], set()
    for one in found:
        source, cue, content = (characters(text, spans) for spans in (one.source, one.cue, one.content))
        best: tuple[float, int] | None = None
        for n, (_, gold_cue, gold_content) in enumerate(places):
            overlap = likeness(content, gold_content)
            if n not in used and overlap and _same(cue, gold_cue) and (best is None or overlap > best[0]):
                best = (overlap, n)
        if best:
            used.add(best[1])
            if best[0] >= 0.5 and _same(source, places[best[1]][0]):
                pairs.append((gold[best[1]], one))
    return pairs


def characters(text: str, spans: Passages) -> frozenset[int]:
    """The places of the letters and digits in ``spans``; of all but white space where there are none, as in ":"."""
    every = [n for span in spans for n in range(span.start, span.end) if not text[n].isspace()]
    return frozenset([n for n in every if text[n].isalnum()] or every)


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Intersection over union, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def _same(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one & other) or not (one or other)


def scored(read: Sequence[Read]) -> Scored:
    """The figures of some documents taken together."""
    pairs = [pair for r in read for pair in r.pairs]
    nested = [(gold, found) for gold, found in pairs if gold.nested_in is not None]
    nested_gold = sum(one.nested_in is not None for r in read for one in r.gold.statements)
    nested_read = sum(one.nested_in is not None for r in read for one in r.found)
    return Scored(
        documents=len(read),
        outermost=Count(
            sum(one.nested_in is None for r in read for one in r.gold.statements),
            sum(one.nested_in is None for r in read for one in r.found),
            sum(len(r.outermost) for r in read),
        ),
        every=Count(sum(len(r.gold.statements) for r in read), sum(len(r.found) for r in read), len(pairs)),
        nested_found=Count(nested_gold, nested_read, len(nested)),
        nested_chains=Count(nested_gold, len(nested), sum(right_chain(g, f) for g, f in nested)),
        chains=_agree(pairs, right_chain),
        links=_links(pairs),
        stances=by_class([(gold.stance, found.stance) for gold, found in pairs]),
        basis=_agree(pairs, lambda gold, found: gold.basis is found.basis),
        form=_agree(pairs, lambda gold, found: gold.form is found.form),
        dates=_agree([p for p in pairs if p[0].date or p[1].date], same_day),
        nested_in=_nesting(read),
    )


def _agree(pairs: Sequence[Pair], agrees: Callable[[GoldStatement, Statement], bool]) -> Count:
    return Count(len(pairs), len(pairs), sum(agrees(gold, found) for gold, found in pairs))


def right_chain(gold: GoldStatement, found: Statement) -> bool:
    """Whether the chain has as many links as one of the right ones and each is a right name for its place."""
    return any(len(c) == len(found.chain) == common(c, found.chain) for c in gold.chains)


def same_day(gold: GoldStatement, found: Statement) -> bool:
    """Whether both have the same date, to the day."""
    return (gold.date or "")[:10] == (found.date or "")[:10]


def common(right: Chain, chain: Sequence[str]) -> int:
    """How many links of ``chain`` stand in ``right`` in the same order (longest common subsequence)."""
    row = [0] * (len(chain) + 1)
    for names in right:
        fits = {plain(name) for name in names}
        above = row[:]
        for n, link in enumerate(chain, start=1):
            row[n] = above[n - 1] + 1 if plain(link) in fits else max(above[n], row[n - 1])
    return row[-1]


def plain(name: str) -> str:
    """A link as it is compared: without case, accents, punctuation, possessive and leading article."""
    words = re.sub(r"[^\w\s]", " ", re.sub(r"['’]", "", folded(name)))
    return _ARTICLE.sub("", " ".join(words.split()))


def _links(pairs: Sequence[Pair]) -> Count:
    gold = found = right = 0
    for one, statement in pairs:
        best = max(one.chains, key=lambda chain: (common(chain, statement.chain), -len(chain)))
        gold += len(best)
        found += len(statement.chain)
        right += common(best, statement.chain)
    return Count(gold, found, right)


def _nesting(read: Sequence[Read]) -> Count:
    """Pairs whose outer statements are a pair too, or that both have none."""
    right = total = 0
    for r in read:
        gold_of = {found.id: gold.id for gold, found in r.pairs}
        total += len(r.pairs)
        for gold, found in r.pairs:
            outer = None if found.nested_in is None else gold_of.get(found.nested_in, "")
            right += outer == gold.nested_in
    return Count(total, total, right)


def by_class(pairs: Sequence[tuple[Stance, Stance | None]]) -> dict[str, Count]:
    """Counts by stance of (gold, found) pairs; found is None where nothing was found."""
    gold, found = Counter(g for g, _ in pairs), Counter(f for _, f in pairs)
    right = Counter(g for g, f in pairs if g is f)
    return {stance.value: Count(gold[stance], found[stance], right[stance]) for stance in Stance}


def macro_f1(classes: dict[str, Count]) -> float:
    """The mean of F1 over the classes that the gold has, per cent."""
    there = [count.f1 for count in classes.values() if count.gold]
    return sum(there) / len(there) if there else 0.0


def stance_found(extractor: Extractor, item: StanceItem) -> Stance | None:
    """The stance of the statement whose content is most like the item's; None where none overlaps."""
    content = characters(item.text, item.content)
    found = [
        (likeness(characters(item.text, one.content), content), -n, one.stance)
        for n, one in enumerate(extractor(Provenance(sha256="0" * 64), item.text))
    ]
    best = max(found, default=(0.0, 0, None))
    return best[2] if best[0] else None


def share(part: int, whole: int) -> float:
    """Per cent; 0 of nothing."""
    return 100 * part / whole if whole else 0.0


def _halves(items: Sequence[T], split_of: Callable[[T], str]) -> Iterable[tuple[str, list[T]]]:
    for split in SPLITS:
        yield split, [item for item in items if split_of(item) == split]
    yield "all", list(items)


def as_text(figures: dict[str, Any]) -> str:
    """The figures as plain text, a block for each set and split."""
    lines = []
    for name, splits in figures.items():
        for split, figure in splits.items():
            lines.append(f"\n{name}, {split}")
            lines += [f"  {line}" for line in _lines(figure)]
    return "\n".join(lines).lstrip("\n")


def _lines(figure: Scored | dict[str, Count]) -> list[str]:
    if isinstance(figure, dict):
        total = sum(count.gold for count in figure.values())
        missed = total - sum(count.found for count in figure.values())
        return [f"{total} passages, {missed} without a statement", *_stance_lines(figure)]
    nested, chains, links = figure.nested_chains, figure.chains, figure.links
    return [
        f"{figure.documents} documents, {figure.every.gold} statements",
        f"relations  outermost {_prf(figure.outermost)}   all {_prf(figure.every)}",
        f"nested     {nested.gold}: found {figure.nested_found.recall:.1f}, right full chain {nested.recall:.1f}"
        f"; of those found {nested.precision:.1f}",
        f"chains     right {chains.precision:.1f} of {chains.found} matched; links right {links.precision:.1f}"
        f" of {links.found}, {links.found - links.right} too many, {links.gold - links.right} missing",
        *_stance_lines(figure.stances),
        f"right      basis {figure.basis.precision:.1f}, form {figure.form.precision:.1f}, "
        f"nested_in {figure.nested_in.precision:.1f}, date {figure.dates.precision:.1f} of {figure.dates.found}",
    ]


def _prf(count: Count) -> str:
    return f"P {count.precision:.1f} R {count.recall:.1f} F1 {count.f1:.1f}"


def _stance_lines(classes: dict[str, Count]) -> list[str]:
    each = ", ".join(f"{name} {c.recall:.1f} of {c.gold}" for name, c in classes.items() if c.gold)
    return [f"stance     macro F1 {macro_f1(classes):.1f}; recall: {each}"]


def as_json(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures as JSON values: counts as ``gold``, ``found``, ``right``, with per cents beside them."""
    return {
        name: {split: _json(figure) for split, figure in splits.items()} for name, splits in figures.items()
    }


def _json(value: Any) -> Any:
    if isinstance(value, Count):
        rates = {"precision": value.precision, "recall": value.recall, "f1": value.f1}
        return asdict(value) | {key: round(rate, 1) for key, rate in rates.items()}
    if isinstance(value, Scored):
        made = {key: _json(getattr(value, key)) for key in Scored.__dataclass_fields__}
        return made | {"stance_macro_f1": round(macro_f1(value.stances), 1)}
    if isinstance(value, dict):
        return {key: _json(one) for key, one in value.items()}
    return value


def wrong(read: Sequence[Read]) -> list[str]:
    """What is wrong in the dev half, a line each: missed, too many, and right relations with something wrong."""
    lines = []
    for r in (r for r in read if r.gold.split == "dev"):
        text, pairs = r.gold.text, r.pairs
        hit, known = {gold.id for gold, _ in pairs}, {found.id for _, found in pairs}
        lines += [
            f"{r.gold.name} missed {_words(text, one)}" for one in r.gold.statements if one.id not in hit
        ]
        lines += [f"{r.gold.name} extra {_words(text, one)}" for one in r.found if one.id not in known]
        for gold, found in pairs:
            where = f"{r.gold.name} {gold.id}"
            if not right_chain(gold, found):
                lines.append(f"{where} chain {list(found.chain)} not {[link[0] for link in gold.chains[0]]}")
            for role in ("stance", "basis", "form"):
                if getattr(gold, role) is not getattr(found, role):
                    lines.append(
                        f"{where} {role} {getattr(found, role)} not {getattr(gold, role)}: {_words(text, gold)}"
                    )
    return lines


def _words(text: str, one: GoldStatement | Statement) -> str:
    parts = (
        " … ".join(" ".join(s.of(text).split())[:80] for s in spans)
        for spans in (one.source, one.cue, one.content)
    )
    return " | ".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; exit status 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.FAST)
    parser.add_argument("--set", dest="names", action="append", choices=SETS)
    parser.add_argument("--json", type=Path, help="write the figures there as JSON, too")
    parser.add_argument("--wrong", action="store_true", help="list what is wrong in the dev half")
    options = parser.parse_args(arguments)
    extractor = partial(extract, mode=options.mode)
    names = options.names or SETS
    if options.wrong:
        for name in names:
            print(*wrong(read_set(extractor, name)), sep="\n")
        return 0
    figures = score(extractor, names)
    print(as_text(figures))
    if options.json:
        options.json.write_text(json.dumps(as_json(figures), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
