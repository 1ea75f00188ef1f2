"""The ``headwater`` command and where its subcommands live.

A subcommand's module is imported when it is called or when help lists it, so that a quick command does not wait for
what a slow one needs.
"""

from __future__ import annotations

from importlib import import_module

import click

from headwater import __version__
from headwater.cli.frame import Serve, run

COMMANDS = {
    "new": "case_commands",
    "upgrade": "case_commands",
    "add": "case_commands",
    "index": "case_commands",
    "work": "work_commands",
    "ocr": "ocr_commands",
    "receipts": "case_commands",
    "overview": "case_commands",
    "dump": "case_commands",
    "search": "search_commands",
    "saved": "tag_commands",
    "tag": "tag_commands",
    "tags": "tag_commands",
    "show": "search_commands",
    "threads": "thread_commands",
    "thread": "thread_commands",
    "variants": "thread_commands",
    "read": "statement_commands",
    "extract": "statement_commands",
    "statements": "statement_commands",
    "judge": "judge_commands",
    "claims": "claim_commands",
    "claim": "claim_commands",
    "propose": "propose_commands",
    "actor": "ledger_commands",
    "history": "ledger_commands",
    "copies": "copy_commands",
    "copy": "copy_commands",
    "audit": "audit_commands",
    "audits": "audit_commands",
    "finding": "audit_commands",
    "weigh": "weigh_commands",
    "independence": "weigh_commands",
    "serve": "serve_commands",
    "demo": "serve_commands",
}


class LazyGroup(click.Group):
    """A group that imports a subcommand's module only when it needs it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of work: open, search, read, weigh, show."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"headwater.cli.{COMMANDS[cmd_name]}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="headwater")
def cli() -> None:
    """Trace every claim in a leak to its sources.

    \b
    headwater new affair                      make a case
    headwater add affair ~/leak               take in mail and documents
    headwater search affair 'from:jane port'  search them
    headwater extract affair                  read them for statements
    headwater serve affair                    open the case in a browser
    """


def run_cli(serve: Serve) -> None:
    """Run the command line and exit; ``serve`` is what the commands serve and demo call to show a case."""
    run(cli, serve)
