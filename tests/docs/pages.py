"""Run the console blocks of a page of the documentation and compare what is printed.

A block marked ``console`` holds commands after "$ " and under each what it prints on standard output. A line
"..." stands for any number of lines, and "..." inside a line for any characters.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One command of a page and the lines that it should print."""

    command: str
    expected: str


def steps(page: str) -> list[Step]:
    """The commands of a page in order. A command may go on over lines that end in a backslash."""
    found: list[Step] = []
    for block in _BLOCK.findall(page):
        for chunk in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = chunk.splitlines()
            count = 1
            while lines[count - 1].endswith("\\"):
                count += 1
            found.append(Step("\n".join(lines[:count]), "\n".join(lines[count:]).strip()))
    return found


def matches(expected: str, printed: str) -> bool:
    """Whether ``printed`` is what was expected, taking "..." as anything."""
    pattern = "".join(
        r"(?:[^\n]*\n)*" if line == "..." else "[^\n]*".join(map(re.escape, line.split("..."))) + r"\n"
        for line in expected.strip().splitlines()
    )
    return re.fullmatch(pattern, printed.strip() + "\n" if printed.strip() else "") is not None


def run_page(page: Path, folder: Path) -> int:
    """Run every step of ``page`` in ``folder``; how many there were. Raises AssertionError at the first difference."""
    bin_folder = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([bin_folder, os.environ["PATH"]]),
        "HEADWATER_USER": "you",
    }
    todo = steps(page.read_text(encoding="utf-8"))
    for step in todo:
        done = subprocess.run(
            step.command,
            shell=True,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, f"$ {step.command}\n{done.stdout}{done.stderr}"
        assert matches(step.expected, done.stdout), (
            f"$ {step.command}\n--- printed\n{done.stdout}\n--- expected\n{step.expected}"
        )
    return len(todo)
