"""An audited article as one page that stands alone: no script, nothing fetched, fit for paper."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from headwater import __version__
from headwater.base.dates import day_in_words, instant_in_words
from headwater.dossier.audit_marks import NAMES
from headwater.dossier.audit_sheet import Sheet
from headwater.model.audit import Bearing, Change

SHOWN = 3
"""Places of a finding that are shown with their words."""

CHANGES = {
    Change.INSERTION: "insertion, marked",
    Change.ELLIPSIS: "left out, marked",
    Change.SPELLING: "spelled otherwise",
    Change.NOISE: "damaged in the case",
    Change.NUMBER: "number",
    Change.NEGATION: "negation",
    Change.NAME: "name",
    Change.WORD: "word",
    Change.ADDED: "added",
    Change.DROPPED: "left out",
    Change.SPLICED: "joined",
}
"""What each change is called."""

BEARINGS = {
    Bearing.SUPPORTS: "seems to support it",
    Bearing.CONTRADICTS: "seems to contradict it",
    Bearing.TOPIC: "only on the topic",
    Bearing.UNCLEAR: "unclear",
}
"""What a passage seems to do to a paraphrase, in words."""


def shared_loader() -> BaseLoader:
    """The templates that pages of the desk share with the report."""
    return PackageLoader("headwater.dossier", "templates/shared")


def equip(environment: Environment) -> None:
    """Give an environment the words that the shared templates need beside ``several``, ``number``, ``day`` and ``instant``."""
    environment.globals |= {
        "kind_names": NAMES,
        "change_names": CHANGES,
        "bearing_names": BEARINGS,
        "places_shown": SHOWN,
    }


def report(sheet: Sheet) -> str:
    """The page as HTML in one file."""
    return _environment().get_template("report.html").render(sheet=sheet, version=__version__, style=_style())


@cache
def _environment() -> Environment:
    made = Environment(
        loader=ChoiceLoader([PackageLoader("headwater.dossier"), shared_loader()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": lambda value: f"{value:,}",
        "day": day_in_words,
        "instant": instant_in_words,
    }
    made.globals["several"] = lambda count, one, many="": (
        f"{count:,} {one if count == 1 else many or one + 's'}"
    )
    equip(made)
    return made


def _style() -> Markup:
    """The style sheets, which are ours alone."""
    own = files("headwater.dossier")
    sheets = [own / "templates" / "report.css", own / "static" / "audit.css"]
    return Markup("\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets))
