"""Precision and recall over score thresholds on the validation sets: python3 -m castline_training.detector.threshold --checkpoint last.pt."""
from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')

import torch

from .export import load
from .measure import match, average_precision, detect
from .shards import ShardPool
from .sources import load_penny


def table(results) -> list:
    """[(threshold, precision, recall)] of (boxes, scores, truth rows)."""
    marks = [m for boxes, scores, rows in results for m in match(boxes, scores, rows, 0.5)]
    total = sum(int((rows[:, 8] > 0).sum()) for _, _, rows in results)
    lines = []
    for t in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        kept = [hit for score, hit in marks if score >= t]
        lines.append((t, round(sum(kept) / max(1, len(kept)), 3), round(sum(kept) / max(1, total), 3)))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--shared', default='../shared')
    parser.add_argument('--shards', default='../scratch/shards')
    parser.add_argument('--out', default='../scratch/detector', help='where film frames are cached')
    parser.add_argument('--checkpoint', default='../scratch/detector/last.pt')
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = load(Path(args.checkpoint))
    sets = {'penny': load_penny(Path(args.shared) / 'films', Path(args.out) / 'frames')['held']}
    for prefix in ('val', 'tone', 'rval'):
        pool = ShardPool(Path(args.shards), prefix)
        pool.refresh()
        sets[prefix] = [pool.frame(i) for i in range(len(pool.items))]
    for name, frames in sets.items():
        results = [(*detect(net, image)[:2], rows) for image, rows in frames]
        print(name, len(frames), 'AP, best F1, its score:', tuple(round(v, 4) for v in average_precision(results)), table(results), flush=True)


if __name__ == '__main__':
    main()
