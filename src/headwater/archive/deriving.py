"""What is made of a document where it is read, for all that follows: the index and the threads."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.archive.index import Terms
from headwater.archive.indexing import terms_of
from headwater.archive.relations import Link, link_of
from headwater.base.compact import compact
from headwater.model.document import Taken


@compact
@dataclass(frozen=True, slots=True)
class Derived:
    """What the index takes of a document, and what links it to others."""

    terms: Terms
    link: Link


def derive(taken: Taken) -> Derived:
    """Both, from a document that was just read; its text is gone through once."""
    terms = terms_of(taken)
    return Derived(terms, link_of(taken.document, terms.body))
