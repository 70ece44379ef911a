"""Compare the exported graph with the networks it came from, and time it on one thread.

    python3 -m castline_training.embedder.check_export --checkpoint RUN/checkpoint.pt --bearing RUN/bearing.pt --medium RUN/medium.pt --model ../models/castline-embed-v1

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

from ..medium.network import load_medium
from .evaluate_bearing import load_bearing
from .network import EMBEDDING_SIZE, EXPRESSIONS
from .shipped_reader import INPUTS, ShippedReader
from .square_crop import CROP_SIZE
from .training_run import load_average

TOLERANCE = {"pose": 1e-2}  # degrees; of anything else
ANYTHING_ELSE = 1e-4
TIMED_CROPS, ROUNDS = 8, 20


def differences(session: onnxruntime.InferenceSession, reader: ShippedReader, count: int) -> dict[str, float]:
    """Largest absolute difference of every output over `count` random crops."""
    fed = _random_inputs(count)
    names = [output.name for output in session.get_outputs()]
    found = dict(zip(names, session.run(names, fed)))
    assert found["embedding"].shape == (count, EMBEDDING_SIZE)
    assert found["expression"].shape == (count, len(EXPRESSIONS))
    with torch.no_grad():
        expected = dict(zip(names, reader(*(torch.from_numpy(fed[name]) for name in INPUTS))))
    return {name: float(np.abs(found[name] - expected[name].numpy()).max()) for name in names}


def milliseconds_per_crop(session: onnxruntime.InferenceSession) -> float:
    """Best of some rounds, because other work on the machine only ever adds."""
    fed = _random_inputs(TIMED_CROPS)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        session.run(None, fed)
        times.append(time.perf_counter() - began)
    return min(times) / TIMED_CROPS * 1000


def _random_inputs(count: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(61)
    return {name: rng.random((count, 3, CROP_SIZE, CROP_SIZE), dtype=np.float32) for name in INPUTS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("build/embedder/run/checkpoint.pt"))
    parser.add_argument("--bearing", type=Path, default=Path("build/embedder/run/bearing.pt"))
    parser.add_argument("--medium", type=Path, default=Path("build/medium/fold-1.pt"))
    parser.add_argument("--model", type=Path, default=Path("../models/castline-embed-v1"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    manifest = json.loads((options.model / "manifest.json").read_text())
    graph = options.model / manifest["file"]
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(graph), settings, providers=["CPUExecutionProvider"])
    reader = ShippedReader(load_average(options.checkpoint), load_bearing(options.bearing), load_medium(options.medium)).eval()
    found = [differences(session, reader, count) for count in (1, 5)]
    print(json.dumps({"differences": found, "millisecondsPerCrop": milliseconds_per_crop(session)}))
    if hashlib.sha256(graph.read_bytes()).hexdigest() != manifest["sha256"]:
        raise SystemExit("manifest.json names another graph: export again")
    if any(value > TOLERANCE.get(name, ANYTHING_ELSE) for row in found for name, value in row.items()):
        raise SystemExit("the exported graph differs from the networks")


if __name__ == "__main__":
    main()
