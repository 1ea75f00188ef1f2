"""Mentions: who or what a noun phrase speaks of, taken from the parse of one paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.base.spans import Span
from headwater.statements.parse import RELATIVE, Parsed

DOCUMENTS = frozenset(
    """email e-mail mail message report story article memo memorandum letter cable dispatch piece column editorial book
    document pleading filing affidavit blog post tweet paper study note transcript bulletin survey poll review
    correspondence file recording tape leaflet brief lawsuit complaint indictment petition diary log minutes fax
    print-out printout handbook manual manuscript""".split()
)
SAYINGS = frozenset(
    "claim statement assertion allegation view opinion remark comment account word testimony".split()
)
PUBLICATIONS = frozenset("report story article piece column editorial blog post dispatch".split())
TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady president vice-president minister secretary senator
    representative congressman congresswoman governor mayor judge justice general colonel major captain lieutenant
    sergeant commissioner director chief chairman chairwoman chair inspector detective officer agent ambassador analyst
    attorney lawyer journalist reporter editor spokesman spokeswoman spokesperson candidate nominee gen col maj capt lt
    sgt sen rep gov rev father sister leader king queen prince princess pope nominee executive ceo chancellor premier republican democrat democratic""".split()
)
PEOPLE = TITLES | frozenset(
    """adviser advisor activist aide author banker boss broker captain clerk colleague critic dealer defendant
    diplomat doctor driver engineer expert friend historian informant insider investigator lawmaker leaker man master mother
    nurse official operative owner participant person pilot politician researcher resident scholar scientist soldier
    source speaker student supporter teacher trader veteran victim voter whistleblower witness woman worker writer
    trafficker narco-trafficker prosecutor economist pollster strategist manager smuggler accountant architect archivist
    assistant auditor bailiff bishop brother butcher captive carter caretaker carpenter chemist commander commissioner
    consultant contact contractor cook councillor councilman cousin customer daughter deckhand deputy employee
    father papa dad fisherman foreman gardener girl boy guard guest guide handler heir husband inmate inventor keeper
    landlord lender librarian man manager mate mechanic merchant messenger miller miner monk neighbour neighbor nephew
    niece novelist nun observer officer parent passenger patient peasant policeman policewoman porter priest prisoner
    producer professor programmer protester refugee reverend rival sailor secretary servant sheriff shopkeeper singer
    skipper son spy steward superintendent supervisor surgeon surveyor technician tenant translator treasurer uncle aunt
    vendor warden wife widow widower farmer nurse official insider""".split()
)
PRESS = frozenset(
    """news times post observer herald tribune gazette guardian reuters radio press journal magazine daily telegraph ap
    afp bbc cnn nbc cbs abc npr weekly ledger courier chronicle examiner inquirer mail mirror sun star standard
    independent record review wire bulletin dispatch echo globe sentinel argus advertiser monitor mercury television tv
    diario periódico gaceta heraldo correo prensa zeitung tageblatt anzeiger monde figaro""".split()
)
"""Words in the names of newspapers, agencies and stations."""
DAYS = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December yesterday today tomorrow""".split()
)
_PLACING = frozenset("in at from with for near inside within below under by".split())
_TIMES = frozenset(
    "day week month year hour morning evening night time past future interview statement".split()
)
_CALLED = frozenset("name call know dub nickname codename identify".split())
_PARTICLES = frozenset("de la del von van der den el al bin di da dos du le".split())
_INDEFINITE = frozenset("a an one another some several many two three four certain".split())
_DEFINITE = frozenset("the this that these those".split())

_ROLES = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "appos", "attr", "ROOT", "conj", "poss", "dative", "oprd"}
)


class Naming(StrEnum):
    """How a mention names: by a proper name, by a common noun, or by a pronoun."""

    NAME = "name"
    NOUN = "noun"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """One noun phrase.

    ``span`` is the phrase without relative clauses and appositions; ``name`` the span of the proper name in it;
    ``head`` the lemma of its main noun (lower-case); ``roles`` the nouns that say what the named one is, ``traits`` the
    words that belong to these ("harbour" in "the harbour master Odile Marr"). ``subject``
    is True where it does or undergoes a verb, ``owner`` where something is said to be its own; ``publisher`` is who published it, as far as the phrase says so.
    """

    span: Span
    naming: Naming
    head: str
    name: Span | None = None
    roles: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    definite: bool = False
    indefinite: bool = False
    plural: bool = False
    subject: bool = False
    owner: bool = False
    publisher: Span | None = None


def mentions(p: Parsed) -> list[Mention]:
    """All noun phrases of a paragraph, in order of their heads, and the outlets named before a role ("Harbour Wire
    reporter")."""
    out: list[Mention] = []
    for token, pos in enumerate(p.pos):
        if pos in {"NOUN", "PROPN"} and p.deps[token] in _ROLES:
            out.append(mention_of(p, token))
        elif pos == "PROPN" and p.words[token].lower() in PRESS and p.words[token + 1 : token + 2] != ["'s"]:
            first = token
            while first > 0 and p.pos[first - 1] == "PROPN":
                first -= 1
            span = p.span_of(first, token)
            out.append(Mention(span, Naming.NAME, p.lemmas[token], span))
    return out


def mention_at(p: Parsed, span: Span) -> Mention | None:
    """The mention whose words ``span`` covers: that of its highest token; a relative pronoun gives what it refers to."""
    tokens = p.inside(span)
    tops = [t for t in tokens if p.heads[t] not in tokens or p.heads[t] == t] or list(tokens)
    if not tops:
        return None
    top = min(tops, key=lambda t: (not is_nominal(p, t), p.pos[t] not in {"NUM", "DET", "ADJ", "X"}))
    if p.tags[top] in RELATIVE:
        at = p.heads[top]
        for _ in range(4):
            if p.deps[at] == "relcl":
                return mention_of(p, p.heads[at])
            at = p.heads[at]
    return mention_of(p, top)


def is_nominal(p: Parsed, token: int) -> bool:
    """Whether a token can name somebody or something by itself."""
    return p.pos[token] in {"NOUN", "PROPN", "PRON"}


def mention_of(p: Parsed, head: int) -> Mention:
    """The mention headed by token ``head``; "her claim" speaks of her."""
    while p.lemmas[head] in SAYINGS and (owner := _owner(p, head)) is not None:
        head = owner
    first, last = _edges(p, head)
    first_word = p.words[first].lower()
    named = _name(p, head, first)
    roles, traits = _roles(p, head, named)
    naming = Naming.PRONOUN if p.pos[head] == "PRON" else Naming.NAME if named else Naming.NOUN
    return Mention(
        span=p.span_of(first, last),
        naming=naming,
        head=p.lemmas[head] if p.pos[head] != "PRON" else p.words[head].lower(),
        name=p.span_of(*named) if named else None,
        roles=roles,
        traits=traits,
        definite=first_word in _DEFINITE,
        indefinite=first_word in _INDEFINITE,
        plural=p.tags[head] in {"NNS", "NNPS"},
        subject=p.deps[head] in {"nsubj", "nsubjpass"},
        owner=p.deps[head] == "poss",
        publisher=_publisher(p, head),
    )


def _owner(p: Parsed, saying: int) -> int | None:
    """Whose a claim is: X in "X's claim", "the claim of X", "the claim by X"."""
    owner = p.child(saying, "poss")
    if owner is not None:
        return owner
    prep = next((c for c in p.children[saying] if p.words[c].lower() in {"of", "by"} and c > saying), None)
    who = p.child(prep, "pobj") if prep is not None else None
    return who if who is not None and p.pos[who] in {"NOUN", "PROPN"} else None


def _edges(p: Parsed, head: int) -> tuple[int, int]:
    """First and last token of the phrase: determiners to the main noun, and what belongs to its name."""
    first = min(
        [
            head,
            *(
                p.firsts[c]
                for c in p.children[head]
                if c < head
                and p.deps[c]
                not in {"relcl", "punct", "appos", "cc", "advmod", "preconj", "prep", "mark", "ccomp"}
            ),
        ]
    )
    while first < head and p.pos[first] == "PUNCT":
        first += 1
    last = head
    for child in p.children[head]:
        if child < head or p.firsts[child] > last + 2:
            continue
        if p.deps[child] == "prep" and _belongs(p, head, child):
            last = _prepositional(p, child)
        elif p.deps[child] in {"amod", "advmod"} and p.pos[head] == "NOUN" and p.pos[child] in {"ADJ", "ADV"}:
            last = p.lasts[child]  # "people close to the talks"
        elif p.deps[child] == "acl" and p.words[child].lower() in {"dated", "sent"}:
            last = p.lasts[child]
            while last > head and p.pos[last] == "PUNCT":
                last -= 1
    return first, last


def _belongs(p: Parsed, head: int, prep: int) -> bool:
    word = p.words[prep].lower()
    thing = p.child(prep, "pobj")
    if thing is None:
        return False
    if thing < prep:
        return False  # "whom ... of": the parse turned it round
    if p.pos[head] == "NOUN" and word in _PLACING:
        aside = p.lemmas[thing] in _TIMES or (p.lemmas[thing] in DOCUMENTS and word == "in")
        return p.words[thing] not in DAYS and not aside and p.firsts[thing] == prep + 1
    return word == "of" or (
        p.pos[head] == "PROPN" and p.pos[thing] == "PROPN" and word in {"for", "on", "and", "at"}
    )


def _prepositional(p: Parsed, prep: int) -> int:
    """The end of "of X": X and what is joined to it by "and", and "of Y" right after it; no clauses."""
    inner: int | None = prep
    while inner is not None:
        thing = p.child(inner, "pobj")
        last = thing if thing is not None and thing > inner else inner
        for child in p.children[last]:
            if child > last and p.deps[child] == "conj" and p.pos[child] == "PROPN":
                last = child
        follows = last + 1 < len(p) and p.heads[last + 1] == last and p.deps[last + 1] == "prep"
        inner = last + 1 if follows and p.words[last + 1].lower() == "of" else None
    if p.words[last] in DAYS:  # "of 6 June 2029", "of June 6, 2029"
        while last + 1 < len(p) and (p.words[last + 1].isdigit() or _is_year_behind(p, last + 1)):
            last += 1
    return last


def _is_year_behind(p: Parsed, comma: int) -> bool:
    year = p.words[comma + 1] if comma + 1 < len(p) else ""
    return p.words[comma] == "," and year.isdigit() and len(year) == 4


def _name(p: Parsed, head: int, first: int) -> tuple[int, int] | None:
    """The proper name that ends at ``head``, or that stands in apposition to it, less titles."""
    if p.pos[head] != "PROPN":
        beside = p.child(head, "appos")
        if beside is None or p.pos[beside] != "PROPN":
            beside = _code_name(p, head)
        return _name(p, beside, p.firsts[beside]) if beside is not None else None
    start = head
    while start > first and (
        p.pos[start - 1] == "PROPN" or p.words[start - 1].lower() in _PARTICLES or _inside_name(p, start - 1)
    ):
        if p.words[start - 1].lower().rstrip(".") in PEOPLE:
            break
        start -= 1
    while start < head and (p.pos[start] != "PROPN" or p.words[start] in {"daily", "weekly"}):
        start += 1
    return start, _name_end(p, head)


def _name_end(p: Parsed, head: int) -> int:
    """The end of a name that goes on behind its main word: "Ministry of Fisheries"."""
    link = next((c for c in p.children[head] if c == head + 1 and p.words[c] in {"of", "for"}), None)
    thing = p.child(link, "pobj") if link is not None else None
    return (
        _prepositional(p, link)
        if link is not None and thing is not None and p.pos[thing] == "PROPN"
        else head
    )


def _code_name(p: Parsed, head: int) -> int | None:
    """X in "a source code-named X", "a man known as X", "a deckhand whom we call X"."""
    for clause in range(head + 1, min(head + 8, len(p))):
        behind = p.words[head + 1] == "," and all(
            p.pos[t] in {"NOUN", "PUNCT"} for t in range(head + 2, clause)
        )
        if p.lemmas[clause] in _CALLED and (head in {p.heads[clause], p.heads[p.heads[clause]]} or behind):
            called = p.child(clause, "oprd")
            link = p.child(clause, "prep")
            if called is None and link is not None and p.words[link].lower() == "as":
                called = p.child(link, "pobj")
            if called is not None and p.pos[called] == "PROPN":
                return called
    return None


def _inside_name(p: Parsed, token: int) -> bool:
    """Whether a quoted nickname or a hyphen stands inside a name."""
    return p.words[token] in {'"', "'", "-"} and token > 0 and p.pos[token - 1] == "PROPN"


def _roles(p: Parsed, head: int, named: tuple[int, int] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the phrase says that the named one is, and the words that go with it: "journalist" in "the journalist Jane
    Doe", "clerk" with "chief" in "Jane Doe, the chief clerk"."""
    if named is None:
        return (), ()
    before = [
        t
        for t in range(p.firsts[head], named[0])
        if p.pos[t] in {"NOUN", "ADJ"} or p.words[t].lower().rstrip(".") in PEOPLE
    ]
    titled = [t for t in before[-1:] if p.pos[t] == "NOUN" or p.words[t].lower().rstrip(".") in PEOPLE]
    deputy = bool(titled) and p.words[titled[0] - 1].lower() in {"vice", "deputy"}
    beside = [c for c in p.children[head] if p.deps[c] == "appos" and p.pos[c] == "NOUN"]
    verb = p.heads[head]
    is_a = [c for c in p.children[verb] if p.deps[c] == "attr" and p.pos[c] == "NOUN"]
    own = [head] if p.pos[head] == "NOUN" else []
    nouns = [*([] if deputy else titled), *beside, *own, *(is_a if p.deps[head] == "nsubj" else [])]
    with_them = [c for noun in nouns for c in p.children[noun] if p.deps[c] in {"compound", "amod"}]
    words = [*before, *(t for t in with_them if not named[0] <= t <= named[1])]
    return tuple(dict.fromkeys(p.lemmas[t] for t in nouns)), tuple(p.words[t].lower() for t in words)


def _publisher(p: Parsed, head: int) -> Span | None:
    """X in "a report published by X"."""
    for child in p.children[head]:
        if p.deps[child] == "acl" and p.lemmas[child] in {"publish", "release", "issue", "obtain", "leak"}:
            agent = p.child(child, "agent")
            who = p.child(agent, "pobj") if agent is not None else None
            if who is not None:
                first, last = _edges(p, who)
                return p.span_of(first, last)
    return None
