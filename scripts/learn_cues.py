"""Rebuild src/headwater/statements/cues.tsv from PolNeAR's training part.

usage: python scripts/learn_cues.py POLNEAR_TRAIN_DIR

For every lemma and frame (see headwater.statements.frames) the table says how often the pair was seen and how often
it was a cue in the annotation: counts of words, no text. Places inside the content of another annotated
attribution are not counted, since PolNeAR annotates the outermost only.
"""

from __future__ import annotations

import collections
import re
import sys
from pathlib import Path

from headwater.base.spans import Span
from headwater.statements.paragraphs import find_paragraphs
from headwater.statements.parse import parse
from headwater.statements.proposals import Proposal, propose
from headwater.statements.quotes import find_quotations

TARGET = Path(__file__).parent.parent / "src" / "headwater" / "statements" / "cues.tsv"
LEAST = 2  # rarer pairs are left out: the rate of the frame's rare lemmas stands in for them
RARE = 5  # lemmas seen at most so often in a frame make its rate, which thus is that of an unknown lemma
HEADER = """\
# How often a lemma in a frame is an attribution cue: lemma, frame, cue, seen. Made by scripts/learn_cues.py.
# Counted over the training part of PolNeAR (Newell, Margolin and Ruths, LREC 2018; stated as MIT); words only, no text.
"""

Gold = list[dict[str, list[Span]]]


def read_gold(path: Path) -> Gold:
    """The attributions of one brat file."""
    spans: dict[str, list[Span]] = {}
    out: Gold = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.match(r"T\d+\t", line):
            name, place = line.split("\t")[:2]
            offsets = place.split(" ", 1)[1]
            spans[name] = [Span(*map(int, o.split())) for o in offsets.split(";")]
        elif re.match(r"E\d+\t", line):
            roles: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
            for item in line.split("\t", 1)[1].split():
                role, target = item.split(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in roles:
                    roles[role] += spans.get(target, [])
            out.append(roles)
    return out


def agrees(found: Proposal, gold: Gold) -> bool:
    """Whether the proposal's cue overlaps a gold cue whose content is at least half the same."""
    mine = {i for s in found.content for i in range(s.start, s.end)}
    for attribution in gold:
        if any(found.cue.overlaps(c) for c in attribution["cue"]):
            theirs = {i for s in attribution["content"] for i in range(s.start, s.end)}
            if len(mine & theirs) >= 0.5 * len(mine | theirs):
                return True
    return False


def main() -> None:
    """Count and write the table."""
    folder = Path(sys.argv[1])
    counts: dict[tuple[str, str], list[int]] = collections.defaultdict(lambda: [0, 0])
    for path in sorted(folder.glob("attributions/*.ann")):
        stem = path.stem.rsplit("_", 1)[0]
        text = (folder / "text" / f"{stem}.txt").read_bytes().decode("utf-8")
        gold = read_gold(path)
        paragraphs = find_paragraphs(text)
        quotations = find_quotations(text, paragraphs)
        for parsed in parse(text, paragraphs):
            for found in propose(parsed, text, [q for q in quotations if parsed.span.holds(q.span)]):
                hit = agrees(found, gold)
                if hit or not any(c.overlaps(found.cue) for a in gold for c in a["content"]):
                    counts[found.lemma, found.frame][0] += hit
                    counts[found.lemma, found.frame][1] += 1
    frames: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for (_, frame), (hits, seen) in counts.items():
        if seen <= RARE:
            frames[frame][0] += hits
            frames[frame][1] += seen
    rows = [(f"*\t{frame}\t{h}\t{n}") for frame, (h, n) in sorted(frames.items())]
    rows += [f"{lemma}\t{frame}\t{h}\t{n}" for (lemma, frame), (h, n) in sorted(counts.items()) if n >= LEAST]
    TARGET.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
