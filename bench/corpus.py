"""Make a mail archive of any size from a seed, with an account of what is in it.

    python bench/corpus.py OUT --messages 20000 --seed 7 --layout mbox

The same arguments give the same bytes everywhere. Nothing in it is real: people, words and firms are invented, and
all domains end in ``.example``. OUT gets ``mail/``, ``manifest.json`` and ``manifest.jsonl``; see bench/README.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mailgen.layouts import LAYOUTS, MBOX, Archive
from mailgen.manifest import Manifest
from mailgen.records import Spec
from mailgen.stream import Stream

PER_CONTAINER = 10_000
_SHARES = ("html", "attachments", "damaged", "duplicates", "variants", "replies")


def generate(out: Path, spec: Spec, layout: str = MBOX, per_container: int = PER_CONTAINER) -> dict[str, Any]:
    """Write the archive of ``spec`` to the folder ``out``, which is made and must not hold one already.

    ``layout`` is mbox, maildir, eml or mixed (containers of the three in turn, ``per_container`` items in each).
    Gives what ``manifest.json`` says. Raises FileExistsError where ``out`` has a ``mail`` folder.
    """
    out.mkdir(parents=True, exist_ok=True)
    archive = Archive(out, layout, per_container)
    manifest = Manifest(out)
    for item in Stream(spec):
        manifest.add(item, archive.put(item))
    archive.close()
    return manifest.close({**asdict(spec), "layout": layout, "per_container": per_container})


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("a share lies between 0 and 1")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return value


def _parser() -> argparse.ArgumentParser:
    defaults = Spec()
    parser = argparse.ArgumentParser(prog="corpus.py", description="Make a mail archive from a seed.")
    parser.add_argument("out", type=Path, metavar="OUT", help="folder to write to")
    parser.add_argument("--messages", type=_count, default=defaults.messages)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--layout", choices=LAYOUTS, default=MBOX)
    parser.add_argument(
        "--per-container", type=_count, default=PER_CONTAINER, help="items in one mbox or folder"
    )
    for name in _SHARES:
        parser.add_argument(f"--{name}", type=_share, default=getattr(defaults, name), help="a share, 0 to 1")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Exit status 0; 73 where OUT cannot be written or holds an archive already."""
    options = vars(_parser().parse_args(arguments))
    out, layout, size = options.pop("out"), options.pop("layout"), options.pop("per_container")
    try:
        report = generate(out, Spec(**options), layout, size)
    except OSError as error:
        print(f"corpus.py: cannot write {error.filename or out}: {error.strerror}", file=sys.stderr)
        return 73
    totals = report["totals"]
    print(f"{totals['items']} items, {totals['bytes']} bytes, {totals['attachments']} attachments: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
