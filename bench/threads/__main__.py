"""Threads beside notmuch's: the same messages to both, and every thread that is not the same in both.

    python bench/threads ../shared/data/mail/mime/notmuch/corpora ../shared/data/mail/lists

Each folder is one archive. Mboxes are cut into single messages by Python's ``mailbox`` first, since notmuch reads
nothing else; both programs get the same files. Where threads differ, notmuch gets them once more with brackets around
identifiers that have none, which it does not take for any (docs/threads.md). Exit status: 0; 1 where a thread still
differs; 2 without notmuch.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ours import partition as ours
from splitting import bracketed, messages
from theirs import partition as theirs

Partition = Mapping[str, str]
"""The thread of each file, by the file's path."""


def groups(partition: Partition, among: Iterable[str]) -> set[frozenset[str]]:
    """The threads as sets of files, of those ``among`` alone."""
    found: dict[str, set[str]] = {}
    for path in among:
        found.setdefault(partition[path], set()).add(path)
    return {frozenset(paths) for paths in found.values()}


def report(name: str, one: Partition, other: Partition) -> int:
    """Print how far two partitions agree; how many threads differ."""
    both = sorted(set(one) & set(other))
    mine, notmuchs = groups(one, both), groups(other, both)
    print(
        f"{name}: {len(both)} messages that both read; threads: {len(mine)} here, {len(notmuchs)} in notmuch,"
    )
    print(f"  {len(mine & notmuchs)} the same. Read by Headwater alone {len(set(one) - set(other))},")
    print(f"  by notmuch alone {len(set(other) - set(one))}.")
    for path in sorted(set(one) ^ set(other)):
        print(f"  read by {'Headwater' if path in one else 'notmuch'} alone: {path}")
    different = sorted((mine ^ notmuchs), key=lambda paths: (min(paths), len(paths)))
    for paths in different:
        print(f"  a thread {'here' if paths in mine else 'in notmuch'}: {', '.join(sorted(paths)[:9])}")
    return len(different)


def measure(folder: Path) -> int:
    """Compare on one archive; how many threads differ for another reason than missing brackets."""
    with tempfile.TemporaryDirectory(prefix="threads-") as made:
        work = Path(made)
        write(work / "mail", messages(folder))
        mine = ours(work / "mail", work / "case")
        different = report(str(folder), mine, theirs(work / "mail", work / "notmuch"))
        if different:
            write(work / "bracketed", ((name, bracketed(data)) for name, data in messages(folder)))
            again = theirs(work / "bracketed", work / "notmuch-bracketed")
            different = report(f"{folder}, bare identifiers in brackets for notmuch", mine, again)
    return different


def write(mail: Path, found: Iterable[tuple[str, bytes]]) -> None:
    """One file for each message, a thousand in a folder."""
    for number, (name, data) in enumerate(found):
        path = mail / f"{number // 1000:03}" / f"{number:06}-{name}.eml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main(arguments: Sequence[str]) -> int:
    """Run the bench; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folders", nargs="+", type=Path)
    if shutil.which("notmuch") is None:
        print("notmuch is not installed: it is in Debian's package of that name.", file=sys.stderr)
        return 2
    return 1 if sum(measure(folder) for folder in parser.parse_args(arguments).folders) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
