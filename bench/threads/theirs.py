"""What notmuch makes of a folder of messages, in a database of its own with a configuration of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_CONFIG = """[database]
path={database}
mail_root={mail}
[user]
name=bench
primary_email=bench@example.org
[new]
tags=new
[index]
decrypt=false
[maildir]
synchronize_flags=false
"""


def partition(mail: Path, database: Path) -> Mapping[str, str]:
    """The thread of each file that notmuch reads in ``mail``, by its path there."""
    database.mkdir()
    config = database / "config"
    config.write_text(_CONFIG.format(database=database, mail=mail), encoding="utf-8")
    environment = {**os.environ, "NOTMUCH_CONFIG": str(config), "HOME": str(database)}

    def asked(*arguments: str) -> list[str]:
        command = ["notmuch", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    asked("new", "--no-hooks", "--quiet")
    found: dict[str, str] = {}
    for thread in asked("search", "--output=threads", "--exclude=false", "*"):
        for path in asked("search", "--output=files", "--exclude=false", thread):
            found[Path(path).relative_to(mail).as_posix()] = thread
    return found
