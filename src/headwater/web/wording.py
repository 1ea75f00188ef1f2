"""How counts, sizes, dates and lists are written on the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from headwater.base.dates import DateRank, Moment, day_in_words, instant_in_words
from headwater.model.judgement import Held

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

day, instant = day_in_words, instant_in_words
"""How dates are written, here as in reports."""

RANKS = {
    DateRank.HEADER: "",
    DateRank.RECEIVED: "taken from the last Received header",
    DateRank.SEPARATOR: "taken from the mbox separator",
    DateRank.FILE: "taken from the file's time",
}
"""What is said of a date that does not come from a Date header."""

STANDINGS = {
    "proposed": "",
    "accepted": "accepted",
    "rejected": "rejected",
    "corrected": "replaced by a correction",
    "superseded": "replaced by what the present version finds",
    "withdrawn": "entered by hand and taken back",
}
"""How a statement stands, in words; "" for one that nobody judged."""

WHICHES = {
    "standing": "all that stand",
    "unjudged": "not judged yet",
    "accepted": "accepted or entered",
    "judged": "judged in any way",
    "rejected": "rejected",
    "corrected": "replaced by a correction",
    "lost": "kept, but no longer found",
    "all": "all, however they stand",
}
"""Which statements are listed, in words."""


def number(value: int) -> str:
    """With commas at thousands: ``1,702``."""
    return f"{value:,}"


def several(count: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 document``, ``1,702 documents``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size(count: int) -> str:
    """Bytes in decimal units: ``512 bytes``, ``1.4 MB``."""
    if count < 1000:
        return several(count, "byte")
    amount = float(count)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.5:
            return f"{amount:.3g} {unit}"
    return f"{amount / 1000:,.1f} TB"


def sent(moment: Moment, rank: DateRank | None) -> str:
    """A document's date in UTC, at the written offset where that differs, and where it comes from if not its header."""
    said = [instant(moment.iso()) or "a date beyond the calendar"]
    if moment.offset and moment.iso():
        sign, minutes = ("+" if moment.offset > 0 else "−"), abs(moment.offset)
        said.append(f"{moment.local():%H:%M} at {sign}{minutes // 60:02d}:{minutes % 60:02d} as written")
    if rank and RANKS[rank]:
        said.append(RANKS[rank])
    return "; ".join(said)


def day_of(seconds: int) -> str:
    """The day, in UTC, of an instant in seconds since 1970."""
    try:
        return day((_EPOCH + timedelta(seconds=seconds)).isoformat())
    except OverflowError:
        return "a date beyond the calendar"


def span_of_days(first: int | None, last: int | None) -> str:
    """From the first day to the last, once where both are the same; "" where there is none."""
    if first is None or last is None:
        return ""
    days = dict.fromkeys((day_of(first), day_of(last)))
    return " – ".join(days)


def listed(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    rows = list(words)
    return " and ".join(filter(None, (", ".join(rows[:-1]), "".join(rows[-1:]))))


def counted(words: Iterable[str]) -> list[str]:
    """Each of several words once, with how often: ``20 × an official``."""
    return [word if count == 1 else f"{count:,} × {word}" for word, count in Counter(words).items()]


def speaker(chain: Sequence[str], mention: str) -> str:
    """Who speaks: the last link of the chain, else the source as it is mentioned."""
    return (chain[-1] if chain else "") or mention or "nobody named"


def passage_url(document: str, start: int | None) -> str:
    """The address of a passage: the part of the document that holds offset ``start``, at its anchor."""
    base = f"/document/{quote(document)}"
    return base if start is None else f"{base}?at={start}#c{start}"


def search_url(query: str, sort: str = "", **more: str) -> str:
    """The address that searches for ``query``; values that are "" are left out."""
    values = {"q": query, "sort": "" if sort == "relevance" else sort, **more}
    return f"/search?{urlencode([(name, value) for name, value in values.items() if value])}"


def tag_url(name: str) -> str:
    """The address that finds the documents with a tag."""
    return search_url(f'tag:"{name}"')


def brief(title: str) -> str:
    """A title of at most 300 code points: a subject may be a megabyte long, and stands whole in the headers."""
    return title if len(title) <= 300 else title[:299].rstrip() + "…"


def standing(held: Held) -> str:
    """How a statement stands in its case, in words; "" for one that was extracted and nobody judged."""
    made = {"corrected": "a correction", "added": "added by hand"}.get(held.made.value, "")
    said = STANDINGS[held.standing.value]
    if made and held.standing.value == "accepted":
        said = ""
    kept = (
        "" if held.found or held.standing.value == "superseded" else "no longer found by the present version"
    )
    return ", ".join(filter(None, (made, said, kept)))


VERDICTS = {
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "add": "added",
    "withdraw": "took back",
}
"""What somebody did, in words."""
