"""Write three checkpoints, the embedder's, the bearing network's and the medium network's, as the model the product loads: `model.onnx` and `manifest.json`.

    python3 -m castline_training.embedder.export --checkpoint RUN/checkpoint.pt --bearing RUN/bearing.pt --medium RUN/medium.pt --out ../models/castline-embed-v1
"""
from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path

import torch

from ..medium.network import BAR, MediumNetwork, load_medium
from .backdrops import Backdrops
from .bearing_network import BearingNetwork
from .close_ups import CLOSE_SCALE
from .evaluate import thresholds
from .evaluate_bearing import load_bearing
from .network import EMBEDDING_SIZE, EXPRESSIONS, Embedder
from .shipped_reader import INPUTS, OUTPUTS, ShippedReader
from .square_crop import CROP_SCALE, CROP_SIZE
from .training_run import load_average

VERSION = "1.4.0"
LICENCE = "Apache-2.0 (weights); the drawings and films it learned from are named in CARD.md"


def write_graph(network: Embedder, bearing: BearingNetwork, medium: MediumNetwork, path: Path) -> None:
    """Opset 13, the number of crops free; batch norms are folded by the exporter."""
    example = tuple(torch.rand(2, 3, CROP_SIZE, CROP_SIZE) for _ in INPUTS)
    torch.onnx.export(
        ShippedReader(network, bearing, medium).eval(), example, str(path), opset_version=13,
        input_names=list(INPUTS), output_names=list(OUTPUTS), dynamic_axes={name: {0: "N"} for name in (*INPUTS, *OUTPUTS)},
    )


def manifest(digest: str, bars: dict) -> dict:
    """What the product needs to know to use the file."""
    heads, faces = INPUTS
    pixels = {"width": CROP_SIZE, "height": CROP_SIZE, "channels": "rgb", "scale": 1 / 255, "mean": [0, 0, 0], "std": [1, 1, 1]}
    return {
        "id": "castline-embed", "version": VERSION, "task": "embed", "file": "model.onnx", "sha256": digest,
        "layout": "castline-embed",
        "input": {"name": heads, **pixels, "cropScale": CROP_SCALE, "cropBox": "head"},
        "closeUp": {"name": faces, **pixels, "cropScale": CLOSE_SCALE, "cropBox": "face"},
        "outputs": {name: name for name in OUTPUTS},
        "dimensions": EMBEDDING_SIZE, "expressions": list(EXPRESSIONS),
        "thresholds": {
            "same": round(bars["fpr0.01"]["cosine"], 4), "margin": round(bars["margin"]["margin"], 4),
            "face": round(bars["face"]["bar"], 4), "photographed": BAR,
        },
        "licence": LICENCE,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("build/embedder/run/checkpoint.pt"))
    parser.add_argument("--bearing", type=Path, default=Path("build/embedder/run/bearing.pt"))
    parser.add_argument("--medium", type=Path, default=Path("build/medium/fold-1.pt"))
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
    write_graph(network, load_bearing(options.bearing), load_medium(options.medium), partial)
    digest = hashlib.sha256(partial.read_bytes()).hexdigest()
    # Graph and manifest change in one breath, so that a reader meets a matching pair.
    text = json.dumps(manifest(digest, bars), indent=2) + "\n"
    (options.out / "manifest.partial").write_text(text)
    os.replace(partial, options.out / "model.onnx")
    os.replace(options.out / "manifest.partial", options.out / "manifest.json")
    print(json.dumps({"sha256": digest, "bytes": (options.out / "model.onnx").stat().st_size, "thresholds": bars}))


if __name__ == "__main__":
    main()
