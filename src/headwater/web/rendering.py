"""From a page to an answer: Jinja templates, each given the fields of one page and nothing else."""

from __future__ import annotations

from dataclasses import fields

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from headwater.desk.thread_views import HOWS
from headwater.dossier import audit_report
from headwater.model.claim import document_of
from headwater.web import wording
from headwater.web.marking import highlighted
from headwater.web.pages import Page


def environment() -> Environment:
    """Escapes everything, and treats a name that is not there as an error rather than as nothing."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("headwater.web"), audit_report.shared_loader()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": wording.number,
        "size": wording.size,
        "day": wording.day,
        "instant": wording.instant,
        "listed": wording.listed,
        "brief": wording.brief,
        "highlighted": lambda fragment: highlighted(fragment.text, fragment.marks),
    }
    made.globals |= {
        "several": wording.several,
        "counted": wording.counted,
        "sent": wording.sent,
        "speaker_of": wording.speaker,
        "span_of_days": wording.span_of_days,
        "passage_url": wording.passage_url,
        "standing_of": wording.standing,
        "document_of": document_of,
        "verdicts": wording.VERDICTS,
        "hows": HOWS,
    }
    audit_report.equip(made)
    return made


_ENVIRONMENT = environment()


def render(page: Page) -> str:
    """The page as HTML (or as whatever its template writes)."""
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    return _ENVIRONMENT.get_template(page.template).render(values)


def respond(page: Page, status: int = 200) -> HTMLResponse:
    """The page as an answer."""
    return HTMLResponse(render(page), status)
