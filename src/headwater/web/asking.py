"""What a request asks for: query strings, paths and forms as checked values.

Whatever cannot be used raises UsageError or InputError with a sentence that names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import quote, unquote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from headwater.base.errors import InputError, UsageError

NAME_COOKIE = "headwater-name"
"""Holds the name under which the last decision was made, so that it need not be typed for each."""

_MOST = 10**9  # pages and offsets beyond this are typing errors
_E = TypeVar("_E", bound=StrEnum)


def text(request: Request, name: str) -> str:
    """A value of the query string, without white space around it; "" where it is absent."""
    return request.query_params.get(name, "").strip()


def whole(value: str, name: str, *, least: int, default: int | None) -> int | None:
    """A whole number of at least ``least``; ``default`` where there is none."""
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or len(value) > 10 or not least <= int(value) <= _MOST:
        raise UsageError(
            f"{name} must be a whole number of at least {least}, not {value[:40]!r}.", "Correct the address."
        )
    return int(value)


def page(request: Request) -> int:
    """The number of the page that is asked for, from 1."""
    return whole(text(request, "page"), "page", least=1, default=1) or 1


def one_of(kind: type[_E], value: str, name: str) -> _E:
    """The member of ``kind`` with this value."""
    try:
        return kind(value)
    except ValueError:
        members = ", ".join(member.value for member in kind)
        given = f"not {value[:40]!r}" if value else "and was not chosen"
        raise InputError(f"{name} must be one of {members}, {given}.", f"Choose {name.lower()}.") from None


def field(form: FormData, name: str) -> str:
    """A text field of a form, without white space around it, lines ended by line feeds."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def numbers(form: FormData, name: str) -> tuple[int, ...]:
    """The whole numbers of a field that may occur several times."""
    found = (whole(str(value), name, least=0, default=None) for value in form.getlist(name))
    return tuple(value for value in found if value is not None)


def decided_by(form: FormData) -> str:
    """The name of who decides. Raises InputError where none is given."""
    name = field(form, "by")
    if not name:
        raise InputError("A decision needs the name of who makes it.", "Fill in your name.")
    return name


def remembered_name(cookies: Mapping[str, str]) -> str:
    """The name that ``remember_name`` kept, "" for none."""
    return unquote(cookies.get(NAME_COOKIE, ""))


def remember_name(response: Response, name: str) -> None:
    """Keep the name for the next form, for as long as the browser is open."""
    response.set_cookie(NAME_COOKIE, quote(name[:200]), httponly=True, samesite="strict")
