"""Reply fixtures of four libraries: own words, signatures and writers come out as the libraries expect."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from accuracy.replies import passes

LEAST = {
    "github": (21, 21),
    "zapier": (24, 24),
    "quotequail": (9, 9),
    "talon, plain text": (12, 12),
    "talon, HTML": (9, 9),
    "talon, signatures": (6, 6),
}
"""How many at least come out as expected, and of how many."""


def test_reply_fixtures(shared_data: Path) -> None:
    found = {row.folder: row for row in passes(shared_data / "mail" / "replies")}
    assert {name: row.total for name, row in found.items()} == {
        name: total for name, (_, total) in LEAST.items()
    }
    short = {name: row.failed for name, row in found.items() if row.passed < LEAST[name][0]}
    assert not short
