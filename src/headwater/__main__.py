"""The one place that knows both faces: it hands the web desk to the command line, and runs it.

``headwater`` and ``python -m headwater`` both start here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from headwater.cli.main import run_cli


def serve(root: Path, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the case, or the cases, in ``root``; the pages are loaded only when they are wanted."""
    from headwater.web.shelf import serve as serve_pages

    serve_pages(root, host, port, announce)


def main() -> None:
    """Run the command line and exit."""
    run_cli(serve)


if __name__ == "__main__":
    main()
