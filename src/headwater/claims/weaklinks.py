"""The actors each of whom alone would take away all support: for one graph, and for all claims of a lineage at once.

Let need(v) be the actors who must each be believed for v to be supported, so that a is in need(v) if and only if v is
not in Supp({a}). With "all of" as union and "any of" as intersection

    need(v) = {c(v)} | intersection over rules (v; P) of (union over p in P of need(p)),

and as Supp is the least set of its kind, need is the greatest: start from "everyone" and apply the equation in an order of
derivation until nothing changes. This is exact for loops, for rules that need several and for actors who occur twice.
With neither of the two it gives the dominators of the graph (Allen and Cocke 1972, from whom the method is).

The weak links of a claim are the actors in need(v) for every v of K that is supported when nobody is wrong.
"""

from __future__ import annotations

from headwater.claims.supports import SupportGraph, supported

EVERYONE = -1
"""All bits set: what is needed, as far as is known, by a node not looked at yet."""


def weak_links(graph: SupportGraph) -> tuple[int, ...]:
    """The actors each of whom alone leaves no target supported, ascending; all targets must be supported as it is.

    A set of actors is an integer with a bit for each.
    """
    actors = graph.actors()
    bit: dict[int | None, int] = {actor: 1 << place for place, actor in enumerate(actors)}
    bit[None] = 0
    own = [bit[actor] for actor in graph.strikes]
    need = [EVERYONE] * len(own)
    order = supported(graph)
    changed = True
    while changed:
        changed = False
        for node in order:
            common = EVERYONE
            for body in graph.rules[node]:
                every = 0
                for source in body:
                    every |= need[source]
                common &= every
            common |= own[node]
            if common != need[node]:
                need[node] = common
                changed = True
    alone = EVERYONE
    for target in graph.targets:
        alone &= need[target]
    return tuple(actor for actor in actors if alone & bit[actor])
