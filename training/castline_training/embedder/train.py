"""Train the embedder on crop banks.

    python3 -m castline_training.embedder.train --bank BANK --minutes 80 --out RUN

Runs on one CPU thread in bfloat16, or with `--device cuda`. `--steps` fixes the schedule by steps (repeatable to
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
from .training_step import Settings, step_losses

# Size of the crops in px up to each share of the schedule: small crops teach identity
# several times faster; a last part at the size that ships may follow where it is another.
SIZES = ((1.0, 64),)
PEAK_RATE, WARM_UP, LAST_PART = 4e-4, 50, 0.3
MARGIN = 0.2
GENTLE, STRONG = 0.35, 0.8  # augmentation at the start and from two fifths on
CHECKPOINT_SECONDS = 180
REFRESH_STEPS = 100


def settings_at(step: int, progress: float) -> Settings:
    """The schedule; `progress` runs 0..1 over the whole training.

    Rate: warm-up, the peak, and in the last part straight down to 1 % of it. Margin: zero at first, because before
    the classes exist it only stops them from forming. Augmentation: gentle at first.
    """
    fall = min(1.0, max(0.0, 1 - progress) / LAST_PART)
    return Settings(
        size=next((size for share, size in SIZES if progress < share), SIZES[-1][1]),
        strength=GENTLE + (STRONG - GENTLE) * min(1.0, progress / 0.4),
        margin=MARGIN * min(1.0, max(0.0, (progress - 0.1) / 0.4)),
        rate=PEAK_RATE * min(1.0, (step + 1) / WARM_UP) * (0.01 + 0.99 * fall),
    )


def train(run: TrainingRun, batches: BatchMaker, options: argparse.Namespace, banks: list[CropBank]) -> None:
    saved = logged = time.time()
    seen, totals = 0, {}
    while (progress := run.progress(options.minutes, options.steps)) < 1:
        began = time.time()
        if run.step % REFRESH_STEPS == 0 and any([bank.refresh() for bank in banks]):
            batches.index()
        settings = settings_at(run.step, progress)
        run.size = settings.size
        random = np.random.default_rng([options.seed, run.step])
        batch = batches.make(settings.size, settings.strength, random)
        losses = step_losses(run, batch, settings, options.seed)
        run.step += 1
        run.elapsed += time.time() - began
        seen += len(batch.crops)
        totals = {name: totals.get(name, 0.0) + value for name, value in losses.items()}
        if run.step % 50 == 0:
            means = {name: round(value / 50, 4) for name, value in totals.items()}
            speed = round(seen / (time.time() - logged), 1)
            row = {"step": run.step, "progress": round(progress, 4), "size": settings.size, "rate": round(settings.rate, 5),
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
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    run = TrainingRun.resume_or_start(options.out, options.capacity, options.seed, options.device)
    heads = CropBank(options.bank, "train")
    others = CropBank(options.bank, "objects")
    batches = BatchMaker(heads, others, Backdrops.from_folder(options.backdrops), run.classes)
    train(run, batches, options, [heads, others])


if __name__ == "__main__":
    main()
