"""Renders drawn scenes into shards: python3 -m castline_training.detector.prerender --out ../scratch/shards --count 8000."""
from __future__ import annotations

import argparse
import os

os.environ.setdefault('OMP_NUM_THREADS', '1')

from pathlib import Path

import cv2
import numpy as np

from ..drawn import STYLES, render_scene
from .shards import write_shard
from .sources import load_backgrounds

PER_SHARD = 100
HELD_OUT = 'screentone'


def scene_rows(scene) -> list:
    """Label rows of a scene; heads from behind are ignore regions with the head as face."""
    rows = []
    for face in scene.faces:
        box = face.face_box or face.head_box
        rows.append([*box, *face.head_box, 0 if face.ignore or face.face_box is None else 1])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--out', default='../scratch/shards')
    parser.add_argument('--count', type=int, default=8000)
    parser.add_argument('--start', type=int, default=0, help='first seed')
    parser.add_argument('--prefix', default='drawn')
    parser.add_argument('--styles', default='', help='comma list; default all')
    parser.add_argument('--backgrounds', default='../shared/art/backgrounds')
    args = parser.parse_args()
    cv2.setNumThreads(1)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    styles = tuple(args.styles.split(',')) if args.styles else STYLES
    pictures = load_backgrounds(Path(args.backgrounds))
    for first in range(args.start, args.start + args.count, PER_SHARD):
        path = out / f'{args.prefix}_{first:06d}'
        if path.with_suffix('.json').exists():
            continue
        frames = [_frame(seed, styles, pictures) for seed in range(first, min(first + PER_SHARD, args.start + args.count))]
        write_shard(path, frames)
        print(first + PER_SHARD, flush=True)


def _frame(seed, styles, pictures):
    """One scene; every eighth stands before a piece of an open painting."""
    rng = np.random.default_rng([56, seed])
    backdrop = None
    if pictures and rng.random() < 0.13:
        picture = pictures[rng.integers(len(pictures))]
        h, w = picture.shape[:2]
        s = rng.uniform(0.4, 1.0)
        y, x = int(rng.uniform(0, h * (1 - s))), int(rng.uniform(0, w * (1 - s)))
        backdrop = np.ascontiguousarray(picture[y:y + max(8, int(h * s)), x:x + max(8, int(w * s))])
        if rng.random() < 0.5:
            backdrop = np.ascontiguousarray(backdrop[:, ::-1])
    scene = render_scene(seed, styles=styles, backdrop=backdrop)
    return scene.rgb, scene_rows(scene)


if __name__ == '__main__':
    main()
