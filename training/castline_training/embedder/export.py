"""Write a checkpoint as the model the product loads: `model.onnx` and `manifest.json`.

    python3 -m castline_training.embedder.export --checkpoint RUN/checkpoint.pt --out ../models/castline-embed-v1
"""
from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path

import torch

from .backdrops import Backdrops
from .evaluate import thresholds
from .network import EMBEDDING_SIZE, EXPRESSIONS, Embedder, ShippedEmbedder
from .square_crop import CROP_SCALE, CROP_SIZE
from .training_run import load_average

OUTPUTS = ("embedding", "quality", "face", "expression")
VERSION = "1.1.0"
LICENCE = "Apache-2.0 (weights); the drawings and films it learned from are named in CARD.md"


def write_graph(network: Embedder, path: Path) -> None:
    """Opset 13, the number of crops free; batch norms are folded by the exporter."""
    torch.onnx.export(
        ShippedEmbedder(network).eval(), torch.rand(2, 3, CROP_SIZE, CROP_SIZE), str(path), opset_version=13,
        input_names=["crops"], output_names=list(OUTPUTS),
        dynamic_axes={name: {0: "N"} for name in ("crops", *OUTPUTS)},
    )


def manifest(digest: str, bars: dict) -> dict:
    """What the product needs to know to use the file."""
    return {
        "id": "castline-embed", "version": VERSION, "task": "embed", "file": "model.onnx", "sha256": digest,
        "layout": "castline-embed",
        "input": {
            "name": "crops", "width": CROP_SIZE, "height": CROP_SIZE, "channels": "rgb", "scale": 1 / 255,
            "mean": [0, 0, 0], "std": [1, 1, 1], "cropScale": CROP_SCALE, "cropBox": "head",
        },
        "outputs": {name: name for name in OUTPUTS},
        "dimensions": EMBEDDING_SIZE, "expressions": list(EXPRESSIONS),
        "thresholds": {
            "same": round(bars["fpr0.01"]["cosine"], 4), "margin": round(bars["margin"]["margin"], 4),
            "face": round(bars["face"]["bar"], 4),
        },
        "licence": LICENCE,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("build/embedder/run/checkpoint.pt"))
    parser.add_argument("--bank", type=Path, default=Path("build/embedder/bank"))
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    parser.add_argument("--out", type=Path, default=Path("../models/castline-embed-v1"))
    parser.add_argument("--size", type=int, default=0, help="px that crops are shrunk to; as the checkpoint was trained by default")
    options = parser.parse_args()
    torch.set_num_threads(1)
    network = load_average(options.checkpoint)
    network.working_size = options.size or network.working_size
    bars = thresholds(network, options.bank, Backdrops.from_folder(options.backdrops))
    options.out.mkdir(parents=True, exist_ok=True)
    partial = options.out / "model.partial.onnx"
    write_graph(network, partial)
    digest = hashlib.sha256(partial.read_bytes()).hexdigest()
    # Graph and manifest change in one breath, so that a reader meets a matching pair.
    text = json.dumps(manifest(digest, bars), indent=2) + "\n"
    (options.out / "manifest.partial").write_text(text)
    os.replace(partial, options.out / "model.onnx")
    os.replace(options.out / "manifest.partial", options.out / "manifest.json")
    print(json.dumps({"sha256": digest, "bytes": (options.out / "model.onnx").stat().st_size, "thresholds": bars}))


if __name__ == "__main__":
    main()
