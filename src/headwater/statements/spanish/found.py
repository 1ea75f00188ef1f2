"""One attribution as it is found in a Spanish sentence."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.statements.spanish.words import Range


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution. ``person`` is that of the verb (0 where there is none, or it is impersonal); ``opens`` is True where
    a colon at the end of the paragraph announces the content; ``rumour`` where the cue is in the conditional."""

    lemma: str
    frame: str
    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    weight: float
    person: int = 3
    plural: bool = False
    negated: bool = False
    rumour: bool = False
    clitics: tuple[str, ...] = ()
    opens: bool = False
