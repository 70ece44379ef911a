"""Train the embedder on crop banks.

    python3 -m castline_training.embedder.train --bank BANK --minutes 80 --out RUN

Runs on one CPU thread in bfloat16. `--steps` fixes the schedule by steps (repeatable to
the bit on one machine); `--minutes` fixes it by working time, for a busy machine. Started
again with the same `--out`, it goes on from its last checkpoint.
"""
from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np
import torch

from .backdrops import Backdrops
from .batches import BatchMaker
from .crop_bank import CropBank
from .training_run import TrainingRun
from .training_step import step_losses

SMALL, LARGE = 64, 96
SMALL_SHARE = 0.62  # of the schedule, at the small size: three times as many pictures per minute
PEAK_RATE, WARM_UP = 0.1, 150
MARGIN = 0.3
CHECKPOINT_SECONDS = 180
REFRESH_STEPS = 100


def learning_rate(step: int, progress: float) -> float:
    """Warm-up, then a cosine to 1 % of the peak; `progress` runs 0..1 over the schedule."""
    warm = min(1.0, (step + 1) / WARM_UP)
    return PEAK_RATE * warm * (0.01 + 0.99 * 0.5 * (1 + float(np.cos(np.pi * min(progress, 1.0)))))


def margin_at(progress: float) -> float:
    """Zero at first: a margin before the classes exist only stops them from forming."""
    return MARGIN * float(np.clip((progress - 0.05) / 0.35, 0, 1))


def train(run: TrainingRun, batches: BatchMaker, options: argparse.Namespace, banks: list[CropBank]) -> None:
    saved = logged = time.time()
    seen, totals = 0, {}
    while (progress := run.progress(options.minutes, options.steps)) < 1:
        began = time.time()
        if run.step % REFRESH_STEPS == 0 and any([bank.refresh() for bank in banks]):
            batches.index()
        size = SMALL if progress < SMALL_SHARE else LARGE
        batch = batches.make(size, np.random.default_rng([options.seed, run.step]))
        rate = learning_rate(run.step, progress)
        losses = step_losses(run, batch, margin_at(progress), rate, options.seed)
        run.step += 1
        run.elapsed += time.time() - began
        seen += len(batch.crops)
        totals = {name: totals.get(name, 0.0) + value for name, value in losses.items()}
        if run.step % 50 == 0:
            means = {name: round(value / 50, 4) for name, value in totals.items()}
            speed = round(seen / (time.time() - logged), 1)
            row = {"step": run.step, "progress": round(progress, 4), "size": size, "rate": round(rate, 5),
                   "identities": len(batches.classes), "perSecond": speed, **means}
            print(json.dumps(row), flush=True)
            seen, totals, logged = 0, {}, time.time()
        if time.time() - saved > CHECKPOINT_SECONDS:
            run.save(options.out)
            saved = time.time()
    run.save(options.out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bank", type=Path, nargs="+", default=[Path("build/embedder/bank")])
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    parser.add_argument("--out", type=Path, default=Path("build/embedder/run"))
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--steps", type=int, default=0, help="schedule by steps instead of minutes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--capacity", type=int, default=5000, help="identities the classifier has room for")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    run = TrainingRun.resume_or_start(options.out, options.capacity, options.seed)
    heads = CropBank(options.bank, "train")
    others = CropBank(options.bank, "objects")
    batches = BatchMaker(heads, others, Backdrops.from_folder(options.backdrops), run.classes)
    train(run, batches, options, [heads, others])


if __name__ == "__main__":
    main()
