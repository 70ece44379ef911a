"""Finds false alarms on training frames and stores those frames once more, as shards `hard_*`, with the places to look at.

python3 -m castline_training.detector.mine --checkpoint at_015000.pt --shards ../scratch/shards --count 3000
Only labelled TRAIN pictures are looked at: drawn and rendered frames. A false alarm becomes a row with flag -1.
"""
from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')

import numpy as np
import torch

from .export import load
from .measure import detect
from .shards import ShardPool, write_shard

LOUD = 0.3  # score from which a false alarm is worth a sample
PER_SHARD = 100


def alarms(boxes, scores, rows):
    """Boxes of confident detections that touch no labelled or ignored face, the loudest first."""
    found = []
    for box, score in zip(boxes, scores):
        if score < LOUD:
            continue
        lt, rb = np.maximum(box[:2], rows[:, :2]), np.minimum(box[2:], rows[:, 2:4])
        inter = np.clip(rb - lt, 0, None).prod(1)
        least = np.minimum((box[2:] - box[:2]).prod(), (rows[:, 2:4] - rows[:, :2]).prod(1)) + 1e-6
        if not len(rows) or (inter / least).max() < 0.3:
            found.append(box)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--checkpoint', required=True)
    parser.add_argument('--shards', default='../scratch/shards')
    parser.add_argument('--count', type=int, default=2000, help='frames looked at per prefix')
    parser.add_argument('--round', type=int, default=0, help='number of the mining, part of the names')
    args = parser.parse_args()
    torch.set_num_threads(1)
    net, folder, kept, looked = load(Path(args.checkpoint)), Path(args.shards), [], 0
    rng = np.random.default_rng(args.round)
    for prefix in ('drawn', 'rendered'):
        pool = ShardPool(folder, prefix)
        pool.refresh()
        for i in rng.permutation(len(pool.items))[:args.count]:
            image, rows = pool.frame(int(i))
            pool.decoded.clear()
            found = alarms(*detect(net, image, LOUD)[:2], rows)
            looked += 1
            if found:
                kept.append((image, [*rows.tolist(), *([*box.tolist(), *box.tolist(), -1] for box in found)]))
    for n in range(0, len(kept), PER_SHARD):
        write_shard(folder / f'hard_{args.round}{n:05d}', kept[n:n + PER_SHARD])
    print('looked at', looked, 'kept', len(kept), 'alarms', sum(sum(row[8] < 0 for row in rows) for _, rows in kept))


if __name__ == '__main__':
    main()
