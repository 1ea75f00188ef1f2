"""The definition by brute force, and lineages of any size, belong to the bench and are found by its folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "independence"))
