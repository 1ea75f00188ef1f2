"""Build a case around a published article and some mail, and weigh one claim of it.

usage: python docs/examples/plaza.py CASE ARTICLE MAIL...

The article that Headwater starts from says that US officials struck a deal with a cartel's leadership, and that this is
borne out "in large part" by a diplomat's mail. This script does what an investigator would do by hand on the pages: it
takes in the article and the mail, reads the article for statements, writes the claim with its parts, picks the statements
that bear on it, and decides for each what it does to the claim, which parts it covers and how its source comes to know.
Then it records what rests on what, and who has an interest. Everything else is computed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from headwater.desk import adding, cases, claims, copies, judging, reading, statements
from headwater.desk.judging import Change
from headwater.desk.views import ClaimView, StatementView
from headwater.model.claim import How, Level, Role
from headwater.people.names import is_pronoun
from headwater.store.case import Case

CLAIM = "US officials struck a deal with the Sinaloa leadership"
DEAL, IMMUNITY, NEGOTIATED, SIGNAL = 1, 2, 3, 4
PARTS = (
    "A deal existed.",
    "It gave immunity.",
    "An immunity deal was negotiated.",
    "A signal was sent that favoured one group.",
)


@dataclass(frozen=True)
class Pick:
    """A statement to link, and what is decided of it.

    It is found by words that its content has and by part of the name of its source, the last link of its chain.
    """

    key: str
    source: str
    words: tuple[str, ...]
    role: Role
    parts: tuple[int, ...]
    basis: str
    why: str


PICKS = (
    # What the insider says, and where: three times, and each time it is one man's word.
    Pick(
        "insider",
        "organization member",
        ("US officials", "struck a deal"),
        Role.SUPPORTS,
        (DEAL,),
        "unknown",
        "the opening sentence; the article does not name him here",
    ),
    Pick(
        "defendant",
        "Zambada Niebla",
        ("negotiated an immunity deal",),
        Role.SUPPORTS,
        (DEAL, IMMUNITY, NEGOTIATED),
        "witnessed",
        "he says that he was a party to it",
    ),
    Pick(
        "pleadings",
        "attorneys",
        ("arrangements with the Sinaloa", "acceptable price"),
        Role.SUPPORTS,
        (DEAL,),
        "heard",
        "argued in court on his behalf",
    ),
    # What the code-named diplomat writes: a reading of signals, and no meetings.
    Pick(
        "signal",
        "MX1",
        ("sent a signal",),
        Role.SUPPORTS,
        (SIGNAL,),
        "inferred",
        "a reading of a public announcement: “could be construed as follows”",
    ),
    Pick(
        "no-meetings",
        "MX1",
        ("There are no meetings",),
        Role.DISPUTES,
        (NEGOTIATED,),
        "unknown",
        "signals instead of meetings; it says nothing of immunity",
    ),
    # The other side, and the one who reads the signal otherwise.
    Pick("denial", "US government", ("arrangement exists",), Role.DISPUTES, (DEAL,), "unknown", "the denial"),
    Pick(
        "dissent",
        "dissenting analyst",
        ("opposite",),
        Role.QUALIFIES,
        (SIGNAL,),
        "inferred",
        "reads the same message the other way round",
    ),
)

RESTS_ON = (
    # The insider of the opening sentence is the defendant of the later ones, and his attorneys speak for him.
    ("insider", "defendant", "the high-ranking member is the man on trial"),
    ("pleadings", "defendant", "they argue what he told them"),
)


def find(case: Case, pick: Pick) -> StatementView:
    """The statement that fits: one of the source that is meant if there is one, the shortest of several."""
    _, found = statements.listing(case, limit=None)
    fitting = [
        view
        for view in found
        if view.statement.chain and all(words in " ".join(view.content.split()) for words in pick.words)
    ]
    if not fitting:
        sys.exit(f"No statement with {pick.words} was found.")
    return min(fitting, key=lambda view: (not says(view, pick.source), not view.source, len(view.content)))


def says(view: StatementView, source: str) -> bool:
    """Whether the last link of the chain is the source."""
    return source in view.statement.chain[-1]


def picked(case: Case, pick: Pick, by: str) -> str:
    """The id of the statement that fits, corrected where the reading took somebody else for its source."""
    view = find(case, pick)
    if says(view, pick.source):
        judging.accept(case, view.statement.id, by=by, why=pick.why)
        return view.statement.id
    above = view.statement.chain[:-1] if is_pronoun(view.statement.chain[-1]) else view.statement.chain
    change = Change(chain=(*above, pick.source))
    return judging.correct(case, view.statement.id, change, by=by, why="whose words these are")[1]


def build(root: Path, article: Path, mail: list[Path], by: str = "docs") -> ClaimView:
    """Make the case in ``root`` and the claim in it; returns the claim as its page shows it."""
    with cases.new_case(root, name="Managing the plaza") as case:
        adding.add(case, [article])
        reading.read_case(case)
        adding.add(case, mail)  # taken in and not read: the page says so
        copies.search(case)
        made = claims.new(case, CLAIM, PARTS, by=by, claim_id="deal")
        linked = {pick.key: picked(case, pick, by) for pick in PICKS}
        for pick in PICKS:
            claims.link(
                case,
                made.id,
                linked[pick.key],
                pick.role,
                parts=pick.parts,
                basis=pick.basis,
                why=pick.why,
                by=by,
            )
        for of, source, why in RESTS_ON:
            claims.derive(case, linked[of], [linked[source]], How.CITES, why=why, by=by)
        defendant = statements.one(case, linked["defendant"]).statement.chain[-1]
        claims.set_interest(case, defendant, "defendant", note="the deal would end his trial", by=by)
        return claims.view(case, made.id, Level.PERSON)


def main() -> None:
    """Build the case and print the claim: parts against origins, both sides, and each chain down to its passage."""
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    view = build(Path(sys.argv[1]), Path(sys.argv[2]), [Path(path) for path in sys.argv[3:]])
    print(view.claim.text)
    for part in view.parts:
        print(f"Part {part.number}: {part.text}")
        print(f"  supported by: {part.support.words}")
        print(f"  disputed by: {part.dispute.words}")
        print(f"  {part.sentence}")
    print(f"Support: {view.support_sentence}")
    print(f"Dispute: {view.dispute_sentence}")
    for entry in view.entries:
        interests = "".join(f" [an interested party: {one.kind}]" for one in entry.interests)
        print(f"{entry.link.role}: {' <- '.join(entry.chain)}{interests}")
    print(view.read)


if __name__ == "__main__":
    main()
