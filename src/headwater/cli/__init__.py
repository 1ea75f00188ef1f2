"""The command line. ``main`` is the entry point of the ``headwater`` command."""

from headwater.cli.main import main

__all__ = ["main"]
