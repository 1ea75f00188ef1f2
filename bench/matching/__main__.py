"""How well statements are found for claims, and what it costs.

python bench/matching                      figures on the claims of tests/gold/matching
python bench/matching --scale 1000000      time and memory of one claim against so many invented statements
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "gold")]

import quality  # noqa: E402
import scale  # noqa: E402


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=int, default=0, metavar="STATEMENTS")
    asked = parser.parse_args()
    print(scale.report(asked.scale) if asked.scale else quality.report())


if __name__ == "__main__":
    main()
