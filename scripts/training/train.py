"""Train the network of the accurate mode on PolNeAR's training part and write it where Headwater looks for it.

usage: python scripts/training/train.py POLNEAR_DIR [--layers 6] [--epochs 6] [--out FOLDER]

POLNEAR_DIR holds train/ and dev/. Some half an hour on two cores; it needs scripts/training/requirements.txt in an
environment that has Headwater too. Prints losses while it learns; figures come from `python bench/accuracy`.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import network
import numpy as np
import torch
import torch.nn.functional as F

import corpus

WEIGHTS = Path(__file__).resolve().parents[2] / "src" / "headwater" / "statements" / "tagger" / "weights"
SIZE = 2000  # word pieces in a step
WRONG_CUES = (
    0.3  # the weight of cues that the network takes for ones and that are none: all their roles are "other"
)
ROLE_WEIGHT = 0.15  # of one token's role against one token's being a cue


def losses(tagger: network.Tagger, batch: list[corpus.Example]) -> torch.Tensor:
    """Cross entropy of cues, and of the roles of tokens towards right cues and towards some wrong ones."""
    given = corpus.inputs(batch)
    gold = [random.choice(example.gold) for example in batch]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = tagger.states(given)
        odds = tagger.cues(states).float()
    truth = torch.zeros_like(odds)
    rows = [(n, cue) for n, roles in enumerate(gold) for cue in roles]
    for n, cue in rows:
        truth[n, cue] = 1
    cue_loss = F.binary_cross_entropy_with_logits(odds, truth, reduction="none")[given["valid"]].sum()
    right = len(rows)
    with torch.no_grad():
        wrong = (torch.sigmoid(odds) * given["valid"] * (1 - truth) > 0.35).nonzero()
    rows += [(int(n), int(cue)) for n, cue in wrong][: max(4, right // 3)]
    if not rows:
        return cue_loss / len(batch)
    length = odds.shape[1]
    targets = np.zeros((len(rows), length), dtype=np.int64)
    for row, (n, cue) in enumerate(rows[:right]):
        targets[row, : len(gold[n][cue])] = gold[n][cue]
    of, cues = torch.tensor([n for n, _ in rows]), torch.tensor([cue for _, cue in rows])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = tagger.roles(states[of, cues], states[of], corpus.pairs(batch, rows, length)).float()
    entropy = F.cross_entropy(found.transpose(1, 2), torch.from_numpy(targets), reduction="none")
    weights = torch.ones(len(rows))
    weights[right:] = WRONG_CUES
    role_loss = ((entropy * given["valid"][of]).sum(1) * weights).sum()
    return (cue_loss + ROLE_WEIGHT * role_loss) / len(batch)


def optimiser(tagger: network.Tagger, rate: float) -> torch.optim.Optimizer:
    """Lower layers of the encoder learn more slowly; its word embeddings stay as they are."""
    for parameter in tagger.bert.embeddings.parameters():
        parameter.requires_grad = False
    layers = list(tagger.bert.encoder.layer)
    groups = [
        {"params": list(layer.parameters()), "lr": rate * 0.85 ** (len(layers) - 1 - n)}
        for n, layer in enumerate(layers)
    ]
    inside = {id(p) for p in tagger.bert.parameters()}
    groups.append({"params": [p for p in tagger.parameters() if id(p) not in inside], "lr": 1e-3})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("polnear", type=Path)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = parser.parse_args()
    torch.manual_seed(chosen.seed)
    random.seed(chosen.seed)
    examples = corpus.read(chosen.polnear / "train")
    tagger = network.Tagger(chosen.layers)
    adam = optimiser(tagger, chosen.rate)
    steps = len(corpus.batches(examples, SIZE, shuffle=True)) * chosen.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda s: min(1.0, (s + 1) / (0.06 * steps)) * max(0.02, 1 - s / steps)
    )
    begun, step = time.monotonic(), 0
    for epoch in range(chosen.epochs):
        tagger.train()
        total = 0.0
        for batch in corpus.batches(examples, SIZE, shuffle=True):
            loss = losses(tagger, batch)
            adam.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            adam.step()
            schedule.step()
            step, total = step + 1, total + loss.item()
            if step % 50 == 0:
                print(
                    f"step {step} of {steps}, {time.monotonic() - begun:.0f} s, loss {total / 50:.3f}",
                    flush=True,
                )
                total = 0.0
        torch.save(tagger.state_dict(), chosen.out / "tagger.pt")
        print(f"epoch {epoch + 1} of {chosen.epochs} done", flush=True)
    network.export(tagger, chosen.out)
    (chosen.out / "tagger.pt").unlink()


if __name__ == "__main__":
    main()
