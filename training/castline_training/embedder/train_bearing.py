"""Train what reads expression and pose, on `closeups*` chunks and a little on the embedder's.

    python3 -m castline_training.embedder.train_bearing --bank BANK --backdrops FOLDER --out RUN --minutes 45

On one CPU thread in bfloat16, or with `--device cuda`. Started again with the same `--out`, it goes on from its last
checkpoint; `--minutes` counts working time, `--steps` gives the same bits again on one machine.
"""
from __future__ import annotations

import argparse
import copy
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from .backdrops import Backdrops
from .bearing_batches import CLOSE_UPS, BearingBatch, BearingBatches
from .bearing_network import BearingNetwork, BearingOutput
from .crop_bank import CropBank
from .light import vary_light

CHECKPOINT = "bearing.pt"
SIZE = 96
PEAK_RATE, WARM_UP, WEIGHT_DECAY, AVERAGE_DECAY = 2e-3, 100, 0.05, 0.998
GENTLE, STRONG = 0.2, 0.55  # augmentation at the start and from a third on
TURNS = (40.0, 12.0, 10.0)  # degrees of yaw, pitch and roll that count as one: about their spread, else yaw alone is learned
WEIGHTS = {"expression": 1.0, "pose": 2.0, "traits": 2.0}
CHECKPOINT_SECONDS, REFRESH_STEPS, LOG_STEPS = 120, 200, 100


@dataclass
class BearingRun:
    """Everything a checkpoint holds."""

    network: BearingNetwork
    average: BearingNetwork
    optimiser: torch.optim.Optimizer
    step: int = 0
    elapsed: float = 0.0

    @classmethod
    def resume_or_start(cls, folder: Path, seed: int, device: str, begin: Path | None = None) -> "BearingRun":
        """Goes on from the folder's checkpoint; without one, begins with the weights of `begin` or random ones."""
        torch.manual_seed(seed)
        network = BearingNetwork()
        if begin is not None:
            network.load_state_dict(torch.load(begin, map_location="cpu")["average"])
        network = network.to(device=device, memory_format=torch.channels_last)
        optimiser = torch.optim.AdamW(network.parameters(), PEAK_RATE, betas=(0.9, 0.99), weight_decay=WEIGHT_DECAY)
        run = cls(network, copy.deepcopy(network).eval(), optimiser)
        if (folder / CHECKPOINT).exists():
            state = torch.load(folder / CHECKPOINT, map_location="cpu")
            for name in ("network", "average", "optimiser"):
                getattr(run, name).load_state_dict(state[name])
            run.step, run.elapsed = state["step"], state["elapsed"]
        network.train()
        return run

    def save(self, folder: Path) -> None:
        state = {name: getattr(self, name).state_dict() for name in ("network", "average", "optimiser")}
        torch.save(state | {"step": self.step, "elapsed": self.elapsed}, folder / "bearing.partial")
        os.replace(folder / "bearing.partial", folder / CHECKPOINT)

    def follow(self) -> None:
        decay = min(AVERAGE_DECAY, (1 + self.step) / (20 + self.step))
        with torch.no_grad():
            for mean, value in zip(self.average.state_dict().values(), self.network.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.mul_(decay).add_(value, alpha=1 - decay)


def bearing_losses(out: BearingOutput, batch: BearingBatch) -> dict[str, torch.Tensor]:
    """Means over what is known; angles count in TURNS, so that all three losses are of about unit size."""
    turns = torch.tensor(TURNS, device=out.pose.device)
    posed, drawn = ~batch.poses[:, 0].isnan(), ~batch.traits[:, 0].isnan()
    return {
        "expression": F.cross_entropy(out.expression, batch.expressions, label_smoothing=0.05),
        "pose": _smooth(out.pose[posed] / turns, batch.poses[posed] / turns),
        "traits": _smooth(out.traits[drawn], batch.traits[drawn]),
    }


def _smooth(found: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    return F.smooth_l1_loss(found, truth, beta=0.3) if len(truth) else found.sum() * 0.0


def step_losses(run: BearingRun, batch: BearingBatch, strength: float, rate: float, seed: int) -> dict[str, float]:
    random = torch.Generator().manual_seed(seed * 1_000_003 + run.step)
    device = next(run.network.parameters()).device
    crops = vary_light(batch.crops, strength, random).to(device=device, memory_format=torch.channels_last)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        out = run.network(crops)
    known = BearingBatch(crops, batch.expressions.to(device), batch.poses.to(device), batch.traits.to(device))
    losses = bearing_losses(out, known)
    for group in run.optimiser.param_groups:
        group["lr"] = rate
    run.optimiser.zero_grad(set_to_none=True)
    sum(WEIGHTS[name] * loss for name, loss in losses.items()).backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    run.optimiser.step()
    run.follow()
    felt = (out.expression.argmax(1) == known.expressions).float().mean()
    return {**{name: float(loss) for name, loss in losses.items()}, "felt": float(felt)}


def rate_at(step: int, progress: float, peak: float) -> float:
    """Warm-up, then a cosine down to a hundredth."""
    return peak * min(1.0, (step + 1) / WARM_UP) * (0.01 + 0.99 * (1 + math.cos(math.pi * min(1.0, progress))) / 2)


def train(run: BearingRun, batches: BearingBatches, banks: list[CropBank], options: argparse.Namespace) -> None:
    saved = logged = time.time()
    totals: dict[str, float] = {}
    while (progress := run.step / options.steps if options.steps else run.elapsed / (options.minutes * 60)) < 1:
        began = time.time()
        if run.step % REFRESH_STEPS == 0 and any([bank.refresh() for bank in banks]):
            batches.index()
            print(json.dumps({"step": run.step, "sources": batches.sizes()}), flush=True)
        strength = GENTLE + (STRONG - GENTLE) * min(1.0, progress * 3)
        batch = batches.make(SIZE, strength, np.random.default_rng([options.seed, run.step, 83]))
        losses = step_losses(run, batch, strength, rate_at(run.step, progress, options.rate), options.seed)
        run.step += 1
        run.elapsed += time.time() - began
        totals = {name: totals.get(name, 0.0) + value for name, value in losses.items()}
        if run.step % LOG_STEPS == 0:
            means = {name: round(value / LOG_STEPS, 4) for name, value in totals.items()}
            speed = round(LOG_STEPS * len(batch.crops) / (time.time() - logged), 1)
            print(json.dumps({"step": run.step, "progress": round(progress, 4), "perSecond": speed, **means}), flush=True)
            totals, logged = {}, time.time()
        if time.time() - saved > CHECKPOINT_SECONDS:
            run.save(options.out)
            saved = time.time()
    run.save(options.out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bank", type=Path, nargs="+", default=[Path("build/embedder/bank")])
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    parser.add_argument("--out", type=Path, default=Path("build/embedder/run"))
    parser.add_argument("--begin", type=Path, help="checkpoint to begin with")
    parser.add_argument("--rate", type=float, default=PEAK_RATE)
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--steps", type=int, default=0, help="schedule by steps instead of minutes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    run = BearingRun.resume_or_start(options.out, options.seed, options.device, options.begin)
    banks = [CropBank(options.bank, "train"), CropBank(options.bank, CLOSE_UPS)]
    train(run, BearingBatches(banks, Backdrops.from_folder(options.backdrops)), banks, options)


if __name__ == "__main__":
    main()
