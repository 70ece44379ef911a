"""Reports AP on the TEST films with a checkpoint. For reporting only: nothing is ever chosen by these figures.

python3 -m castline_training.detector.test_films --shared ../shared --checkpoint last.pt --out ../scratch/test
Writes one DETECTIONS.json per film for eval/score-boxes.mjs.
"""
from __future__ import annotations

import argparse
import json
import os
import subprocess
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')

import cv2
import torch

from .export import load
from .measure import detect

FPS = 24


def frame_of(film: str, key: str, folder: Path, cache: Path):
    """The picture that a label belongs to: first frame at or after a second, or a frame number."""
    target = cache / f'{film}_{key}.png'
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        number = int(key) * FPS if film == 'big-buck-bunny' else int(key)
        # A seek half a frame early lands on exactly that frame.
        at = max(0.0, (number - 0.5) / FPS)
        subprocess.run(['ffmpeg', '-v', 'error', '-ss', f'{at:.4f}', '-i', str(folder / 'episode.mp4'), '-frames:v', '1', str(target)], check=True)
    return cv2.imread(str(target))[..., ::-1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--shared', default='../shared')
    parser.add_argument('--checkpoint', default='../scratch/detector/last.pt')
    parser.add_argument('--out', default='../scratch/test')
    args = parser.parse_args()
    torch.set_num_threads(1)
    net, out, shared = load(Path(args.checkpoint)), Path(args.out), Path(args.shared)
    for film in ('big-buck-bunny', 'vn-episode'):
        folder = shared / 'films' / film
        truth = json.loads((folder / 'boxes.json').read_text())
        found = {}
        for key in truth:
            boxes, scores, _ = detect(net, frame_of(film, key, folder, out / 'frames'))
            found[key] = [{'box': [float(v) for v in b], 'score': float(s)} for b, s in zip(boxes, scores)]
        (out / f'{film}.json').write_text(json.dumps(found))
        subprocess.run(['node', str(shared / 'eval/score-boxes.mjs'), str(out / f'{film}.json'), str(folder / 'boxes.json')], check=True)


if __name__ == '__main__':
    main()
