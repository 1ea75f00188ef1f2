"""Where an article speaks of a single document, and what it says of it: who wrote it to whom, when, its number, its title.

English and Spanish, by the words that go with a noun for a document. A mention that could mean any of many ("e-mails
released by the ministry", "the correspondence", "no letter") is none, and neither is one of which nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from headwater.base.spans import Span
from headwater.claims.audit.article import Article, Quoted
from headwater.claims.audit.times import When, day_of, times

REACH = 220
"""Code points after a noun in which what is said of it may stand."""

_MAIL = r"e-?mails?|mail|message|correo(?:\s+electrónico)?|mensaje"
_PAPER = (
    r"memorandum|memorando|memorándum|memo|letter|carta|cable|telegram|telegrama|fax|note|nota|report|informe|document|"
    r"documento|dispatch|despacho|affidavit|filing|motion|complaint|demanda|indictment|transcript|transcripción|minutes|"
    r"acta|pleadings?|brief|contract|contrato|invoice|factura|statement|comunicado|deposition|diary|presentation"
)
_NOUN = re.compile(
    rf"\b(?:(?P<mail>{_MAIL})|(?P<plural>court pleadings|pleadings|minutes)|(?P<paper>{_PAPER}))\b(?![-’'])(?!\s+(?:correspondence|traffic|account|address|exchange|chain|trail|server|archive|dump|list|messages?|correos)\b)",
    re.IGNORECASE,
)
_CAP = r"[A-ZÀ-Þ][\w’'.&-]*[\w]|[A-ZÀ-Þ]"
_PARTICLE = r"(?:de\s+la|de\s+los|de|del|la|von|van|der|den|bin|al|el|of\s+the|of|for|and|y|&)"
_TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Lic|Gen|Col|Sen|Rep|President|Minister|Secretary|Ambassador)\.?\s+"
NAME = rf"(?:{_TITLE})?(?:[\w.+-]+@[\w.-]+\w|(?:{_CAP})(?:\s+(?:{_PARTICLE}\s+)?(?:{_CAP}))*)"
_ROLE = r"(?:(?:the|his|her|its|their|an?|el|la|su)\s+(?:[a-zà-þ’'-]+\s+){0,4}(?:[A-Za-zà-þ’'-]+,\s+)?)?"
_AGENT = re.compile(
    rf"[\s,]*(?:(?:that|which)\s+(?:was|were)\s+)?(?:sent\s+by|written\s+by|signed\s+by|from|by|enviad[oa]\s+por|escrit[oa]\s+por|de\s+parte\s+de|por|de|del)\s+{_ROLE}(?P<name>{NAME})"
)
_GOAL = re.compile(
    rf"[\s,]*(?:(?:that|which)\s+(?:was|were)\s+)?(?:(?:sent|written|addressed|enviad[oa]|escrit[oa]|dirigid[oa])\s+)?(?:to|a|al|para)\s+{_ROLE}(?P<name>{NAME})"
)
_PAIR = re.compile(
    rf"[\s,]*(?:between|entre)\s+{_ROLE}(?P<one>{NAME}?)\s+(?:and|y)\s+{_ROLE}(?P<other>{NAME})"
)
_SENT = re.compile(
    rf"\s+(?:(?:that|which|que)\s+)?(?P<name>{NAME})\s+(?:had\s+|has\s+|había\s+)?(?:sent|wrote|e-?mailed|addressed|envió|escribió|enviado|escrito)(?:\s+(?:to\s+|a\s+)?{_ROLE}(?P<goal>{NAME}))?"
)
_NUMBER = re.compile(
    r"\s*[,(]?\s*(?:(?:doc(?:ument)?|ref(?:erence)?|id|case)\.?\s*)?(?:no\.?|nr\.?|number|núm(?:ero)?\.?|n[.º°]+|#|id)?\s*"
    r"(?P<number>(?=[A-Za-z/_-]{0,12}\d)(?:[A-Z]{1,6}[-_/]?)?\d[\w/-]{2,24})\b(?!\s+(?:pages?|words|people|euros|dollars))",
)
_DOC_NO = re.compile(r"\b(?:Doc(?:ument)?\.?\s+)?(?:No\.?|Number|#)\s*(?P<number>[A-Z]{1,3}\d{5,12})\b")
_CALLED = re.compile(
    r"[\s,]*(?:(?:with|under|bearing|carrying|con|bajo)\s+(?:the\s+|el\s+)?(?:subject|asunto|title|heading|título)(?:\s+line)?|titled|entitled|called|headed|headlined|titulad[oa]|llamad[oa])\s*:?,?\s*[“\"«‘](?P<title>[^“”\"«»]{3,200}?)[,.]?[”\"»’]"
)
_RUN = re.compile(
    rf"\s*,?\s+(?P<title>(?:{_CAP})(?:\s+(?:(?:of|on|the|and|for|in|to|from|with|a|an)\s+){{0,2}}(?:{_CAP})){{3,20}})"
)
_BETWEEN = re.compile(
    r"[\s,(]*(?:(?:that|which|was|were|is|had|been|dated|sent|written|signed|lodged|filed|published|of|from|on|in|late|early|the|"
    r"del?|el|la|con|fecha|fechad[oa]|enviad[oa]|escrit[oa]|firmad[oa]|publicad[oa])\s+){0,4}"
)
_WORK = re.compile(
    rf"\b(?:(?P<year>(?:19|20|21)\d\d)\s+)?(?P<title>(?:{_CAP})(?:\s+(?:(?:of|on|for|the|and)\s+){{0,2}}(?:{_CAP})){{0,6}}\s+(?:Report|Survey|Handbook|Yearbook|Census|Assessment|Memorandum)|Informe\s+(?:{_CAP})(?:\s+(?:(?:de|del|sobre|las?|los|el|y)\s+){{0,3}}(?:{_CAP})){{1,6}})(?:\s+(?:for\s+|of\s+|de\s+)?(?P<after>(?:19|20|21)\d\d))?\b"
)
_NO = frozenset(
    "no any every each neither without many several some all other ningún ninguna ningun ninguno cada".split()
)
_DETERMINERS = frozenset(
    "a an the this that another one his her their its my our un una el la este esta ese esa su otro otra al del".split()
)
_SAME = frozenset("same this that mismo misma este esta ese esa".split())
_STOPS = frozenset(
    """in of to by from with on at for as and or but that which who wrote writes said says sent told is was were are had has
    according via through en de por con a según para y o que dijo escribió sent received read shows show showed""".split()
)
_WROTE = re.compile(
    rf"(?P<name>{NAME})\s+(?:\w+ly\s+)?(?:wrote|writes|e-?mailed|escribió)(?:\s+(?:to\s+|a\s+)?{_ROLE}(?P<goal>{NAME}))?[\s,]+(?:\w+\s+){{0,3}}?(?:in|on|en)\s+$"
)
_APART = 400  # code points between the lines of a block
_MARKS = " \n\t\r“”\"«»‘’'>•*-–—…"
_TOKEN = re.compile(r"[^\s]+")
_OWNED = re.compile(rf"(?P<name>{NAME})(?:['’]s|(?<=s)['’])$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A document as an article speaks of it.

    ``noun`` is what it is called, folded; ``mail``: it must be a message. ``writer`` and ``recipients`` are names or
    addresses as written; ``between``: which of the two wrote is not said. ``about`` are names beside the noun, of a firm or
    a person ("a Tidewrack e-mail"); ``number`` and ``title`` identify it. ``same`` is the place in the list of the citation that it repeats ("the same
    e-mail"); ``points``: it points back to one that the article has not named, so that only its words can tell it. ``words`` are quotations given from it, ``beside`` quotations that may be, ``speakers`` who is said to say them.
    """

    span: Span
    noun: str
    mail: bool
    writer: str = ""
    recipients: tuple[str, ...] = ()
    between: bool = False
    when: When | None = None
    about: tuple[str, ...] = ()
    number: str = ""
    title: str = ""
    same: int | None = None
    points: bool = False
    words: tuple[Span, ...] = ()
    beside: tuple[Span, ...] = ()
    speakers: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether enough is said of it to look for it."""
        dated = self.when is not None and not self.when.loose and (self.when.last - self.when.first).days < 32
        people = bool(self.writer or self.recipients)
        return dated or people or bool(self.number or self.title or self.same is not None or self.words)


def cited(article: Article) -> list[Cited]:
    """The documents that an article speaks of, in order. Any text will do."""
    flat = re.sub(r"[\n\r\t\f\v]", " ", article.text)
    written = day_of(article.date)
    out: list[Cited] = []
    for number, sentence in enumerate(article.sentences):
        for one in sorted(_in_sentence(flat, sentence, written, article), key=lambda c: c.span):
            if any(one.span.overlaps(other.span) for other in out[-8:]):
                continue
            found = _with_words(_repeated(one, out, article, number), article, number)
            if found.tells:
                out.append(found)
    return out


def _in_sentence(flat: str, sentence: Span, written: date | None, article: Article) -> Iterator[Cited]:
    quoted = [one.span for one in article.quoted if one.span.overlaps(sentence)]
    for noun in _NOUN.finditer(flat, sentence.start, sentence.end):
        told = any(span.start <= noun.start() < span.end for span in quoted)
        found = _cited(flat, sentence, noun, written, quoted)
        if found is not None and (not told or _is_told(flat, found)):
            yield found
    for work in _WORK.finditer(flat, sentence.start, sentence.end):
        if not any(span.start <= work.start() < span.end for span in quoted):
            yield from _work(work)
    for number in _DOC_NO.finditer(flat, sentence.start, sentence.end):
        if not any(span.start <= number.start() < span.end for span in quoted):
            yield Cited(Span(number.start(), number.end()), "document", False, number=number["number"])


def _work(work: re.Match[str]) -> Iterator[Cited]:
    """A report or a handbook that is named by its title, with the year that stands beside it."""
    title = re.sub(r"^(?:The|A|An|In|This|That)\s+", "", work["title"])
    year = int(work["year"] or work["after"] or 0)
    if len(title.split()) > 2:
        span = Span(work.start() if work["year"] else work.end("title") - len(title), work.end())
        when = When(span, date(year, 1, 1), date(year, 12, 31)) if year else None
        yield Cited(span, "work", False, when=when, title=title)


def _cited(
    flat: str, sentence: Span, noun: re.Match[str], written: date | None, quoted: Sequence[Span]
) -> Cited | None:
    """What is said of the document that a noun names; None where it is one of many, or none."""
    before = _before(flat, sentence.start, noun.start())
    own = [word.group().casefold().strip(".,") for word in before]
    plural = noun["mail"] is not None and noun.group().lower().endswith("s")
    work = noun.group()[0].isupper() and any(word.group()[0].isupper() for word in before)
    if plural or work or _NO.intersection(own):
        return None
    start = before[0].start() if before else noun.start()
    stop = min([sentence.end, noun.end() + REACH, *(s.start for s in quoted if s.start >= noun.end())])
    whens = times(flat, Span(start, stop), written) if start < stop else []
    owner = next((m for word in before if (m := _OWNED.search(flat[sentence.start : word.end()]))), None)
    if owner is not None:
        start = min(start, sentence.start + owner.start())
    found = Cited(Span(start, noun.end()), noun.group().casefold(), noun["mail"] is not None)
    found = replace(
        found,
        writer=owner["name"] if owner else "",
        when=next((when for when in whens if when.span.end <= noun.start()), None),
        about=() if owner else _about([word for word in before if word.start() > sentence.start], whens),
    )
    found = _after(flat, found, stop, whens)
    wrote = _WROTE.search(flat, sentence.start, start)
    if wrote and not found.writer:
        found = replace(found, writer=wrote["name"])
        if wrote["goal"] and not found.recipients:
            found = replace(found, recipients=(wrote["goal"],))
    if _SAME.intersection(own) and not found.when and not found.number and not found.writer:
        found = replace(found, same=-1)
    return found


def _is_told(flat: str, found: Cited) -> bool:
    """Whether a document of which somebody speaks who is quoted is one for the reader: it has a day or a number, and is
    not "your letter of 3 May"."""
    first = found.span.of(flat).split()[0].casefold()
    exact = bool(found.number) or (found.when is not None and found.when.is_day)
    return exact and first in _DETERMINERS - {"my", "our", "his", "her", "their", "its", "su"}


def _before(flat: str, start: int, end: int) -> list[re.Match[str]]:
    """The words before a noun that belong to it, from its determiner on."""
    words = list(_TOKEN.finditer(flat, max(start, end - 120), end))[-8:]
    kept: list[re.Match[str]] = []
    for word in reversed(words):
        plain = word.group().casefold().strip("“”\"'‘’(")
        dated = plain[:1].isdigit() and plain.endswith(",") and kept and kept[-1].group()[:1].isdigit()
        ends = plain in _DETERMINERS or plain in _NO or re.search(r"['’]s$|s['’]$", plain)
        if not ends and (plain in _STOPS or (plain[-1:] in ',;:.)”"»' and not dated)):
            break
        kept.append(word)
        if ends:
            break
    return kept[::-1]


def _about(before: Sequence[re.Match[str]], whens: Sequence[When]) -> tuple[str, ...]:
    """The names that stand beside the noun, before it."""
    dated = [when.span for when in whens]
    names = [
        word.group().strip("“”\"'‘’(")
        for word in before
        if word.group()[:1].isupper()
        and len(word.group()) > 1
        and word.group().casefold() not in _DETERMINERS
        if not any(span.start <= word.start() < span.end for span in dated)
    ]
    return (" ".join(names),) if names else ()


def _after(flat: str, found: Cited, stop: int, whens: Sequence[When]) -> Cited:
    """What is said of a document behind its noun, as far as it goes without a break."""
    at = found.span.end
    for _ in range(8):
        step = _step(flat, found, at, stop, whens)
        if step is None:
            break
        found, at = step
    return replace(found, span=Span(found.span.start, max(at, found.span.end)))


def _step(flat: str, found: Cited, at: int, stop: int, whens: Sequence[When]) -> tuple[Cited, int] | None:
    """One more thing that is said behind a noun, and where it ends."""
    when = next((one for one in whens if one.span.start >= at), None)
    if when is not None and found.when is None:
        link = _BETWEEN.match(flat, at, when.span.start)
        if link is not None and link.end() == when.span.start:
            return replace(found, when=when), when.span.end
    if not found.number and (number := _NUMBER.match(flat, at, stop)) and _is_number(number["number"]):
        return replace(found, number=number["number"]), number.end()
    title = _CALLED.match(flat, at, min(len(flat), stop + REACH))
    if not found.title and title:
        return replace(found, title=title["title"]), title.end()
    if not found.title and not found.mail and (run := _RUN.match(flat, at, stop)):
        return replace(found, title=run["title"]), run.end()
    return _people(flat, found, at, stop)


def _people(flat: str, found: Cited, at: int, stop: int) -> tuple[Cited, int] | None:
    pair = _PAIR.match(flat, at, stop)
    if pair and pair["one"] and not found.writer and not found.recipients:
        return replace(found, writer=pair["one"], recipients=(pair["other"],), between=True), pair.end()
    sent = _SENT.match(flat, at, stop)
    if sent and not found.writer:
        goal = (sent["goal"],) if sent["goal"] and not found.recipients else found.recipients
        return replace(found, writer=sent["name"], recipients=goal), sent.end()
    goal_ = _GOAL.match(flat, at, stop)
    if goal_ and not found.recipients:
        return replace(found, recipients=(goal_["name"],)), goal_.end()
    agent = _AGENT.match(flat, at, stop)
    if agent and not found.writer:
        return replace(found, writer=agent["name"]), agent.end()
    return None


def _is_number(found: str) -> bool:
    """Whether it can be a document's number: four digits and more, and no year."""
    digits = sum(char.isdigit() for char in found)
    return (
        digits >= 4
        and not re.fullmatch(r"(?:1[89]|2[01])\d\d", found)
        and not re.fullmatch(r"\d{4}-\d\d-\d\d", found)
    )


def _repeated(one: Cited, before: Sequence[Cited], article: Article, number: int) -> Cited:
    """ "The same e-mail" with the citation that it repeats: the last of its kind, a few sentences before."""
    if one.same is None:
        return one
    for place in range(len(before) - 1, -1, -1):
        other = before[place]
        if number - article.sentence_at(other.span.start) > 6:
            break
        if other.mail == one.mail and (
            one.mail or other.noun == one.noun or "document" in (one.noun, other.noun)
        ):
            return replace(one, same=other.same if other.same is not None else place)
    return replace(one, same=None, points=True)


def _with_words(one: Cited, article: Article, number: int) -> Cited:
    """A citation with the quotations that are given from it: those of its sentence, and a block that it announces."""
    text, sentence = article.text, article.sentences[number]
    inside = [q for q in article.quoted if sentence.start <= q.span.start < sentence.end and not q.block]
    inside = [q for q in inside if not q.span.holds(one.span) and q.span.of(text).strip(" .,") != one.title]
    given = [*inside, *_announced(article, sentence)]
    paragraph = article.paragraph_of(sentence.start)
    beside = [q for q in article.quoted if paragraph and paragraph.holds(q.span) and q not in given]
    return replace(
        one,
        words=tuple(q.span for q in (*given, *(beside if one.points else ()))),
        beside=tuple(q.span for q in beside if not q.span.holds(one.span)),
        speakers=tuple(dict.fromkeys(q.speaker for q in given if q.speaker)),
    )


def _announced(article: Article, sentence: Span) -> list[Quoted]:
    """The lines of a block that a sentence announces, and quotations that follow its colon at once."""
    text = article.text
    if not sentence.of(text).rstrip('”" \n').endswith((":", "follows", "siguiente")):
        return []
    found: list[Quoted] = []
    last = sentence.end
    for quoted in article.quoted:
        if quoted.span.start < sentence.end:
            continue
        between = text[last : quoted.span.start]
        if len(between) > _APART or (between.strip(_MARKS) and not quoted.block):
            break
        found.append(quoted)
        last = quoted.span.end
    return found
