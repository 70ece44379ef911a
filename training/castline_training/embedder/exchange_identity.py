"""Put the identity part of a checkpoint into a model that was exported before; its other networks stay as they are.

    python3 -m castline_training.embedder.exchange_identity --checkpoint RUN/checkpoint.pt --model ../models/castline-embed-v1 --bank BANK --backdrops FOLDER --version 1.5.0 --out FOLDER

Needs the `onnx` package. Where the checkpoints of all three networks are there, `export` does the same.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .backdrops import Backdrops
from .evaluate import thresholds
from .network import Embedder
from .training_run import load_average


def fold(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[np.ndarray, np.ndarray]:
    """Weight and bias of one convolution that does what the two do."""
    gain = norm.weight / (norm.running_var + norm.eps).sqrt()
    return (convolution.weight * gain[:, None, None, None]).numpy(), (norm.bias - norm.running_mean * gain).numpy()


@torch.no_grad()
def exchange(graph: onnx.GraphProto, network: Embedder) -> None:
    """Overwrite the numbers of the identity part, which comes first in the graph."""
    pairs = [block for block in network.modules() if isinstance(block, nn.Sequential)
             and len(block) == 2 and isinstance(block[0], nn.Conv2d)]
    folded = iter([fold(*block) for block in pairs])
    numbers: dict[str, np.ndarray] = {}
    for node in graph.node:
        if node.op_type == "Conv":
            numbers[node.input[1]], numbers[node.input[2]] = next(folded)
        if node.op_type == "MatMul":
            numbers[node.input[1]] = network.project.weight.t().numpy()
        if node.op_type == "Gemm" and node.input[1].endswith("embedder.face.weight"):
            break
    own = network.state_dict()
    for item in graph.initializer:
        name = item.name.replace("embedder.embedder.", "")
        value = numbers.get(item.name, own[name].numpy() if item.name != name and name in own else None)
        if value is None:
            continue
        assert tuple(item.dims) == value.shape, (item.name, tuple(item.dims), value.shape)
        item.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(value, np.float32), item.name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=Path("../models/castline-embed-v1"))
    parser.add_argument("--bank", type=Path, default=Path("build/embedder/bank"))
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    network = load_average(options.checkpoint).eval()
    bars = thresholds(network, options.bank, Backdrops.from_folder(options.backdrops))
    model = onnx.load(str(options.model / "model.onnx"))
    exchange(model.graph, network)
    onnx.checker.check_model(model)
    manifest = json.loads((options.model / "manifest.json").read_text())
    manifest["version"] = options.version
    manifest["sha256"] = hashlib.sha256(model.SerializeToString()).hexdigest()
    manifest["thresholds"] |= {
        "same": round(bars["fpr0.01"]["cosine"], 4), "margin": round(bars["margin"]["margin"], 4), "face": round(bars["face"]["bar"], 4),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "model.partial.onnx").write_bytes(model.SerializeToString())
    (options.out / "manifest.partial").write_text(json.dumps(manifest, indent=2) + "\n")
    os.replace(options.out / "model.partial.onnx", options.out / "model.onnx")
    os.replace(options.out / "manifest.partial", options.out / "manifest.json")
    print(json.dumps({"sha256": manifest["sha256"], "thresholds": bars}))


if __name__ == "__main__":
    main()
