"""Begin a training where an exported model ended: its folded weights become a network with batch norms again.

    python3 -m castline_training.embedder.continue_from --model ../models/castline-embed-v1/model.onnx --bank BANK --backdrops FOLDER --out RUN

Needs the `onnx` package. The centres of all identities start at the mean of what the network says of their pictures.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .answers import CROPS_PER_PASS
from .backdrops import Backdrops
from .batches import BatchMaker
from .crop_bank import CropBank
from .network import Embedder
from .training_run import TrainingRun

CALIBRATION_BATCHES, PICTURES_PER_CENTRE = 6, 3


def read_weights(path: Path) -> dict[str, list[np.ndarray]]:
    """The identity part's numbers: convolutions in the order of the graph, where it comes first, the others by name."""
    graph = onnx.load(str(path)).graph
    values = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    found: dict[str, list[np.ndarray]] = {"convolutions": [], "biases": [], "projection": []}
    for node in graph.node:
        if node.op_type == "Conv":
            found["convolutions"].append(values[node.input[1]])
            found["biases"].append(values[node.input[2]])
        if node.op_type == "MatMul":
            found["projection"].append(values[node.input[1]])
        if node.op_type == "Gemm" and node.input[1].endswith("embedder.face.weight"):
            break  # other networks follow
    named = {name.replace("embedder.embedder.", "embedder."): [value] for name, value in values.items()}
    return found | {name: value for name, value in named.items() if name.startswith("embedder.")}


def take_weights(network: Embedder, weights: dict[str, list[np.ndarray]]) -> None:
    """Copy what was exported; the batch norms pass on `convolution + bias` until they are calibrated."""
    pairs = [block for block in network.modules() if isinstance(block, nn.Sequential)
             and len(block) == 2 and isinstance(block[0], nn.Conv2d)]
    # Modules are listed as they run, but for the branch, which is declared last; since 1.2.0 it is not exported.
    assert len(weights["convolutions"]) in (len(pairs) - 1, len(pairs))
    with torch.no_grad():
        for (convolution, norm), weight, bias in zip(pairs, weights["convolutions"], weights["biases"]):
            convolution.weight.copy_(torch.tensor(weight))
            norm.bias.copy_(torch.tensor(bias))
        network.project.weight.copy_(torch.tensor(weights["projection"][0]).t())
        for name, target in network.state_dict().items():
            source = weights.get(f"embedder.{name}")
            if source is None:
                continue
            value = torch.tensor(source[0])
            if value.shape == target.shape:
                target.copy_(value)
            else:  # the older expression answer looked at the branch only
                target.zero_()[:, : value.shape[1]].copy_(value)


def calibrate(network: Embedder, crops: torch.Tensor) -> None:
    """Give every batch norm the statistics of what it meets, and the gain that undoes them."""
    def settle(norm: nn.BatchNorm2d, inputs: tuple[torch.Tensor]) -> None:
        mean, variance = inputs[0].mean(dim=(0, 2, 3)), inputs[0].var(dim=(0, 2, 3))
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.add_(mean)

    hooks = [module.register_forward_pre_hook(settle) for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    with torch.no_grad():
        network.eval()(crops)
    for hook in hooks:
        hook.remove()


def place_centres(run: TrainingRun, batches: BatchMaker, size: int) -> None:
    """Put the centre of every identity at the mean embedding of some of its pictures."""
    rows = batches.portraits(PICTURES_PER_CENTRE, size, np.random.default_rng(71))
    sums = torch.zeros_like(run.classifier.weight)
    with torch.no_grad():
        for start in range(0, len(rows), CROPS_PER_PASS):
            part = rows[start : start + CROPS_PER_PASS]
            crops = torch.from_numpy(np.stack([crop for crop, _ in part])).permute(0, 3, 1, 2).float() / 255
            sums.index_add_(0, torch.tensor([name for _, name in part]), run.network(crops).embedding)
        met = sums.norm(dim=1) > 0
        run.classifier.weight[met] = nn.functional.normalize(sums[met], dim=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("../models/castline-embed-v1/model.onnx"))
    parser.add_argument("--bank", type=Path, nargs="+", default=[Path("build/embedder/bank")])
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    parser.add_argument("--out", type=Path, default=Path("build/embedder/run"))
    parser.add_argument("--size", type=int, default=48, help="px that the exported model works at")
    parser.add_argument("--capacity", type=int, default=5000)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    run = TrainingRun.resume_or_start(options.out, options.capacity, 1)
    if run.step > 0:
        raise SystemExit(f"{options.out} holds a training already")
    batches = BatchMaker(CropBank(options.bank, "train"), CropBank(options.bank, "objects"),
                         Backdrops.from_folder(options.backdrops), run.classes)
    take_weights(run.network, read_weights(options.model))
    seen = [batches.make(options.size, 0.5, np.random.default_rng([73, number])).crops for number in range(CALIBRATION_BATCHES)]
    calibrate(run.network, torch.cat(seen))
    place_centres(run, batches, options.size)
    run.average.load_state_dict(run.network.state_dict())
    run.size = options.size
    run.save(options.out)
    print(f"{len(run.classes)} identities; a training with --out {options.out} goes on from here")


if __name__ == "__main__":
    main()
