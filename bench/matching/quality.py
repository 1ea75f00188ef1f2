"""Retrieval, roles and parts on the invented claims of tests/gold/matching, with all other gold statements around them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import goldset
import numpy as np
from numpy.typing import NDArray

from headwater.claims.matching.encoder import compared, encoded
from headwater.claims.matching.features import TERMS, features, terms, vectors
from headwater.claims.matching.hints import Said
from headwater.claims.matching.propose import Candidate, proposal, texts_of
from headwater.claims.matching.scores import Frequencies, Scores, Sought
from headwater.model.claim import Claim
from headwater.model.statement import Stance

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "gold" / "matching"
SPLITS = ("dev", "held")
WINDOW = 100
Ranking = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gold:
    """The claims with their splits; the texts of all statements; which rows belong to a claim, and how."""

    claims: tuple[tuple[str, Claim], ...]
    rows: tuple[Mapping[str, Any], ...]
    texts: tuple[str, ...]

    def relevant(self, claim: str) -> NDArray[np.bool_]:
        """Which statements say the claim, a part of it, or the contrary."""
        found = np.zeros(len(self.texts), dtype=bool)
        for n, row in enumerate(self.rows):
            found[n] = row["claim"] == claim and row["says"] != "topic"
        return found


def load() -> Gold:
    """The claims and their statements, with the contents of the other gold sets as statements about other things."""
    claims = tuple(
        (row["split"], Claim(row["claim"], row["text"], tuple(row["parts"])))
        for row in _lines("claims.jsonl")
    )
    rows = tuple(_lines("statements.jsonl"))
    others = [
        " ".join(span.of(document.text) for span in statement.content)
        for name in goldset.SETS
        for document in goldset.load_set(name)
        for statement in document.statements
    ]
    return Gold(claims, rows, (*(row["text"] for row in rows), *(text for text in others if text)))


def _lines(name: str) -> Iterator[dict[str, Any]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def report() -> str:
    """All figures as a page of Markdown."""
    gold = load()
    kept = features(gold.texts)
    counts = np.bincount(kept.terms, minlength=TERMS).astype(np.uint32)
    frequencies = Frequencies(len(gold.texts), counts)
    quick = {claim.id: Sought(texts_of(claim), frequencies).scores(kept) for _, claim in gold.claims}
    close = {
        claim.id: compared(texts_of(claim), gold.texts, quick[claim.id].words) for _, claim in gold.claims
    }
    ways: dict[str, Callable[[str], Ranking]] = {
        "rare words": lambda claim: Scores(quick[claim].words, quick[claim].meaning, 1.0).close(),
        "static vectors": lambda claim: Scores(quick[claim].words, quick[claim].meaning, 0.0).close(),
        "both": lambda claim: quick[claim].close(),
        f"both, the best {WINDOW} by the encoder": lambda claim: _window(quick[claim], close[claim]),
        "the encoder on everything": lambda claim: close[claim].close(),
    }
    lines = [
        f"{len(gold.rows)} statements of {len(gold.claims)} claims among {len(gold.texts)}.",
        "",
        "| way | split | MAP@5 | MRR | recall@10 | Spanish in the first 50 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, way in ways.items():
        for split in SPLITS:
            figures = _retrieval(gold, split, way)
            lines.append(f"| {name} | {split} | " + " | ".join(figures) + " |")
    lines += ["", *_roles(gold, close, frequencies), "", *_costs(gold.texts)]
    return "\n".join(lines)


def _window(quick: Scores, close: Scores) -> Ranking:
    """As a case is searched: the best by the quick way in the order of the slow one, then the others."""
    ranking = quick.close() - 10
    best = np.argsort(-ranking, kind="stable")[:WINDOW]
    ranking[best] = close.close()[best]
    return ranking


def _retrieval(gold: Gold, split: str, way: Callable[[str], Ranking]) -> list[str]:
    precision, reciprocal, recall, spanish = [], [], [], []
    for claim in (claim for own, claim in gold.claims if own == split):
        order = np.argsort(-way(claim.id), kind="stable")
        hits = gold.relevant(claim.id)[order]
        most = int(hits.sum())
        at = [float(hits[: n + 1].mean()) for n in range(5) if hits[n]]
        precision.append(sum(at) / min(most, 5))
        reciprocal.append(1 / (1 + int(np.argmax(hits))))
        recall.append(hits[:10].sum() / min(most, 10))
        places = {int(n): rank for rank, n in enumerate(order, start=1)}
        spanish += [
            places[n]
            for n, row in enumerate(gold.rows)
            if row["claim"] == claim.id and row["language"] == "es"
        ]
    means = [f"{float(np.mean(some)):.3f}" for some in (precision, reciprocal, recall)]
    return [*means, f"{sum(rank <= 50 for rank in spanish)} of {len(spanish)}"]


def _roles(gold: Gold, close: Mapping[str, Scores], frequencies: Frequencies) -> list[str]:
    """How often the proposed role and parts are those of the gold."""
    lines = [
        "| split | role right | supports P/R | disputes P/R | mentions P/R | parts P/R |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for split in SPLITS:
        pairs, parts = [], [0, 0, 0]
        for claim in (claim for own, claim in gold.claims if own == split):
            for n, row in enumerate(gold.rows):
                if row["claim"] != claim.id:
                    continue
                made = proposal(claim, _candidate(close[claim.id], n, row), frequencies)
                pairs.append((row["role"], made.role.value))
                if row["says"] != "topic":
                    right, found, wanted = set(row["parts"]) & set(made.parts), made.parts, row["parts"]
                    parts = [parts[0] + len(right), parts[1] + len(found), parts[2] + len(wanted)]
        right_ = sum(wanted == found for wanted, found in pairs)
        each = [_rates(pairs, role) for role in ("supports", "disputes", "mentions")]
        lines.append(
            f"| {split} | {right_ / len(pairs):.0%} of {len(pairs)} | "
            + " | ".join(each)
            + f" | {parts[0] / parts[1]:.0%}/{parts[0] / parts[2]:.0%} |"
        )
    return lines


def _candidate(scores: Scores, n: int, row: Mapping[str, Any]) -> Candidate:
    said = Said(row["text"], Stance(row["stance"]), "denied" if row["stance"] == "denies" else "said")
    one = Scores(scores.words[n : n + 1], scores.meaning[n : n + 1], scores.share)
    return Candidate(str(n), said, float(one.close()[0]), one.each()[0], scores.words[n], scores.meaning[n])


def _rates(pairs: Sequence[tuple[str, str]], role: str) -> str:
    both = sum(pair == (role, role) for pair in pairs)
    found, wanted = sum(pair[1] == role for pair in pairs), sum(pair[0] == role for pair in pairs)
    return f"{both / max(found, 1):.0%}/{both / max(wanted, 1):.0%}"


def _costs(texts: Sequence[str]) -> list[str]:
    lines = ["| step | CPU seconds per 1,000 statements |", "| --- | --- |"]
    steps: dict[str, Callable[[], object]] = {
        "terms": lambda: [terms(text) for text in texts],
        "static vectors": lambda: vectors(texts),
        "the encoder": lambda: encoded(texts),
    }
    for name, step in steps.items():
        begun = time.process_time()
        step()
        lines.append(f"| {name} | {(time.process_time() - begun) / len(texts) * 1000:.3f} |")
    return lines
