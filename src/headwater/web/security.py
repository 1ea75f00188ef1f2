"""The gate before every page: whom the desk answers, and what a browser may do with the answer.

Each request must name a host that the desk is bound to (against DNS rebinding), must carry the access token of this
start, and, where it could change something, must come from the desk's own pages.

The last check follows Go's ``http.CrossOriginProtection`` as described in Filippo Valsorda, "Cross-Site Request
Forgery" (https://words.filippo.io/csrf/, 2025), which Datasette adopted too: no token in forms, but the browser's own
word in Sec-Fetch-Site, and Origin against Host where a browser does not send it.

Under ``Referrer-Policy: no-referrer`` a browser hides the Origin of forms as well. It does not matter where it sends
Sec-Fetch-Site; over plain HTTP to another machine it does not, so pages with forms relax the policy to same-origin by a
meta element, which still tells nothing to any other site.

A browser shares the cookies of one host among all its ports. Any other server on this machine that the investigator
visits in the same browser could therefore read the cookie; it is worth nothing after the desk has stopped.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "Content-Security-Policy"

HEADERS = {
    POLICY: "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer carries. ``no-store`` keeps leaked text out of the browser's cache on disk."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Host names that always mean this machine."""

OPEN_PATHS = ("/static/",)
"""Paths that need no token: style sheets and icons, the same for everyone, so that a refusal can be read."""

_HOST = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[\w.-]+))(?::\d{1,5})?", re.ASCII)

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Refusal = Callable[[Request, int, str, str, str], Response]
"""Makes a page that refuses: request, status, code, sentence, next step."""


def new_token() -> str:
    """A fresh access token: 256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def same_token(given: str, token: str) -> bool:
    """Whether ``given`` is the token, in a time that does not tell how much of it was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode("utf-8"))


def host_allowed(header: str, hosts: Iterable[str]) -> bool:
    """Whether a Host header names one of ``hosts`` or the loopback; the port does not matter.

    DNS rebinding lets a foreign page reach the desk under a name of its own; that name stands in this header.
    """
    named = _HOST.fullmatch(header)
    bound = {host.lower().strip("[]") for host in hosts}
    return named is not None and (named["v6"] or named["name"]).lower() in bound | LOOPBACK


def from_own_pages(method: str, headers: Headers) -> bool:
    """Whether a request may change something: not one that another site made the browser send.

    Without Sec-Fetch-Site and Origin it is no browser's request, and cannot be forged through one.
    """
    if method in _SAFE_METHODS:
        return True
    site = headers.get("sec-fetch-site", "")
    if site:
        return site in ("same-origin", "none")
    origin = headers.get("origin", "")
    return not origin or urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""


def without_token(path: str, query: str) -> str:
    """The same address less its token, relative to this host.

    ``path`` is decoded. Slashes and backslashes at its start are folded into one, since a browser would read two of
    them as the name of another host.
    """
    kept = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key != "token"]
    target = "/" + quote(path.lstrip("/\\"))
    return f"{target}?{urlencode(kept)}" if kept else target


class Gate:
    """ASGI middleware that lets through what may pass and puts ``HEADERS`` on every answer.

    ``hosts`` are bound names beside the loopback's; ``refuse`` makes the page that says why something was refused.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str], refuse: Refusal) -> None:
        self.app = app
        self.token = token
        self.hosts = frozenset(hosts)
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or redirect one request; anything but HTTP passes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure(MutableHeaders(scope=message))
            await send(message)

        answer = self._answer(Request(scope)) or self.app
        await answer(scope, receive, send_secured)

    def _answer(self, request: Request) -> Response | None:
        """The refusal or redirect that this request gets, or None where it may pass."""
        if not host_allowed(request.headers.get("host", ""), self.hosts):
            return self.refuse(
                request,
                400,
                "host",
                "This desk does not answer under that name.",
                "Use the address that headwater serve printed.",
            )
        if request.url.path.startswith(OPEN_PATHS):
            return None
        if request.method in ("GET", "HEAD") and same_token(
            request.query_params.get("token", ""), self.token
        ):
            return self._signed_in(request)
        if not same_token(request.cookies.get(cookie_name(request), ""), self.token):
            return self.refuse(
                request,
                403,
                "token",
                "This desk opens only with the access token of its present start.",
                "Use the whole address that headwater serve printed, with ?token= and what follows. "
                "If you have just done so, open this page again.",
            )
        if not from_own_pages(request.method, request.headers):
            return self.refuse(
                request,
                403,
                "cross-origin",
                "This form was not sent from a page of this desk, so nothing was changed.",
                "Open the page in the desk itself and send the form from there.",
            )
        return None

    def _signed_in(self, request: Request) -> Response:
        response = RedirectResponse(without_token(request.url.path, request.url.query), status_code=303)
        response.set_cookie(cookie_name(request), self.token, path="/", httponly=True, samesite="strict")
        return response


def cookie_name(request: Request) -> str:
    """The cookie that holds the token: one per port, so that two desks on one machine do not shut each other out."""
    server = request.scope.get("server") or ("", 0)
    return f"headwater-{server[1]}"


def secure(headers: MutableHeaders) -> None:
    """Put what every answer carries into ``headers``; a policy that stands there already holds beside the desk's own, as a
    browser keeps to all of several."""
    own = headers.get(POLICY)
    for name, value in HEADERS.items():
        headers[name] = f"{own}, {value}" if own and own != value and name == POLICY else value
