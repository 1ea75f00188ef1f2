"""What the pages about threads and variants show: one frozen dataclass per template, as in ``pages``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from headwater.desk.thread_views import ThreadLine, ThreadNode, ThreadView
from headwater.desk.variants import Comparison
from headwater.web.framing import Frame, Pager

DEEPEST = 8
"""Answers further down are set in like those at this depth: a page must not grow wider than a screen."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A node of the tree as it is shown: set in by ``level``; ``answered`` says who wrote what it answers, "" where that is
    not shown on this page."""

    node: ThreadNode
    level: int
    answered: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A conversation, or one page of a long one."""

    template: ClassVar[str] = "thread.html"
    frame: Frame
    view: ThreadView
    answers: tuple[Answer, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class ThreadsPage:
    """The threads of the case, the biggest first."""

    template: ClassVar[str] = "threads.html"
    frame: Frame
    lines: tuple[ThreadLine, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class VariantPage:
    """Two variants and what is different in them."""

    template: ClassVar[str] = "variant.html"
    frame: Frame
    compared: Comparison


def answers(view: ThreadView) -> tuple[Answer, ...]:
    """The nodes of a page of a conversation as they are shown."""
    writers = {node.node: _writer(node) for node in view.nodes}
    return tuple(Answer(node, min(node.depth, DEEPEST), writers.get(node.answers, "")) for node in view.nodes)


def _writer(node: ThreadNode) -> str:
    if node.documents:
        return node.documents[0].sender or node.documents[0].title
    return node.told.writer if node.told and node.told.writer else "a message that is absent"
