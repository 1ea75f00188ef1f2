"""The threads of notmuch's own corpora are those that notmuch 0.37 makes of them.

``data/notmuch-threads.txt`` has a line for each thread: the first digits of the SHA-256 of its files.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from headwater.desk import adding, cases
from headwater.store import conversations, documents

FROZEN = Path(__file__).parent / "data" / "notmuch-threads.txt"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


@pytest.mark.real
def test_threads_are_those_of_notmuch(shared_data: Path, tmp_path: Path) -> None:
    corpora = shared_data / "mail" / "mime" / "notmuch" / "corpora"
    expected = {frozenset(line.split()) for line in FROZEN.read_text(encoding="utf-8").splitlines()}
    known = frozenset().union(*expected)
    found: dict[int, set[str]] = {}
    with cases.new_case(tmp_path / "case") as case:
        adding.add(case, [corpora])
        with case.reading() as connection:
            for location, path, sha256 in list(documents.places(connection)):
                spot = conversations.of_document(connection, documents.find_key(connection, sha256))
                if spot is not None and "!" not in path + location:
                    file = digest(Path(location) if path.startswith("#") else Path(location, path))
                    found.setdefault(spot.thread, set()).add(file)
    assert {frozenset(files & known) for files in found.values()} - {frozenset()} == expected
