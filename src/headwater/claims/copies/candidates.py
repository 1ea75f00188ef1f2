"""Which passages may be copies of one another: near-identical ones by MinHash, rewritten ones by rare pairs.

1. *Groups.* MinHash signatures (datasketch) of the pairs, in bands: passages of a Jaccard similarity of about a half
   or more are put in one group, each with the group's first passage. So a passage that stands in a thousand documents
   costs a thousand steps and not half a million.
2. *Rare pairs.* Between the first passages of the groups: an inverted index of the pairs that 2 to ``COMMON`` of them
   have, joined with itself as a product of sparse matrices. What more have is boilerplate, or a fact everybody knows.

Passages come in an order in which earlier ones are preferred as a group's first: sort them by date.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from headwater.claims.copies.features import Features, Rarity

PERMUTATIONS = 64
BAND = 4
"""Rows of a band. Sixteen bands of four find 64 % of pairs of similarity 0.5, 98 % at 0.68, 2.5 % at 0.2."""

ALIKE = 0.5
"""Estimated Jaccard similarity from which a passage joins a group."""

FEWEST = 4
"""Pairs that a passage must have to be compared at all: three content words and a figure, say."""

COMMON = 20
"""Groups from which a pair is common and says nothing."""

TOGETHER = 3
SHARE = 0.06
"""Rare pairs that two passages must share: this many, and this part of those of the smaller one."""

ROWS = 2_000
"""Rows of the sparse product at a time, to bound memory."""

BLOCK = 50_000
"""Signatures compared at a time, likewise."""

Groups = NDArray[np.int64]
Signatures = NDArray[np.uint32]


def groups(features: Features) -> Groups:
    """For each passage the first passage of its group: itself, or an earlier one that it is nearly identical to."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    firsts = np.arange(len(features), dtype=np.int64)
    compared = np.flatnonzero(np.diff(features.pair_offsets) >= FEWEST)
    if not len(compared):
        return firsts
    signatures = _signatures(features, compared)
    edges = [_band(signatures, start) for start in range(0, PERMUTATIONS, BAND)]
    one, other = np.concatenate([edge[0] for edge in edges]), np.concatenate([edge[1] for edge in edges])
    joined = coo_array((np.ones(len(one), np.bool_), (one, other)), shape=(len(compared), len(compared)))
    _, labels = connected_components(joined, directed=False)
    leaders = np.unique(labels, return_index=True)[1][labels]
    near = _alike(signatures, leaders, np.arange(len(compared)))
    firsts[compared[near]] = compared[leaders[near]]
    return firsts


def _signatures(features: Features, compared: NDArray[np.intp]) -> Signatures:
    from datasketch import MinHash

    rows = (features.pairs_of(int(passage)) >> np.uint64(32) for passage in compared)
    signatures = np.empty((len(compared), PERMUTATIONS), np.uint32)
    for row, sketch in enumerate(MinHash.generator(rows, num_perm=PERMUTATIONS, hashfunc=int)):
        signatures[row] = sketch.hashvalues
    return signatures


def _band(signatures: Signatures, start: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows that agree in the band from column ``start`` with an earlier row, and the first such row; alike on the whole."""
    rows = (
        np.ascontiguousarray(signatures[:, start : start + BAND]).view(np.dtype((np.void, 4 * BAND))).ravel()
    )
    _, first, bucket = np.unique(rows, return_index=True, return_inverse=True)
    one, other = first[bucket], np.arange(len(rows))
    later = one < other
    one, other = one[later], other[later]
    near = _alike(signatures, one, other)
    return one[near], other[near]


def _alike(signatures: Signatures, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether rows are of an estimated similarity of ``ALIKE`` or more."""
    near = np.empty(len(one), np.bool_)
    for start in range(0, len(one), BLOCK):
        block = slice(start, start + BLOCK)
        near[block] = (signatures[one[block]] == signatures[other[block]]).mean(axis=1) >= ALIKE
    return near


def rewritten(features: Features, chosen: NDArray[np.int64], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Pairs of the ``chosen`` passages, first before second, that share enough rare pairs; each once, in order."""
    from scipy.sparse import csr_array

    rare = rarity.pairs[rarity.pair_counts <= COMMON]
    columns = array("i")
    starts = [0]
    for passage in chosen.tolist():
        columns.frombytes(_places(features.pairs_of(passage), rare).tobytes())
        starts.append(len(columns))
    data = np.ones(len(columns), np.int16), np.array(columns, np.int32), np.array(starts)
    table = csr_array(data, shape=(len(chosen), max(len(rare), 1)))
    transposed = table.T.tocsr()
    sizes = np.diff(features.pair_offsets)[chosen]
    for row in range(0, len(chosen), ROWS):
        product = (table[row : row + ROWS] @ transposed).tocoo()
        left, right = product.row + row, product.col
        least = np.maximum(TOGETHER, SHARE * np.minimum(sizes[left], sizes[right]))
        keep = np.flatnonzero((left < right) & (product.data >= least))
        order = keep[np.lexsort((right[keep], left[keep]))]
        yield from zip(chosen[left[order]].tolist(), chosen[right[order]].tolist(), strict=True)


def _places(pairs: NDArray[np.uint64], rare: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Where in ``rare`` those of ``pairs`` stand that are in it."""
    if not len(rare):
        return np.empty(0, np.int32)
    at = np.minimum(np.searchsorted(rare, pairs), len(rare) - 1)
    found: NDArray[np.int32] = at[rare[at] == pairs].astype(np.int32)
    return found
