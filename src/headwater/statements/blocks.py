"""Block quotations: paragraphs that a colon introduces, and the drafts that they belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from headwater.base.spans import Span, hull, merged
from headwater.statements.chains import Spoken, written_date
from headwater.statements.drafts import Draft
from headwater.statements.lexicon import REPORTING
from headwater.statements.mentions import DOCUMENTS, SAYINGS, mention_at, mention_of
from headwater.statements.parse import Parsed
from headwater.statements.quotes import MARKS, OPENING, STRAIGHT, Quotation
from headwater.statements.trees import subject_of, subtree, verb_group

MESSAGES = DOCUMENTS | frozenset(
    "signal message warning answer reply order appeal ultimatum offer notice".split()
)
"""What somebody sends that can be quoted."""

ANNOUNCED = 0.5
"""The weight of what announces a block, at least."""

LONGEST = 40
"""Paragraphs of a block, at most."""

BULLETS = "•◦▪‣·*–—-"
"""What a paragraph of a list begins with."""

_COLON = re.compile(r":\s?[\"”»″]?$")
_STRONG = re.compile(
    r"(?:\bfollow(?:s|ing)?\b.{0,80}|\breads?\b.{0,20}|\bbelow\b.{0,20}):\s?[\"”»]?$|:\s?[\"”»]$", re.DOTALL
)
_SPEAKS_OF_IT = re.compile(
    r"(?:[A-Z]\w+ (?:\w+ ){0,3})?(?:that )?(?:[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Tt]he above) [\"“]?"
    r"(?:analysis|statement|message|e-?mail|assessment|words?|letter|memo|report|quotation|passage|claims?)\b"
)


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands in a text: its paragraphs, and for each of them its quotations, outermost only, and its drafts by
    their places in the list of all."""

    text: str
    paragraphs: Sequence[Span]
    quotations: Sequence[Sequence[Quotation]]
    drafts: Sequence[range]


def _introduces(page: _Page, at: int) -> bool:
    """Whether paragraph ``at`` ends with a colon that announces a block of several paragraphs."""
    paragraph = page.paragraphs[at]
    end = paragraph.of(page.text)[-200:]
    unclosed = any(not q.closed and q.span.end == paragraph.end for q in page.quotations[at])
    set_off = _indent(page, at + 1) > _indent(page, at) or page.text[page.paragraphs[at + 1].start] in BULLETS
    return bool(_COLON.search(end)) and (unclosed or set_off or bool(_STRONG.search(end)))


def _indent(page: _Page, at: int) -> int:
    """Columns of white space before a paragraph, behind the marks of quoted mail."""
    start = page.paragraphs[at].start
    line = page.text[max(page.text.rfind("\n", 0, start) + 1, page.text.rfind(">", 0, start) + 1) : start]
    return len(line.expandtabs(4)) if line.isspace() else 0


def _block_after(page: _Page, at: int, drafts: Sequence[Draft]) -> Span | None:
    """The block that follows paragraph ``at``, up to a paragraph in which the outer speaker is back; None where
    there is none."""
    last = at
    indent = _indent(page, at + 1)
    indented = indent > _indent(page, at)
    bulleted = page.text[page.paragraphs[at + 1].start] in BULLETS
    whole = _is_one_quotation(page, at + 1)
    while last + 1 < len(page.paragraphs) and last - at < LONGEST:
        if last > at and (whole or (indented and _indent(page, last + 1) < indent)):
            break
        if last > at and bulleted and page.text[page.paragraphs[last + 1].start] not in BULLETS:
            break
        if not whole and not indented and _is_back(page, last + 1, drafts):
            break
        last += 1
    return Span(page.paragraphs[at + 1].start, page.paragraphs[last].end) if last > at else None


def _is_one_quotation(page: _Page, at: int) -> bool:
    """Whether a paragraph is one quotation from its first to its last mark."""
    span = page.paragraphs[at]
    return any(
        q.closed and q.span.start == span.start and q.span.end >= span.end - 1 for q in page.quotations[at]
    )


def _is_back(page: _Page, at: int, drafts: Sequence[Draft]) -> bool:
    """Whether the outer speaker is back: a paragraph that opens with a quotation and goes on without it, or whose
    cue stands outside of its quotations, or that speaks of the block."""
    paragraph, text = page.paragraphs[at], page.text
    if _SPEAKS_OF_IT.match(text, paragraph.start, paragraph.end):
        return True
    outer = [q.span for q in page.quotations[at]]
    if not outer:
        return False
    if text[paragraph.start] in OPENING + STRAIGHT and outer[0].end < paragraph.end:
        return True
    here = [drafts[n] for n in page.drafts[at]]
    quoting = [d for d in here if any(_is_long(d, s) for s in outer)]
    return any(not any(s.holds(d.cue[0]) for s in outer) for d in quoting)


def _is_long(draft: Draft, quotation: Span) -> bool:
    return draft.holds(quotation) and len(quotation) > 60


def with_blocks(
    text: str,
    paragraphs: Sequence[Span],
    drafts: Sequence[Draft],
    quotations: Sequence[Quotation],
    announced: dict[int, Draft],
) -> list[Draft]:
    """Drafts with the blocks that their paragraphs announce.

    A block belongs to the innermost draft but one level that stands in the announcing sentence, and to all in whose
    content that one stands. ``announced`` has, by paragraph, the draft to take where only a document is named as
    what says it ("in a letter of May 3 the plan is set out again:"). Drafts and quotations are in order of start.
    """
    out = list(drafts)
    quoted = [
        [q for q in quotations[some.start : some.stop] if q.depth == 1]
        for some in _shared_out(paragraphs, [q.span.start for q in quotations])
    ]
    page = _Page(text, paragraphs, quoted, _shared_out(paragraphs, [d.cue[0].start for d in out]))
    for at, paragraph in enumerate(paragraphs[:-1]):
        block = _block_after(page, at, out) if _introduces(page, at) else None
        if block is None:
            continue
        here = [n for n in page.drafts[at] if _announces(text, paragraph, out[n])]
        outer = [n for n in here if not any(m != n and _within(out[n], out[m]) for m in here)]
        inner = [
            n
            for n in here
            if n not in outer
            and ":" not in text[out[n].cue[0].end : out[n].content[-1].start]
            and not out[n].frame.startswith("n:")
        ]
        letter = announced.get(at)
        if letter is not None and letter.frame == "speech" and here:
            letter = None
        if letter is not None and any(
            letter.source[0] == m.span for n in here for m in out[n].spoken.through
        ):
            letter = None  # a draft here names the document as its way already
        for n in outer:
            out[n] = _extended(out[n], block, not inner and letter is None)
        if letter is not None:
            out.append(replace(letter, content=merged([*letter.content, block])))
        elif inner:
            lead = max(inner, key=lambda n: out[n].size())
            out[lead] = _extended(out[lead], block, True)
    return out


def _shared_out(paragraphs: Sequence[Span], places: Sequence[int]) -> list[range]:
    """For each paragraph which of ``places``, in order, lie inside it."""
    return [range(bisect_left(places, p.start), bisect_left(places, p.end)) for p in paragraphs]


def _within(inner: Draft, outer: Draft) -> bool:
    return outer.holds(inner.cue[0]) and outer.size() > inner.size()


def _announces(text: str, paragraph: Span, draft: Draft) -> bool:
    """Whether the draft's cue stands in the paragraph's last sentence."""
    if not paragraph.holds(draft.cue[0]) or draft.frame == "label":
        return False
    end = hull([*draft.cue, *draft.content]).end
    return end >= paragraph.end - 3 or not re.search(
        r"[.!?][\"”’»]?\s+[\"“‘«]?[A-Z]", text[draft.cue[0].end : paragraph.end]
    )


def _extended(draft: Draft, block: Span, is_block: bool) -> Draft:
    weight = max(draft.weight, ANNOUNCED)
    return replace(
        draft, content=merged([*draft.content, block]), block=draft.block or is_block, weight=weight
    )


def document_draft(p: Parsed, text: str, part: int) -> Draft | None:
    """For a paragraph that ends with a colon: the draft of the document that its last sentence is about
    ("in a letter of May 3 ..."), without its content."""
    if not _COLON.search(p.span.of(text)[-4:]):
        return None
    last = p.sentences[-1] if len(p) else 0
    verbs = (t for t in reversed(range(len(p))) if p.pos[t] == "VERB" and p.sentences[t] == last)
    verb = next((t for t in verbs if p.lemmas[t] != "follow"), 0)
    for token in range(len(p)):
        if (
            p.sentences[token] < last - 1
            or p.deps[token] != "prep"
            or p.words[token].lower() not in {"in", "from"}
        ):
            continue
        thing = p.child(token, "pobj")
        if thing is None or p.lemmas[thing] not in DOCUMENTS:
            continue
        mention = mention_of(p, thing)
        if verb <= token or any(m in mention.span.of(text) for m in MARKS):
            continue
        cue = p.span_of(*verb_group(p, verb))
        views = _views(p, thing, verb)
        holder = mention_of(p, views) if views is not None else None
        spoken = Spoken(mention, dated=written_date(text, mention), holder=holder)
        content = (p.span_of(*subtree(p, views)),) if views is not None else ()
        return Draft(
            p.lemmas[verb], "document", (mention.span,), (cue,), content, ANNOUNCED, True, spoken, part
        )
    return _message_draft(p, last, part) or _speech_draft(p, verb, part)


def _views(p: Parsed, document: int, verb: int) -> int | None:
    """What somebody holds or says, named between a document and ``verb`` ("in a letter, X's view is set out again")."""
    between = range(document + 1, verb)
    return next((t for t in between if p.lemmas[t] in SAYINGS and p.child(t, "poss") is not None), None)


def _speech_draft(p: Parsed, verb: int, part: int) -> Draft | None:
    """The draft of who says what is set off behind the colon, by a verb of saying without anything else said ("Marr wrote
    to her sister:")."""
    subject = subject_of(p, verb) if p.lemmas[verb] in REPORTING else None
    if subject is None:
        return None
    source = p.span_of(*subject)
    spoken = Spoken(mention_at(p, source))
    return Draft(
        p.lemmas[verb],
        "speech",
        (source,),
        (p.span_of(*verb_group(p, verb)),),
        (),
        ANNOUNCED,
        True,
        spoken,
        part,
    )


def _message_draft(p: Parsed, sentence: int, part: int) -> Draft | None:
    """The draft of who sends the message that is quoted behind the colon ("they sent a signal that reads as follows:")."""
    for token in range(len(p)):
        verb = p.heads[token]
        if p.sentences[token] < sentence or p.deps[token] != "dobj" or p.lemmas[token] not in MESSAGES:
            continue
        subject = subject_of(p, verb) if p.pos[verb] == "VERB" and verb < token else None
        if subject is not None:
            source, cue = p.span_of(*subject), p.span_of(verb, token)
            spoken = Spoken(mention_at(p, source))
            return Draft(p.lemmas[verb], "message", (source,), (cue,), (), ANNOUNCED, True, spoken, part)
    return None
