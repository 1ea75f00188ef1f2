"""A case with a ledger that has everything in it: many reprints, loops, joint rests, suspicions, interests, undone decisions.

All of it is fiction: a ferry left the harbour of Ness overloaded, and the papers wrote about it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from headwater.archive.indexing import Keeper, terms_of
from headwater.base.dates import DateRank, Moment
from headwater.base.spans import Span
from headwater.desk import claims, copies
from headwater.desk.holding import hold_readings
from headwater.model.claim import How, Role
from headwater.model.document import Document, Kind, Place, Taken
from headwater.model.statement import Basis, Form, Stance, Statement
from headwater.statements.batch import Read
from headwater.store import case as cases
from headwater.store import containers, documents, filing
from headwater.store.case import Case

STORY = """Ferry left Ness overloaded, harbour master says

NESS (Northern Wire) - The ferry Alcyone left the harbour of Ness on 9 May with 412 people aboard, harbour master Ruth Vane
told Northern Wire on Saturday. She is licensed to carry 260, and the last lifeboat drill in her log is two years old.

"I stopped her twice that spring, and twice I was overruled from the capital," Vane said. The shipping line has not
answered questions about who gave the order, and the ministry refers all callers to the prosecutor in Kell.
"""

REWRITTEN = """Overloaded ferry: harbour master speaks out

The ferry Alcyone left the harbour of Ness on 9 May with 412 people aboard, harbour master Ruth Vane has said. The ship
is licensed to carry 260, and the last lifeboat drill in her log is two years old.

"I stopped her twice that spring, and twice I was overruled from the capital," Vane said. Nobody at the shipping line
would tell our reporter who gave the order, and the ministry refers all callers to the prosecutor in Kell.
"""

PARTS = (
    "The ferry carried more than she was licensed for.",
    "The capital had ordered her to sail.",
    "The crew had been paid.",
)


def build(root: Path) -> dict[str, str]:
    """Make the case in ``root``; the ids of what tests open."""
    with cases.create(root, name="The ferry of Ness") as case:
        story = _text(STORY, "Ferry left Ness overloaded, harbour master says", 1_870_000_000)
        copy = _text(REWRITTEN, "Overloaded ferry: harbour master speaks out", 1_870_090_000)
        filler = [
            _text(f"Minutes {n}. The tide table of week {n} was read.\n", f"Minutes {n}", 1_860_000_000 + n)
            for n in range(4)
        ]
        _take_in(case, [story, copy, *filler])
        _read(case, story)
        copies.search(case)
        made = {"story": story.id, "copy": copy.id, "suspicion": copies.of_document(case, story.id)[0].id}
        _five(case, story.id)
        _two_hundred(case)
        _empty(case)
        return made


def build_bare(root: Path) -> None:
    """A case of a story and a rewritten copy in ``root``, in which nobody looked for copies."""
    with cases.create(root, name="The ferry of Ness") as case:
        _take_in(case, [_text(STORY, "A story", 1_870_000_000), _text(REWRITTEN, "A copy", 1_870_090_000)])


def _text(text: str, title: str, when: int) -> Document:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(
        digest,
        len(text.encode()),
        Kind.TEXT,
        "text/plain",
        title,
        text,
        sent=Moment(when, None),
        rank=DateRank.HEADER,
    )


def _take_in(case: Case, taken: list[Document]) -> None:
    rows = [Taken(Place(f"#{n}", n, 1), one) for n, one in enumerate(taken, start=1)]
    with Keeper(case) as keeper:
        with case.writing() as connection:
            container = containers.begin(connection, "/archive/ness/cuttings.mbox", "mbox", "1").id
            new = filing.add_items(
                connection, [(container, item) for row in rows for item in filing.items(row, terms_of)]
            )
            containers.finish(connection, container, claimed=len(rows), size=9_000, structure_bytes=0)
        keeper.add([(key, item.derived) for key, item in new])


def _read(case: Case, story: Document) -> None:
    """Put the statements of the story where reading would put them."""
    load = "The ferry Alcyone left the harbour of Ness on 9 May with 412 people aboard"
    found = [
        _said(story, "harbour master Ruth Vane", "told", load, ("Northern Wire", "Ruth Vane")),
        _said(
            story, "Vane", "said", "twice I was overruled from the capital", ("Northern Wire", "Ruth Vane")
        ),
    ]
    with case.writing() as connection:
        stored = documents.get(connection, documents.find_key(connection, story.sha256))
        hold_readings(connection, [(stored, Read(tuple(found)))], "fiction-1")


def _said(story: Document, source: str, cue: str, content: str, chain: tuple[str, ...]) -> Statement:
    spans = [
        (Span(at, at + len(words)),) for words in (source, cue, content) for at in [story.text.index(words)]
    ]
    identifier = hashlib.sha256(content.encode()).hexdigest()[:16]
    return Statement(
        identifier,
        story.sha256,
        *spans,
        Stance.ASSERTS,
        Basis.HEARD,
        Form.INDIRECT,
        None,
        chain,
        "2029-05-09",
        0.9,
    )


def _say(
    case: Case,
    claim: str,
    text: str,
    chain: list[str],
    role: Role,
    basis: str = "unknown",
    parts: tuple[int, ...] = (),
) -> str:
    """Enter a statement and link it."""
    statement = claims.type_in(case, text, chain, citation="Cuttings of the harbour library, Ness", by="Noor")
    claims.link(
        case, claim, statement, role, parts=parts, basis=basis, why="As the cutting has it.", by="Noor"
    )
    return statement


def _five(case: Case, story: str) -> None:
    """Five nodes: a witness, two papers that had it from her, a denial, a doubt; and all that can be decided."""
    claims.new(
        case,
        "The ferry was sent to sea overloaded, on orders from the capital.",
        PARTS,
        by="Noor",
        claim_id="ferry",
    )
    _say(
        case,
        "ferry",
        "There were 412 aboard.",
        ["Ness Herald", "Ruth Vane"],
        Role.SUPPORTS,
        "witnessed",
        (1,),
    )
    _say(
        case,
        "ferry",
        "Twice I was overruled.",
        ["Kell Post", "Ruth Vane"],
        Role.SUPPORTS,
        "witnessed",
        (1, 2),
    )
    _say(case, "ferry", "No order was given.", ["Ministry of Ports"], Role.DISPUTES, "unknown", (2,))
    doubt = _say(
        case, "ferry", "The passenger list has two hands.", ["an engineer"], Role.QUALIFIES, "inferred", (1,)
    )
    claims.set_interest(case, "Ruth Vane", "defendant", note="charged with negligence", by="Sam")
    claims.set_actor(case, "Ness Herald", institution="Ness Press", by="Sam")
    wrong = claims.link(case, "ferry", doubt, Role.MENTIONS, why="Wrong role.", by="Sam")
    claims.undo(case, wrong.id, by="Noor", why="It was right before.")
    claims.link(
        case, "ferry", claims.whole_document(case, story), Role.SUPPORTS, parts=(1,), basis="heard", by="Sam"
    )


def _two_hundred(case: Case) -> None:
    """Some two hundred nodes: reprints, chains, a loop, a joint rest, a suspicion, officials whom nobody names."""
    claims.new(case, "The harbour was closed too late.", PARTS[:1], by="Noor", claim_id="large")
    wire = _say(
        case,
        "large",
        "The harbour was closed at noon.",
        ["Northern Wire", "Ruth Vane"],
        Role.SUPPORTS,
        "witnessed",
    )
    for n in range(40):
        paper = _say(case, "large", f"Closed at noon ({n}).", [f"Provincial Paper {n + 1}"], Role.SUPPORTS)
        claims.derive(case, paper, [wire], How.REPUBLISHES, by="Noor")
    for n in range(24):
        _say(
            case,
            "large",
            f"It was late ({n}).",
            [f"Evening Sheet {n + 1}", f"Agency {n % 6 + 1}", f"Pilot {n % 8 + 1}"],
            Role.SUPPORTS,
            "witnessed",
        )
    for n in range(20):
        _say(
            case,
            "large",
            f"It was in time ({n}).",
            [f"Gazette {n + 1}", "an official"],
            Role.DISPUTES,
            "heard",
        )
    wiki = _say(case, "large", "Closed at two.", ["Open Chronicle"], Role.SUPPORTS)
    blog = _say(case, "large", "Closed at two, as is known.", ["Harbour Blog"], Role.SUPPORTS)
    claims.derive(case, wiki, [blog], How.CITES, by="Noor")
    claims.derive(case, blog, [wiki], How.CITES, by="Noor")
    tide = _say(case, "large", "High water was at one.", ["Tide Office"], Role.MENTIONS, "record")
    sums = _say(case, "large", "An hour too late.", ["Institute of Seafaring"], Role.QUALIFIES)
    claims.derive(case, sums, [tide, wire], How.CITES, by="Noor")
    twin = _say(
        case, "large", "At noon the harbour was closed.", ["The Observer of Kell"], Role.SUPPORTS, "witnessed"
    )
    claims.derive(case, twin, [wire], How.REPUBLISHES, suspected=True, by="Noor")


def _empty(case: Case) -> None:
    claims.new(case, "The farms were warned.", (), by="Noor", claim_id="empty")
