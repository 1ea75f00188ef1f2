"""Claims: make them, link statements to them, and see how many origins stand behind them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection

from headwater.base.errors import InputError, NotFound
from headwater.claims import ledger as ledgers
from headwater.claims.ledger import Ledger
from headwater.desk import claim_lists, claim_pages, history_lines
from headwater.desk.evidence import seen_of, seen_whole
from headwater.desk.judging import require_standing
from headwater.desk.ledgers import read_ledger
from headwater.desk.statement_views import statement_views
from headwater.desk.views import ClaimLine, ClaimView, HistoryLine
from headwater.model.claim import Claim, How, Interest, Level, Link, LinkBasis, Role, document_of, whole
from headwater.model.document import ID_LENGTH
from headwater.model.statement import Stance
from headwater.model.suspicion import Verdict
from headwater.people.names import actor_key
from headwater.store import decisions, documents, statements
from headwater.store.case import Case

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_OWN_ID = re.compile(r".* \(.+\)", re.DOTALL)  # of an actor that nobody named: its words and where they stand


def claims(case: Case) -> tuple[ClaimLine, ...]:
    """All claims of the case with their counts."""
    with case.reading() as connection:
        return claim_lists.lines(case, connection)


def view(case: Case, claim_id: str, level: Level = Level.PERSON) -> ClaimView:
    """One claim: entries, parts against origins, independence at ``level``, lineage. Raises NotFound."""
    with case.reading() as connection:
        history = decisions.history(connection)
        ledger = ledgers.fold(history)
        return claim_pages.page(connection, ledger, _claim(ledger, claim_id), level, history)


def new(case: Case, text: str, parts: Sequence[str] = (), *, by: str, claim_id: str = "") -> Claim:
    """Write down a claim with its parts. ``claim_id`` is a short slug; by default c1, c2, ...

    Raises InputError where the text is empty, or the id is ill-formed or taken.
    """
    if not text.strip() or not all(part.strip() for part in parts):
        raise InputError("A claim and each of its parts must say something.", "Write each as a sentence.")
    if claim_id and not _SLUG.fullmatch(claim_id):
        raise InputError(f"{claim_id!r} cannot be a claim's id.", "Use up to 40 of a-z, 0-9 and hyphens.")
    with case.writing() as connection:
        history = decisions.history(connection)
        chosen = claim_id or ledgers.next_claim_id(history)
        if chosen in ledgers.used_claim_ids(history):
            raise InputError(
                f"There is or was a claim {chosen}.",
                "Choose another id: none is used twice.",
                code="duplicate-id",
            )
        body = {"claim": chosen, "text": text.strip(), "parts": [part.strip() for part in parts]}
        decisions.append(connection, "claim", body, by=by)
        return read_ledger(connection).claims[chosen]


def link(
    case: Case,
    claim_id: str,
    statement_id: str,
    role: Role,
    *,
    parts: Sequence[int] = (),
    basis: str = "",
    why: str = "",
    origin: str = "",
    by: str,
) -> Link:
    """Decide that a statement plays a role for a claim; a later link of the same two replaces it.

    ``statement_id`` may be of a document as a whole (``whole_document``). ``parts`` are numbers of the claim's parts (empty: the whole); ``basis`` how the source comes to know, a value
    of LinkBasis (default: as extracted); ``origin`` says in words what led to it, such as a finding of an audit. Raises NotFound, and InputError where the link does not fit the claim or the
    statement was rejected or has another one in its place.
    """
    with case.writing() as connection:
        ledger = read_ledger(connection)
        _require(ledger, claim_id, parts)
        if basis and basis not in list(LinkBasis):
            raise InputError(f"{basis!r} is no basis.", f"Use one of {', '.join(LinkBasis)}.")
        seen = None
        if document_of(statement_id):
            statement_id = _canonical(connection, ledger, statement_id)
            key = documents.find_key(connection, document_of(statement_id))
            seen = asdict(seen_whole(documents.get(connection, key).document))
        elif statement_id not in ledger.typed:
            held = statements.get(connection, statement_id)
            require_standing(held)
            basis = basis or held.statement.basis
            seen = asdict(seen_of(statement_views(connection, [held])[0]))
        body = {
            "claim": claim_id,
            "statement": statement_id,
            "role": role.value,
            "parts": sorted(set(parts)),
            "basis": basis or LinkBasis.UNKNOWN,
            "why": why,
            "seen": seen,
            **_from(origin),
        }
        decision = decisions.append(connection, "link", body, by=by)
        found = read_ledger(connection).claims[claim_id].links
        return next(row for row in found if row.id == decision.id)


def require_claim(case: Case, claim_id: str, parts: Sequence[int] = ()) -> None:
    """Nothing where there is such a claim with all of these parts. Raises NotFound, InputError."""
    with case.reading() as connection:
        _require(read_ledger(connection), claim_id, parts)


def _require(ledger: Ledger, claim_id: str, parts: Sequence[int]) -> None:
    claim = _claim(ledger, claim_id)
    wrong = [number for number in parts if not 1 <= number <= len(claim.parts)]
    if wrong:
        raise InputError(
            f"Claim {claim_id} has no part {wrong[0]}.",
            f"Its parts are numbered 1 to {len(claim.parts)}.",
        )


def _from(origin: str) -> dict[str, str]:
    return {"origin": origin} if origin else {}


def whole_document(case: Case, document: str) -> str:
    """The id by which a document (its id, or what it begins with) is linked, or rested on, as a whole. Raises NotFound,
    and InputError where several ids begin so."""
    with case.reading() as connection:
        return _canonical(connection, Ledger(), whole(document))


def _canonical(connection: Connection, ledger: Ledger, identifier: str) -> str:
    """The id of a statement, or of a document as a whole, that there is. Raises NotFound; InputError where ambiguous."""
    if document := document_of(identifier):
        key = documents.find_key(connection, document)
        return whole(documents.get(connection, key).document.id)
    if identifier not in ledger.typed:
        statements.get(connection, identifier)
    return identifier


def type_in(
    case: Case,
    text: str,
    chain: Sequence[str],
    *,
    citation: str = "",
    document: str = "",
    start: int | None = None,
    stance: Stance = Stance.ASSERTS,
    origin: str = "",
    by: str,
) -> str:
    """Enter a statement by hand; returns its id, the same for the same words, chain and place; what
    stands already is not entered again.

    ``chain`` names the links outermost first, the source last. The words stand in ``document`` (its id) at ``start``, a
    code point, by default where they first occur; or, without one, outside the case where ``citation`` says. Raises InputError, NotFound.
    """
    names = [name.strip() for name in chain]
    if not text.strip() or not names or not all(names):
        raise InputError(
            "A statement needs its words and a source.", "Give the text and at least one link of a chain."
        )
    if bool(document) == bool(citation.strip()):
        raise InputError(
            "A statement stands either in a document of the case or outside it.",
            "Give a document or a citation.",
        )
    with case.writing() as connection:
        sha256, start = _passage(connection, document, text, start) if document else ("", None)
        seed = "\n".join([text, citation, sha256, str(start), *names])
        identifier = "t" + hashlib.sha256(seed.encode("utf-8")).hexdigest()[:16]
        entered = read_ledger(connection).typed.get(identifier)
        if entered is not None and entered.stance == stance:
            return identifier
        body = {
            "statement": identifier,
            "text": text,
            "chain": names,
            "stance": stance.value,
            "citation": citation.strip(),
            "document": sha256[:ID_LENGTH],
            "start": start,
            "end": None if start is None else start + len(text),
            **_from(origin),
        }
        decisions.append(connection, "typed", body, by=by)
    return identifier


def _passage(connection: Connection, document: str, text: str, at: int | None) -> tuple[str, int]:
    """The hash of the document and where ``text`` stands in its rendition, at ``at`` or first."""
    found = documents.get(connection, documents.find_key(connection, document)).document
    start = found.text.find(text) if at is None else at
    if start < 0 or not found.text.startswith(text, start):
        raise InputError(
            f"These words do not stand in document {found.id}.", "Copy them from its text exactly."
        )
    return found.sha256, start


def passage(case: Case, statement_id: str) -> tuple[str, int | None]:
    """Where a statement stands: its document's id and the code point at which it begins.

    ("", None) for one that is cited from outside the case. Raises NotFound.
    """
    with case.reading() as connection:
        typed = read_ledger(connection).typed.get(statement_id)
        if typed:
            return typed.document, typed.start
        if document_of(statement_id):
            return document_of(_canonical(connection, Ledger(), statement_id)), 0
        statement = statements.get(connection, statement_id).statement
        spans = statement.source + statement.cue + statement.content
        return statement.sha256[:ID_LENGTH], min((span.start for span in spans), default=None)


def derive(
    case: Case,
    of: str,
    sources: Sequence[str],
    how: How,
    *,
    suspected: bool = False,
    directed: bool = True,
    why: str = "",
    origin: str = "",
    by: str,
) -> int:
    """Record that statement ``of`` rests on all of ``sources`` (or is suspected to); returns the decision's id.

    Each may be a document as a whole (``whole_document``). Several derivations of one statement are alternatives.

    Raises NotFound for unknown statements, InputError where nothing is rested on or a statement rests on itself.
    """
    if not sources or of in sources:
        raise InputError(
            "A derivation rests on at least one other statement.", "Name the statements it rests on."
        )
    if not directed and not suspected:
        raise InputError(
            "Only a suspicion can be without direction.", "Add --suspected, or give the direction."
        )
    with case.writing() as connection:
        ledger = read_ledger(connection)
        body = {
            "of": _canonical(connection, ledger, of),
            "sources": [_canonical(connection, ledger, source) for source in sources],
            "how": how.value,
            "suspected": suspected,
            "directed": directed,
            "why": why,
            **_from(origin),
        }
        return decisions.append(connection, "derivation", body, by=by).id


def set_actor(
    case: Case, name: str, *, institution: str | None = None, side: str | None = None, by: str
) -> str:
    """Say which institution and side an actor belongs to; None leaves what was said before. Returns the actor's id.

    ``name`` is a name as it stands in a chain, or the id of an actor that nobody named, as ``weigh`` shows it.
    Raises InputError where it names nobody or nothing is said.
    """
    key = _actor_id(name)
    said = [value for value in (institution, side) if value is not None]
    if not said or not all(value.strip() for value in said):
        raise InputError(
            "An actor belongs to a named institution or side.", "Give --institution, --side or both."
        )
    body = {"actor": key, "name": name, "institution": institution, "side": side}
    with case.writing() as connection:
        decisions.append(connection, "actor", body, by=by)
    return key


def _actor_id(name: str) -> str:
    key = name.strip() if _OWN_ID.fullmatch(name.strip()) else actor_key(name)
    if not key:
        raise InputError(f"{name!r} names nobody.", "Give the name as it stands in the chain.")
    return key


def set_interest(case: Case, name: str, kind: str, *, note: str = "", by: str) -> Interest:
    """Note what an actor stands to gain or lose: ``kind`` in a word or two ("defendant"), ``note`` what there is to say.

    ``name`` as for ``set_actor``. A later note of the same kind replaces it. Raises InputError where something is empty.
    """
    key, said = _actor_id(name), " ".join(kind.split())
    if not said:
        raise InputError("An interest needs a word for it.", "Say defendant, rival, payer or the like.")
    body = {"actor": key, "name": name.strip(), "interest": said, "note": note.strip()}
    with case.writing() as connection:
        decisions.append(connection, "interest", body, by=by)
        return read_ledger(connection).interests[key][said]


def interests(case: Case) -> tuple[Interest, ...]:
    """All interests that stand, by the actors' ids."""
    with case.reading() as connection:
        found = read_ledger(connection).interests
    return tuple(one for key in sorted(found) for one in found[key].values())


def decide_citation(
    case: Case, claim_id: str, citation_id: str, verdict: Verdict, *, why: str = "", by: str
) -> int:
    """Accept, reject or open again that a statement below a claim rests on a document that it cites; returns the
    decision's number. Raises NotFound where no citation below the claim has an id beginning so."""
    with case.writing() as connection:
        ledger = read_ledger(connection)
        cited = claim_pages.cited(connection, ledger, _claim(ledger, claim_id))
        found = [one for one in cited if citation_id and one.id.startswith(citation_id)]
        if len(found) != 1:
            raise NotFound(
                f"No citation below claim {claim_id} has the id {citation_id!r}.",
                "headwater claim show lists them.",
            )
        (one,) = found
        body = {
            "citation": one.id,
            "verdict": verdict.value,
            "statement": one.statement,
            "source": one.source,
            "why": why,
        }
        return decisions.append(connection, "citation", body, by=by).id


def history(case: Case, claim_id: str = "") -> tuple[HistoryLine, ...]:
    """The decisions of the case in order, or those that a claim rests on, also of one that was taken back.

    Raises NotFound where there never was such a claim.
    """
    if claim_id:
        with case.reading() as connection:
            there = claim_id in read_ledger(connection).claims
        if there:
            return view(case, claim_id).history
    with case.reading() as connection:
        made = decisions.history(connection)
    if claim_id and claim_id not in ledgers.used_claim_ids(made):
        raise NotFound(f"The case never had a claim {claim_id!r}.", "headwater claims CASE lists them.")
    lines_ = history_lines.lines(made, history_lines.words_of(made, {}))
    if not claim_id:
        return lines_
    own = {line.decision for line in lines_ if line.claim == claim_id}
    return tuple(line for line in lines_ if line.decision in own or line.undoes in own)


def is_in_a_lineage(case: Case, actor: str) -> bool:
    """Whether an actor's id stands in the lineage of any claim of the case."""
    with case.reading() as connection:
        ledger = read_ledger(connection)
        return any(actor in claim_pages.actors(connection, ledger, claim) for claim in ledger.claims.values())


def undo(case: Case, decision_id: int, *, by: str, why: str = "") -> int:
    """Take a decision back, also one that took another back; the ledger remembers all. Returns the undo's number.

    Raises NotFound where no decision in force has this number.
    """
    with case.writing() as connection:
        if decision_id not in ledgers.undoable(decisions.history(connection)):
            raise NotFound(
                f"No decision in force has the number {decision_id}.", "headwater history lists them."
            )
        return decisions.append(connection, "undo", {"decision": decision_id, "why": why}, by=by).id


def _claim(ledger: Ledger, claim_id: str) -> Claim:
    if claim_id not in ledger.claims:
        raise NotFound(f"The case has no claim {claim_id!r}.", "headwater claims CASE lists them.")
    return ledger.claims[claim_id]
