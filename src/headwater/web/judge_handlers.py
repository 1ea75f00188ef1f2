"""Handlers for judging statements: accept, reject, correct, add one that was missed, undo, history.

Only those that take a form change anything; they answer with a redirect. What cannot be done because of what was typed
comes back as the same form with the reason.
"""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.base.errors import InputError, UsageError
from headwater.desk import documents, judging, statements
from headwater.desk.judging import Change
from headwater.desk.picking import Piece, in_words
from headwater.desk.statement_views import words
from headwater.desk.views import DocumentView, StatementView
from headwater.model.document import Document
from headwater.model.judgement import Held
from headwater.model.statement import Basis, Form, Stance, Statement
from headwater.web import asking
from headwater.web.framing import Pager, Problem
from headwater.web.handlers import case_of, frame
from headwater.web.pages import JudgementsPage, JudgePage, Typed, WordsPage
from headwater.web.reading import begins, passage
from headwater.web.rendering import respond
from headwater.web.wording import passage_url

JUDGEMENTS = 50
"""Rows on one page."""

_REFUSED = (InputError, UsageError)
_PARTS = ("source", "cue", "content")
_BETWEEN = "\n…\n"  # sets off the pieces of a passage


def judge_form(request: Request) -> Response:
    """One statement in its passage, with its history and the form to judge it."""
    return respond(_judge_page(request, None, None))


def judge(request: Request, form: FormData) -> Response:
    """Judge a statement: ``verdict`` (accept, reject) or ``undo`` (the number of a judgement), ``why``, ``by``."""
    case, statement = case_of(request), request.path_params["id"]
    view = statements.one(case, statement)
    try:
        by, why = asking.decided_by(form), asking.field(form, "why")
        if asking.field(form, "undo"):
            _undo(request, form, by, why)
        elif asking.field(form, "verdict") == "accept":
            judging.accept(case, statement, by=by, why=why)
        elif asking.field(form, "verdict") == "reject":
            judging.reject(case, statement, by=by, why=why)
        else:
            raise UsageError("No judgement was chosen.", "Accept or reject the statement.")
    except _REFUSED as error:
        return respond(_judge_page(request, form, Problem.of(error)), 400)
    return _decided(passage_url(view.document, begins(view.statement)), by)


def undo(request: Request, form: FormData) -> Response:
    """Take back the judgement of the number ``undo``: ``by``, ``why``."""
    by = asking.decided_by(form)
    _undo(request, form, by, asking.field(form, "why"))
    return _decided("/judgements", by)


def _undo(request: Request, form: FormData, by: str, why: str) -> None:
    number = asking.whole(asking.field(form, "undo"), "undo", least=1, default=None)
    if number is None:
        raise UsageError("No judgement was named.", "Use the button beside it.")
    judging.withdraw(case_of(request), number, by=by, why=why)


def _decided(url: str, by: str) -> Response:
    response = RedirectResponse(url, status_code=303)
    asking.remember_name(response, by)
    return response


def _judge_page(request: Request, form: FormData | None, problem: Problem | None) -> JudgePage:
    case = case_of(request)
    view = statements.one(case, request.path_params["id"])
    blocks, cut = passage(documents.view(case, view.document), view)
    return JudgePage(
        frame=frame(request, "statements"),
        view=view,
        start=begins(view.statement),
        blocks=blocks,
        cut=cut,
        history=judging.history(case, statement_id=view.statement.id),
        why=asking.field(form or FormData(), "why"),
        by=asking.field(form or FormData(), "by") or asking.remembered_name(request.cookies),
        problem=problem,
    )


def history(request: Request) -> Response:
    """The judgements of the case or of a ``document``, the latest first."""
    document, number = asking.text(request, "document"), asking.page(request)
    told = judging.history(case_of(request), document)[::-1]
    first = (number - 1) * JUDGEMENTS
    made = JudgementsPage(
        frame=frame(request, "statements"),
        history=told[first : first + JUDGEMENTS],
        pager=Pager.of("/judgements", [("document", document)], len(told), number, JUDGEMENTS),
        document=document,
        by=asking.remembered_name(request.cookies),
    )
    return respond(made)


def correct_form(request: Request) -> Response:
    """The form that corrects a statement, filled with what it is."""
    view = statements.one(case_of(request), request.path_params["id"])
    shown = documents.view(case_of(request), view.document)
    typed = _as_it_is(view.statement, shown.document.text, asking.remembered_name(request.cookies))
    return respond(_words_page(request, shown, view, typed, view.statement, None))


def correct(request: Request, form: FormData) -> Response:
    """Correct a statement, or with ``do=preview`` show what would be: the fields of ``Typed``."""
    case, statement = case_of(request), request.path_params["id"]
    view = statements.one(case, statement)
    shown, typed = documents.view(case, view.document), _typed(form)
    try:
        change = _change(typed, view.statement.chain)
        new = judging.preview(case, change, statement_id=statement)
        if asking.field(form, "do") == "preview":
            return respond(_words_page(request, shown, view, typed, new, None))
        by = asking.decided_by(form)
        judging.correct(case, statement, change, by=by, why=typed.why)
    except _REFUSED as error:
        page = _words_page(request, shown, view, typed, view.statement, Problem.of(error))
        return respond(page, 400)
    return _decided(passage_url(view.document, begins(new)), by)


def add_form(request: Request) -> Response:
    """The form for a statement that was missed in a document."""
    shown = documents.view(case_of(request), request.path_params["id"])
    typed = _typed(FormData([("by", asking.remembered_name(request.cookies))]))
    return respond(_words_page(request, shown, None, typed, None, None))


def add(request: Request, form: FormData) -> Response:
    """Enter a statement that was missed, or with ``do=preview`` show what would be: the fields of ``Typed``."""
    case, document = case_of(request), request.path_params["id"]
    shown, typed = documents.view(case, document), _typed(form)
    try:
        change = _change(typed, ())
        new = judging.preview(case, change, document_id=document)
        if asking.field(form, "do") == "preview":
            return respond(_words_page(request, shown, None, typed, new, None))
        by = asking.decided_by(form)
        judging.add(case, document, change, by=by, why=typed.why)
    except _REFUSED as error:
        return respond(_words_page(request, shown, None, typed, None, Problem.of(error)), 400)
    return _decided(passage_url(shown.document.id, begins(new)), by)


def _typed(form: FormData) -> Typed:
    return Typed(
        source=asking.field(form, "source"),
        cue=asking.field(form, "cue"),
        content=asking.field(form, "content"),
        numbers={part: asking.field(form, f"{part}-nth") for part in _PARTS},
        stance=asking.field(form, "stance") or Stance.ASSERTS.value,
        basis=asking.field(form, "basis") or Basis.UNKNOWN.value,
        form=asking.field(form, "form"),
        chain=asking.field(form, "chain"),
        why=asking.field(form, "why"),
        by=asking.field(form, "by"),
    )


def _as_it_is(statement: Statement, text: str, by: str) -> Typed:
    source, cue, content = (
        _BETWEEN.join(in_words(text, passages))
        for passages in (statement.source, statement.cue, statement.content)
    )
    return Typed(
        source=source,
        cue=cue,
        content=content,
        numbers=dict.fromkeys(_PARTS, ""),
        stance=statement.stance.value,
        basis=statement.basis.value,
        form=statement.form.value,
        chain="\n".join(statement.chain),
        why="",
        by=by,
    )


def _change(typed: Typed, before: tuple[str, ...]) -> Change:
    """What the form asks for. A chain that is left as it was, or empty where there was none, is left to the desk."""
    chain = tuple(" ".join(line.split()) for line in typed.chain.split("\n") if line.strip())
    return Change(
        source=_pieces(typed.source, typed.numbers["source"]),
        cue=_pieces(typed.cue, typed.numbers["cue"]),
        content=_pieces(typed.content, typed.numbers["content"]),
        stance=asking.one_of(Stance, typed.stance, "Stance"),
        basis=asking.one_of(Basis, typed.basis, "Basis"),
        form=asking.one_of(Form, typed.form, "Form") if typed.form else None,
        chain=None if chain == tuple(" ".join(link.split()) for link in before) else chain,
    )


def _pieces(words: str, number: str) -> tuple[Piece, ...]:
    nth = asking.whole(number, "The number of a place", least=1, default=None)
    rows = [piece for piece in words.split(_BETWEEN) if piece.strip()]
    return tuple(Piece(piece, nth if n == 0 else None) for n, piece in enumerate(rows))


def _words_page(
    request: Request,
    shown: DocumentView,
    view: StatementView | None,
    typed: Typed,
    statement: Statement | None,
    problem: Problem | None,
) -> WordsPage:
    """The form with what was typed, and where ``statement`` stands."""
    blocks, cut = passage(shown, _shown(statement, shown.document)) if statement else ((), False)
    return WordsPage(
        frame=frame(request, "statements"),
        view=view,
        document=shown.document.id,
        title=shown.document.title,
        action=request.url.path,
        typed=typed,
        stances=tuple(Stance),
        bases=tuple(Basis),
        forms=tuple(Form),
        blocks=blocks,
        cut=cut,
        problem=problem,
    )


def _shown(statement: Statement, document: Document) -> StatementView:
    text = document.text
    source, cue, content = (words(text, p) for p in (statement.source, statement.cue, statement.content))
    return StatementView(statement, document.id, document.title, "", source, cue, content, Held(statement))
