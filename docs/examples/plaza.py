"""Build a case around a published article and some mail, and weigh one claim of it.

usage: python docs/examples/plaza.py CASE ARTICLE MAIL...

The article that Headwater starts from says that US officials struck a deal with a cartel's leadership. This script does
what an investigator would do by hand on the pages: it takes in the article and the mail, reads the article for
statements, writes the claim with its parts, picks the statements that bear on it, and decides for each what it does
to the claim, which parts it covers and how its source comes to know. Everything else is computed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from headwater.desk import adding, cases, claims, statements
from headwater.desk.views import ClaimView, StatementView
from headwater.model.claim import How, Level, Role
from headwater.store.case import Case

CLAIM = "US officials struck a deal with the Sinaloa leadership"
PARTS = ("A deal existed.", "It gave immunity in exchange for information.", "It was negotiated by signals.")


@dataclass(frozen=True)
class Pick:
    """A statement to link, found by some of its words and one link of its chain, and what is decided of it."""

    key: str
    link: str
    words: str
    role: Role
    parts: tuple[int, ...]
    basis: str
    why: str


PICKS = (
    Pick(
        "member", "organization member", "struck a deal", Role.SUPPORTS, (1,), "heard", "the opening sentence"
    ),
    Pick(
        "defendant",
        "",
        "negotiated an immunity deal",
        Role.SUPPORTS,
        (1, 2),
        "witnessed",
        "a party to it, on trial",
    ),
    Pick("pleading", "attorneys", "arrangements", Role.SUPPORTS, (1,), "heard", "argued for the defendant"),
    Pick(
        "mail",
        "email dated",
        "negotiating",
        Role.SUPPORTS,
        (3,),
        "inferred",
        "a reading of signals, not of meetings",
    ),
    Pick("denial", "US government", "arrangement", Role.DISPUTES, (1,), "unknown", "the denial"),
    Pick(
        "dissent",
        "dissenting analyst",
        "opposite",
        Role.QUALIFIES,
        (3,),
        "inferred",
        "reads the signal otherwise",
    ),
)


def find(case: Case, pick: Pick) -> StatementView:
    """The statement that fits, the one with the longest chain where several do."""
    _, found = statements.listing(case, limit=None)
    fitting = [
        view
        for view in found
        if pick.words in " ".join(view.content.split())
        and any(pick.link in name for name in view.statement.chain)
    ]
    if not fitting:
        sys.exit(f"No statement about {pick.words!r} was found.")
    return max(fitting, key=lambda view: len(view.statement.chain))


def build(root: Path, article: Path, mail: list[Path], by: str = "docs") -> ClaimView:
    """Make the case in ``root`` and the claim in it; returns the claim as its page shows it."""
    with cases.new_case(root, name="Managing the plaza") as case:
        adding.add(case, [article])
        statements.read_case(case)
        adding.add(case, mail)
        made = claims.new(case, CLAIM, PARTS, by=by, claim_id="deal")
        linked = {pick.key: find(case, pick).statement.id for pick in PICKS}
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
        claims.derive(
            case, linked["pleading"], [linked["defendant"]], How.CITES, why="they speak for him", by=by
        )
        return claims.view(case, made.id, Level.PERSON)


def main() -> None:
    """Build the case and print the claim with its chains."""
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    view = build(Path(sys.argv[1]), Path(sys.argv[2]), [Path(path) for path in sys.argv[3:]])
    print(view.claim.text)
    print(f"Support: {view.support_sentence}")
    print(f"Dispute: {view.dispute_sentence}")
    for part in view.parts:
        print(f"Part {part.number}, {part.text} {part.sentence}")
    for entry in view.entries:
        print(f"{entry.link.role}: {' <- '.join(entry.chain)}")


if __name__ == "__main__":
    main()
