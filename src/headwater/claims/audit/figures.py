"""The figures and dates of an article against those of the archive that stand for the same thing.

The same thing is meant where a passage, with the sentences before it and its title, has the words that say what is counted, by whom and for
when, and the same unit. An agreement needs half of these words; a difference nearly all, the names among them, the year where
the article gives one, and, where the article says whose figure it is, a document of theirs. Whatever is less is not found.
Figures inside quotations are judged with these.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from headwater.archive.tokens import words
from headwater.base.spans import Span
from headwater.claims.audit.article import Article
from headwater.claims.audit.counting import FEW, SMALL, Counted, counted_in, is_event, telling
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.numbers import Number, numbers
from headwater.claims.audit.passages import Read, SentenceRead, Shelf, Sought, by_stem, content
from headwater.claims.audit.people import sought, surname
from headwater.claims.audit.times import day_of, times
from headwater.claims.audit.writings import writings
from headwater.claims.matching.features import stems
from headwater.claims.matching.figures import years
from headwater.model.audit import Agreement, Citation, Figure, Paraphrase, Quotation, Standing

SHOWN = 5
"""Places that are listed for one figure."""

_AGREES = 0.5  # part of what is said of a figure that a passage must say for it to be the same one
_DIFFERS = 0.75  # and for another figure to be another for the same thing
_ITSELF = 0.5  # part that the sentence with the other figure must say by itself
_BEFORE = 2  # sentences before a passage that say what it is about
_CHANGE = re.compile(
    r"\s*(?:more|less|fewer|higher|lower|up|down|increase|decrease|rise|fall|growth|drop|más|menos)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:by|decrease of|increase of|rise of|fall of|drop of|growth of|un aumento del?|una caída del?)\s*$",
    re.IGNORECASE,
)
_UNREAL = frozenset("if whether would could should might may unless si podría debería".split())


@dataclass(frozen=True, slots=True)
class _Other:
    """A figure of the archive: where it stands, its words, how much of what is said of ours is said of it (``around``, and ``itself`` in its
    own sentence), whether it may be the same value, and whether it is for certain of the same kind, of the same thing."""

    key: int
    span: Span
    sentence: SentenceRead
    text: str
    around: float
    itself: float
    meets: bool
    same: bool
    theirs: bool

    @property
    def agrees(self) -> bool:
        """Whether it is ours."""
        return self.meets and self.around >= _AGREES

    @property
    def differs(self) -> bool:
        """Whether it is another one for the same thing."""
        return not self.meets and self.same and self.around >= _DIFFERS and self.itself >= _ITSELF


def figures(
    article: Article,
    holdings: Holdings,
    citations: Sequence[Citation],
    quotations: Sequence[Quotation],
    paraphrases: Sequence[Paraphrase],
) -> tuple[Figure, ...]:
    """The figures and dates of an article outside of its quotations, in order, each with what the archive has for it."""
    seen: Counter[str] = Counter()
    shelf = Shelf(holdings)
    out: list[Figure] = []
    for counted in counted_in(article, citations, quotations, paraphrases):
        text = " ".join(counted.span.of(article.text).split())
        key = f"{text}\n{' '.join(content(counted.clause))}"
        seen[key] += 1
        identifier = hashlib.sha256(f"{key}\n{seen[key]}".encode("utf-8", "replace")).hexdigest()[:12]
        number, when = counted.number, counted.when
        made = Figure(
            id=f"f{identifier}",
            span=counted.span,
            text=text,
            low=number.low if number else None,
            high=number.high if number else None,
            unit=number.unit if number else "",
            day=when.iso() if when else "",
            agreement=Agreement.NOT_FOUND,
        )
        out.append(_judged(made, counted, _others(counted, holdings, shelf), holdings))
    return tuple(out)


# --- what the archive has ------------------------------------------------------------------------------------


def _others(counted: Counted, holdings: Holdings, shelf: Shelf) -> list[_Other]:
    """The figures of the archive that may be for the same thing, those most of which is the same first."""
    sought_ = Sought(" ".join([*telling(counted.clause), *map(str, counted.years)]), holdings)
    keys = [*counted.named, *sought_.documents(surname(counted.source))]
    found = [one for read in shelf.read(keys) for one in _in_document(counted, sought_, read)]
    return sorted(found, key=lambda one: -(one.around + one.itself))


def _in_document(counted: Counted, sought_: Sought, read: Read) -> Iterator[_Other]:
    title = by_stem(read.stored.document.title)
    theirs = _is_theirs(counted.source, read)
    for at, sentence in enumerate(read.sentences):
        itself, shared = sought_.overlap(sentence.words)
        if not shared:
            continue
        itself = max(itself, len(shared) / len(sought_.weights))
        before = read.sentences[max(0, at - _BEFORE) : at]
        around = {**title, **{k: v for one in before for k, v in one.words.items()}, **sentence.words}
        share, _ = sought_.overlap(around)
        if share >= _AGREES:
            for span, text, meets, same in _compared(counted, sentence, read, around):
                yield _Other(read.key, span, sentence, text, share, itself, meets, same, theirs)


def _compared(
    counted: Counted, sentence: SentenceRead, read: Read, around: dict[str, str]
) -> Iterator[tuple[Span, str, bool, bool]]:
    """The figures in a sentence: where, as printed, whether they may be the same value, and whether of the same thing."""
    text = read.stored.document.text
    known = set(around.values())
    same = counted.names <= known and (not counted.years or bool(counted.years & years(" ".join(known))))
    same = same and _UNREAL.isdisjoint(words(sentence.text))
    if counted.number is not None:
        found = numbers(text, sentence.span)
        for one in found:
            kind = _kind(counted.number, one, counted, around)
            if kind is not None:
                alone = sum(1 for other in found if _kind(counted.number, other, counted, around)) == 1
                real = kind and alone and not _is_change(text, one)
                yield (
                    one.whole,
                    " ".join(one.whole.of(text).split()),
                    counted.number.meets(one),
                    same and real,
                )
    if counted.when is not None:
        own = day_of(writings(read.stored)[0].day)
        whens = [w for w in times(text, sentence.span, own or counted.when.last) if w.is_day]
        for when in whens:
            meets = counted.when.has(when.first)
            alone = len(whens) == 1 and counted.when.is_day and own is not None
            yield (
                when.span,
                " ".join(when.span.of(text).split()),
                meets,
                same and alone and is_event(text, when, sentence.span),
            )


def _kind(ours: Number, theirs: Number, counted: Counted, around: dict[str, str]) -> bool | None:
    """Whether two figures count the same: True, None where they do not, False where it is not said what one of them counts."""
    if ours.is_share != theirs.is_share:
        return None
    if ours.kinds & theirs.kinds:
        return True
    if not ours.kinds or not theirs.kinds or theirs.kinds <= {"time", "vez", "vec"}:
        return False
    return (
        False if ours.kinds & around.keys() and theirs.kinds & set(stems(telling(counted.clause))) else None
    )


def _is_change(text: str, one: Number) -> bool:
    """Whether a figure is by how much something changed ("3 per cent more than")."""
    end = one.whole.end
    return bool(_CHANGE.match(text, end)) or bool(
        _CHANGED.search(text, max(0, one.span.start - 30), one.span.start)
    )


def _is_theirs(source: str, read: Read) -> bool:
    """Whether a document is of those who are said to have a figure, or speaks for them at its top."""
    own = sought(source)
    if not own:
        return False
    writing = writings(read.stored)[0]
    shown = {*words(f"{writing.writer} {writing.title}"), *writing.head[:60]}
    return sum(word in shown for word in own) >= max(1, len(own) - 1)


# --- the verdict ---------------------------------------------------------------------------------------------


def _judged(made: Figure, counted: Counted, others: Sequence[_Other], holdings: Holdings) -> Figure:
    """A figure with what became of it. Who is said to have it is asked first; others count where nobody is."""
    agreeing = [one for one in others if one.agrees and (one.itself >= _ITSELF or not _is_small(counted))]
    differing = [one for one in others if one.differs]
    asked = bool(counted.source)
    own_agree, own_differ = ([one for one in some if one.theirs] for some in (agreeing, differing))
    if own_agree or (agreeing and not own_differ):
        best = own_agree or agreeing
        return _with(
            made, Agreement.AGREES, [*best, *(o for o in differing if o.theirs)], len(best), holdings
        )
    wrong = own_differ if asked else [one for one in differing if _is_clear(counted, one)]
    if wrong:
        return _with(made, Agreement.DIFFERS, [*wrong, *agreeing], len(wrong), holdings)
    return made


def _is_small(counted: Counted) -> bool:
    return counted.number is not None and counted.number.high <= SMALL


def _is_clear(counted: Counted, one: _Other) -> bool:
    """Whether a figure for which nobody is named is told apart by a name and nearly all that is said of it."""
    return bool(counted.names) and one.itself >= _DIFFERS and len(telling(counted.clause)) > FEW


def _with(
    made: Figure, agreement: Agreement, found: Sequence[_Other], first: int, holdings: Holdings
) -> Figure:
    shown = list({(one.key, one.span): one for one in found}.values())[:SHOWN]
    reasons = [f"{one.text}: {_whose(one, holdings)}" for one in found[first:][:2]]
    return replace(
        made,
        agreement=agreement,
        archive=found[0].text,
        places=tuple(_standing(one, holdings) for one in shown),
        reasons=(f"the archive has {found[0].text} ({_whose(found[0], holdings)})", *reasons),
    )


def _whose(one: _Other, holdings: Holdings) -> str:
    stored = holdings.document(one.key)
    return writings(stored)[0].writer or stored.document.title


def _standing(one: _Other, holdings: Holdings) -> Standing:
    stored = holdings.document(one.key)
    writing = next((w for w in reversed(writings(stored)) if w.has(one.span)), writings(stored)[0])
    return Standing(
        document=stored.document.id,
        sha256=stored.document.sha256,
        key=one.key,
        title=stored.document.title,
        spans=(one.sentence.span,),
        text=one.sentence.text,
        date=writing.day,
        chain=(writing.writer,) if writing.writer else (),
        recipients=writing.recipients,
        quoted=not writing.own,
    )
