"""Compare the exported graph with the network it came from, and time it on one thread.

    python3 -m castline_training.embedder.check_export --checkpoint RUN/checkpoint.pt --model ../models/castline-embed-v1

Needs onnxruntime. Fails when an output differs by more than 1e-4 or the manifest's hash is wrong.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from .answers import answer
from .network import EMBEDDING_SIZE, EXPRESSIONS
from .square_crop import CROP_SIZE
from .training_run import load_average

TOLERANCE = 1e-4
TIMED_CROPS, ROUNDS = 8, 20


def differences(session: onnxruntime.InferenceSession, checkpoint: Path, count: int) -> dict[str, float]:
    """Largest absolute difference of every output over `count` random crops."""
    crops = np.random.default_rng(61).integers(0, 256, (count, CROP_SIZE, CROP_SIZE, 3), dtype=np.uint8)
    expected = answer(load_average(checkpoint), crops)
    names = [output.name for output in session.get_outputs()]
    found = dict(zip(names, session.run(names, {"crops": _as_input(crops)})))
    assert found["embedding"].shape == (count, EMBEDDING_SIZE)
    assert found["expression"].shape == (count, len(EXPRESSIONS))
    return {name: float(np.abs(found[name] - getattr(expected, name)).max()) for name in names}


def milliseconds_per_crop(session: onnxruntime.InferenceSession) -> float:
    """Best of some rounds, because other work on the machine only ever adds."""
    crops = np.random.default_rng(67).random((TIMED_CROPS, 3, CROP_SIZE, CROP_SIZE), dtype=np.float32)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        session.run(None, {"crops": crops})
        times.append(time.perf_counter() - began)
    return min(times) / TIMED_CROPS * 1000


def _as_input(crops: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(crops.transpose(0, 3, 1, 2)).astype(np.float32) / 255


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("build/embedder/run/checkpoint.pt"))
    parser.add_argument("--model", type=Path, default=Path("../models/castline-embed-v1"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    manifest = json.loads((options.model / "manifest.json").read_text())
    graph = options.model / manifest["file"]
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(graph), settings, providers=["CPUExecutionProvider"])
    found = [differences(session, options.checkpoint, count) for count in (1, 5)]
    print(json.dumps({"differences": found, "millisecondsPerCrop": milliseconds_per_crop(session)}))
    if hashlib.sha256(graph.read_bytes()).hexdigest() != manifest["sha256"]:
        raise SystemExit("manifest.json names another graph: export again")
    if max(max(row.values()) for row in found) > TOLERANCE:
        raise SystemExit(f"the exported graph differs by more than {TOLERANCE}")


if __name__ == "__main__":
    main()
