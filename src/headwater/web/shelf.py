"""The cases of a folder in a browser: a list of them, a form for another, and a desk for each that is opened.

Each case gets a desk of its own, on a port of its own with a token of its own, so that what is said of one desk holds of
each; they all end with the page that lists them.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from headwater.base.errors import CaseError, InputError, NotFound
from headwater.desk import shelf
from headwater.web import asking
from headwater.web.app import ERRORS, form_of, refusal, static_files
from headwater.web.framing import Frame, Problem
from headwater.web.rendering import respond
from headwater.web.security import Gate, new_token
from headwater.web.serve import Listening, listen, listening_to
from headwater.web.taking_pages import ShelfPage


class Desks:
    """The desks over cases in ``root`` that were opened so far, each in a thread of its own; all are bound to ``host``."""

    def __init__(self, root: Path, host: str) -> None:
        self.root = root
        self._host = host
        self._lock = threading.Lock()
        self._open: dict[str, tuple[Listening, threading.Thread]] = {}

    def url(self, folder: str, hostname: str) -> str:
        """The address, token included, of the desk over the case in ``folder``, under the name by which the browser knows
        this machine. Raises NotFound where there is none, and what opening a case raises."""
        if folder not in {line.folder for line in shelf.lines(self.root)}:
            raise NotFound(f"There is no case in {folder[:100]!r}.", "Go back to the list of cases.")
        with self._lock:
            if folder not in self._open:
                listening = listen(self.root / folder, self._host, 0, [hostname])
                thread = threading.Thread(target=listening.run, name=f"desk {folder}")
                thread.start()
                self._open[folder] = (listening, thread)
            address = urlsplit(self._open[folder][0].url)
        shown = f"[{hostname}]" if ":" in hostname else hostname
        return address._replace(netloc=f"{shown}:{address.port}").geturl()

    def close(self) -> None:
        """End all desks, and wait for them."""
        with self._lock:
            for listening, _ in self._open.values():
                listening.stop()
            for _, thread in self._open.values():
                thread.join()
            self._open.clear()


def create_shelf(root: Path, token: str, host: str, hosts: Iterable[str] = ()) -> Starlette:
    """The pages over the cases in ``root``, opened with ``token`` and answering under ``host``, ``hosts`` and the loopback."""
    desks = Desks(root, host)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(desks.close)

    app = Starlette(
        routes=[
            Route("/", _show, methods=["GET"]),
            Route("/", form_of(_make), methods=["POST"]),
            Route("/case/{folder}", _open),
            Mount("/static", static_files()),
        ],
        middleware=[Middleware(Gate, token=token, hosts=(host, *hosts), refuse=refusal)],
        exception_handlers=ERRORS,
        lifespan=lifespan,
    )
    app.state.desks = desks
    return app


def _desks(request: Request) -> Desks:
    desks: Desks = request.app.state.desks
    return desks


def _show(request: Request) -> Response:
    return respond(_page(request, "", "UTC", None))


def _make(request: Request, form: FormData) -> Response:
    name, zone = asking.field(form, "name"), asking.field(form, "zone")
    try:
        shelf.make(_desks(request).root, name, zone).close()
    except (InputError, CaseError) as error:
        return respond(_page(request, name, zone, Problem.of(error)), 400)
    return RedirectResponse("/", status_code=303)


def _open(request: Request) -> Response:
    """On to the desk over a case."""
    url = _desks(request).url(request.path_params["folder"], request.url.hostname or "127.0.0.1")
    return RedirectResponse(url, status_code=303)


def _page(request: Request, name: str, zone: str, problem: Problem | None) -> ShelfPage:
    root = _desks(request).root
    return ShelfPage(Frame(), str(root), shelf.lines(root), name, zone, problem)


def serve(root: Path, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the case in ``root``, or the cases in its folders where it is none itself, until interrupted; ``announce`` gets
    the address, token included, once the port is open."""
    if shelf.is_shelf(root):
        token = new_token()
        listening = listening_to(create_shelf(root, token, host), token, host, port)
    else:
        listening = listen(root, host, port)
    announce(listening.url)
    listening.run()
