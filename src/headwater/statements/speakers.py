"""Whose each statement of a document is: names for pronouns, and for "I" and "we" whoever speaks there.

Statements are resolved in the order of the text, each after the one around it, since who spoke before is whom the next
pronoun most likely means. What cannot be told stays as it is written.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from headwater.base.spans import Span, hull
from headwater.statements.chains import links
from headwater.statements.drafts import Draft
from headwater.statements.genders import HE, SHE, gender
from headwater.statements.mentions import DOCUMENTS, PEOPLE, PRESS, Mention, Naming
from headwater.statements.names import FIRST_PERSON, ORGANISATIONS, Names, plain
from headwater.statements.quotes import is_quoted

IT, THEY, SOMEBODY = "it", "they", "somebody"
"""Kinds of who is meant beside HE and SHE: a thing that can speak, several, a person of unknown sex."""

NEAR = 30
"""How many contents before a place are looked at."""

BACK = 14
"""How many mentions before a pronoun are looked at."""

_WANTED = {
    **dict.fromkeys("he him his himself".split(), HE),
    **dict.fromkeys("she her hers herself".split(), SHE),
    **dict.fromkeys("it its itself which".split(), IT),
    **dict.fromkeys("they them their theirs themselves".split(), THEY),
    **dict.fromkeys("who whom".split(), SOMEBODY),
}
_FITS = {
    HE: {HE, SOMEBODY, ""},
    SHE: {SHE, SOMEBODY, ""},
    IT: {IT},
    THEY: {THEY, IT},
    SOMEBODY: {HE, SHE, SOMEBODY, ""},
}


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: the name, and the kind (HE, SHE, IT, THEY, SOMEBODY, or "" where nothing is known)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Somebody whom a pronoun may mean. ``likely`` is what speaks for it beside its being near."""

    start: int
    mention: Mention
    likely: float
    voice: Voice | None = None


class Speakers:
    """The links of each statement's own, below those of what stands around it.

    ``drafts`` are all of a document, ``parents`` the one around each (None for the outermost), ``names`` those of each
    part of a message (0 in what is none). ``above`` of ``told`` is the chain down to the statement around it.
    """

    def __init__(
        self, drafts: Sequence[Draft], parents: Sequence[int | None], names: Mapping[int, Names]
    ) -> None:
        self.drafts = drafts
        self.parents = parents
        self.names = names
        self.voices: dict[int, Voice | None] = {}
        self.firsts: dict[int, str] = {}
        self.sources = {s.start for d in drafts for s in d.source[:1]}
        self.contents = sorted((s.start, s.end, n) for n, d in enumerate(drafts) for s in d.content)
        self.heard: dict[int, list[_Candidate]] = {part: [] for part in names}

    def order(self) -> Iterator[int]:
        """The statements in the order of the text, each after the one around it."""
        done: set[int] = set()
        for n in sorted(
            range(len(self.drafts)), key=lambda n: hull([*self.drafts[n].source, *self.drafts[n].cue]).start
        ):
            way: list[int] = []
            at: int | None = n
            while at is not None and at not in done:
                way.append(at)
                done.add(at)
                at = self.parents[at]
            yield from reversed(way)

    def told(self, n: int, above: Sequence[str]) -> list[str]:
        """The links that statement ``n`` adds to ``above``; those before it in ``order`` are told."""
        draft = self.drafts[n]
        who = draft.spoken.who
        voice = self._voice(n, who, above) if who is not None else None
        self.voices[n] = voice
        if who is not None and voice is not None and who.naming is Naming.PRONOUN:
            self.heard[draft.part].append(_Candidate(who.span.start, who, 3.0, voice))
        return links(draft.spoken, self.names[draft.part], voice.name if voice else "")

    def _voice(self, n: int, who: Mention, above: Sequence[str]) -> Voice | None:
        draft = self.drafts[n]
        names = self.names[draft.part]
        if who.naming is not Naming.PRONOUN:
            return Voice(names.called(who), _kind(who, names.text))
        if who.head in FIRST_PERSON:
            return self._first_person(n, above) or Voice(plain(names.text, who.span), "")
        found = self._third_person(n, who)
        return found or Voice(plain(names.text, who.span), _WANTED.get(who.head, ""))

    def _first_person(self, n: int, above: Sequence[str]) -> Voice | None:
        """Who says "I" in statement ``n``: the one in whose quoted words it stands, else whoever the document is by."""
        at = n
        parent = self.parents[at]
        while parent is not None:
            if self._is_quoted(parent, self.drafts[n].cue[0].start):
                holder = self.drafts[parent].spoken.holder
                if holder is not None:
                    return Voice(self.names[self.drafts[parent].part].called(holder), "")
                return self.voices.get(parent)
            at = parent
            parent = self.parents[at]
        name = self.firsts.get(at, above[-1] if above else "")
        return Voice(name, "") if name else None

    def begin(self, n: int, above: Sequence[str]) -> None:
        """Sets who says "I" around statement ``n``, which stands in no other: the last link of ``above``."""
        if above:
            self.firsts[n] = above[-1]

    def _is_quoted(self, parent: int, place: int) -> bool:
        draft = self.drafts[parent]
        text = self.names[draft.part].text
        return draft.block or draft.cue[0].of(text) == ":" or is_quoted(text, draft.content, place)

    def _third_person(self, n: int, who: Mention) -> Voice | None:
        want = _WANTED.get(who.head)
        if want is None:
            return None
        draft, parent = self.drafts[n], self.parents[n]
        around = self.voices.get(parent) if parent is not None else None
        hearsay = around is not None and parent is not None and self._is_quoted(parent, who.span.start)
        if around is not None and not hearsay and around.kind in _FITS[want]:
            return around  # "Marr said she ..."
        best: tuple[float, Voice] | None = None
        for back, candidate in enumerate(reversed(self._before(n, who.span.start))):
            likely = candidate.likely - 0.4 * back
            if best is not None and likely <= best[0]:
                continue
            voice = candidate.voice or Voice("", _kind(candidate.mention, self.names[draft.part].text))
            if want == THEY and voice.kind == IT and not candidate.mention.subject:
                continue
            if want == IT and voice.kind == THEY and self._is_document(candidate):
                voice = Voice(voice.name, IT)  # "the reports say ... It says"
            if voice.kind not in _FITS[want] or not self._may_be(candidate.mention, voice.kind, draft.part):
                continue
            if not voice.name:
                voice = self._named(candidate.mention, voice.kind, draft.part)
                if voice.kind not in _FITS[want]:
                    continue
            if voice.name and not (hearsay and around is not None and voice.name == around.name):
                best = likely, Voice(voice.name, want if want in {HE, SHE} else voice.kind)
        return best[1] if best else None

    def _named(self, m: Mention, kind: str, part: int) -> Voice:
        """The voice of a mention of which only the kind is known; its full name may tell more ("Mr Lusk")."""
        name = self.names[part].called(m)
        if kind not in {SOMEBODY, ""} or name == plain(self.names[part].text, m.span):
            return Voice(name, kind)
        return Voice(name, gender(name.split()) or kind)

    def _before(self, n: int, position: int) -> list[_Candidate]:
        """Those named before a place, in order, without those in what statement ``n`` itself says."""
        draft = self.drafts[n]
        near = self.names[draft.part].near
        place = bisect_left(near, position, key=lambda m: m.span.start)
        window = near[max(0, place - BACK) : place]
        first = window[0].span.start if window else 0
        out = [
            _Candidate(m.span.start, m, self._likely(n, m))
            for m in window
            if m.span.end <= position and not draft.holds(m.span) and not _is_part(m, window)
        ]
        heard = self.heard[draft.part]
        out.extend(
            h for h in heard[-BACK:] if first <= h.start < position and not draft.holds(h.mention.span)
        )
        return sorted(out, key=lambda c: c.start)

    def _likely(self, n: int, m: Mention) -> float:
        """What speaks for a mention: that it does something, that it said something; against it, that it stands in
        the words of somebody else."""
        likely = (
            2.0 * m.subject
            + 1.0 * (m.span.start in self.sources)
            + 0.5 * (m.naming is Naming.NAME)
            - 1.0 * m.owner
        )
        return likely - 2.0 * self._is_others(n, m.span)

    def _is_others(self, n: int, span: Span) -> bool:
        """Whether ``span`` stands in the words of a statement other than those around statement ``n``."""
        around: set[int] = set()
        at: int | None = n
        while at is not None:
            around.add(at)
            at = self.parents[at]
        place = bisect_right(self.contents, span.start, key=lambda content: content[0])
        near = self.contents[max(0, place - NEAR) : place]
        return any(end >= span.end and m not in around for _, end, m in near)

    def _is_document(self, candidate: _Candidate) -> bool:
        return candidate.mention.head in DOCUMENTS and candidate.start in self.sources

    def _may_be(self, m: Mention, kind: str, part: int) -> bool:
        """Whether a name of which nothing is known is likely a person's: it does something, or has two words or a role."""
        if kind or m.naming is not Naming.NAME:
            return True
        words = plain(self.names[part].text, m.name or m.span).split()
        return (
            m.subject
            or len(words) > 1
            or bool(PEOPLE & set(m.roles))
            or any(c.isdigit() for w in words for c in w)
        )


def _kind(m: Mention, text: str) -> str:
    """What ``m`` is; "-" for what cannot speak."""
    if m.naming is Naming.PRONOUN:
        return _WANTED.get(m.head, "")
    words = plain(text, m.span).split()
    if m.naming is Naming.NOUN:
        if m.plural:
            return THEY
        if m.head in PEOPLE or m.head in {"who"}:
            return gender([m.head]) or SOMEBODY
        return IT if m.head in DOCUMENTS or m.head in ORGANISATIONS else gender([m.head]) or "-"
    own = plain(text, m.name or m.span).split()
    sex = gender([*words, *own], m.roles)
    if sex:
        return sex
    if any(c.isdigit() for w in own for c in w):
        return SOMEBODY
    low = {w.lower() for w in own}
    if words[:1] in (["the"], ["The"]) and not m.roles and m.head not in PEOPLE:
        return IT  # "the Osprey"
    if low & (ORGANISATIONS | PRESS) or m.head in DOCUMENTS or (len(own) == 1 and own[0].isupper()):
        return IT
    return THEY if m.plural else SOMEBODY if PEOPLE & set(m.roles) else ""


def _is_part(m: Mention, others: Sequence[Mention]) -> bool:
    """Whether a mention is a piece of another's name, as "Appeals" is of "Court of Appeals"."""
    return any(o.naming is Naming.NAME and len(o.span) > len(m.span) and o.span.holds(m.span) for o in others)
