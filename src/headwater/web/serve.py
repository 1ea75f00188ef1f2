"""Run the desk: bind a port, say where it is, answer until stopped."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from headwater.base.errors import UsageError
from headwater.web.app import create_app
from headwater.web.security import LOOPBACK, new_token

_ANY = frozenset({"0.0.0.0", "::", ""})


@dataclass(frozen=True, slots=True)
class Listening:
    """A desk bound to its port. ``url`` opens it, token included."""

    url: str
    server: uvicorn.Server
    bound: socket.socket

    def run(self) -> None:
        """Answer until ``stop`` is called or, in the main thread, the process is interrupted."""
        try:
            self.server.run(sockets=[self.bound])
        except KeyboardInterrupt:
            pass  # uvicorn has shut down in order by now
        finally:
            self.bound.close()

    def stop(self) -> None:
        """Let ``run`` end, from another thread."""
        self.server.should_exit = True


def listen(case_root: Path, host: str, port: int, names: Sequence[str] = ()) -> Listening:
    """Open the case and bind ``host`` and ``port`` (0: any free one), with a fresh token.

    ``names`` are further host names under which the desk may be reached. Raises what opening the case raises, and
    UsageError where the address cannot be bound.
    """
    token = new_token()
    app = create_app(case_root, token, [host, *names], may_add=is_loopback(host))
    return listening_to(app, token, host, port)


def listening_to(app: Starlette, token: str, host: str, port: int) -> Listening:
    """Bind ``app``, which opens with ``token``. Raises UsageError where the address cannot be bound."""
    bound = _bind(host, port)
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False, lifespan="on")
    shown = "127.0.0.1" if host in _ANY else f"[{host}]" if ":" in host else host
    return Listening(f"http://{shown}:{bound.getsockname()[1]}/?token={token}", uvicorn.Server(config), bound)


def is_loopback(host: str) -> bool:
    """Whether a desk bound to ``host`` answers this machine alone."""
    try:
        return host in LOOPBACK or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bind(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, address = found[0][0], found[0][4]
        return socket.create_server(address[:2], family=family)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"The desk cannot listen on {host or 'any address'}, port {port}: {reason}.",
            "Choose another port, or 0 for any free one.",
            code="cannot-listen",
        ) from error
