"""Train the medium network, on a CPU in about ten minutes, and print what it does on photographs and drawings it never saw.

    python3 -m castline_training.medium.train --bank ../scratch/embed/bank --backdrops ../scratch/embed/backdrops \
        --portraits FOLDER_OF_INTER_FACES --fold 0 --out ../scratch/medium

`--fold` is the quarter of the photographed people that is held out. Needs onnxruntime to find their heads. Started again with the
same `--out`, it goes on from its last checkpoint; a fold that is done is only measured.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch

from ..detector.other_hands import ShippedDetector
from .material import Grounds, Material, drawn_views, spoilt_views
from .network import BAR, MediumNetwork, load_medium
from .photographs import Photograph, load_portraits
from .training_run import MediumRun, Settings, as_tensor, replace_whole, train

ALLOWED = 0.01  # share of drawn crops that may be called photographed
VIEWS = 3


def scores_of(network: MediumNetwork, crops: np.ndarray) -> np.ndarray:
    """[..., 96, 96, 3] -> [...]."""
    network.eval()
    flat = crops.reshape(-1, *crops.shape[-3:])
    with torch.no_grad():
        parts = [torch.sigmoid(network(as_tensor(part))).numpy() for part in np.array_split(flat, max(1, len(flat) // 256))]
    return np.concatenate(parts).reshape(crops.shape[:-3])


def shares(scores: np.ndarray, bar: float) -> dict:
    """Of single crops, and of heads by the mean of their views, as the product takes the mean of a track."""
    return {'crops': round(float((scores > bar).mean()), 4), 'heads': round(float((scores.mean(1) > bar).mean()), 4)}


def measure(network: MediumNetwork, bank: Path, grounds: Grounds, held: list[Photograph]) -> dict:
    """The bar at which drawn and rendered crops each keep to ALLOWED, and what it finds."""
    drawn = {style: scores_of(network, crops) for style, crops in drawn_views(bank, 'validation-', grounds, 1200, VIEWS).items()}
    drawn |= {style: scores_of(network, crops) for style, crops in drawn_views(bank, 'val-rval', grounds, 442, VIEWS).items()}
    rendered = [drawn['rendered']] if 'rendered' in drawn else []  # none in a bank made without Blender
    people = {p.name: np.stack([scores_of(network, spoilt_views(head, 12, 1)) for head in p.heads]) for p in held if p.heads}
    every = np.concatenate(list(people.values()))
    flat = np.concatenate([scores for style, scores in drawn.items() if style != 'rendered'])
    found = {'people': len(people), 'heads': len(every), 'drawn': len(flat), 'rendered': sum(map(len, rendered))}
    bars = {'crops': max(float(np.quantile(part, 1 - ALLOWED)) for part in (flat, *rendered)),
            'heads': max(float(np.quantile(part.mean(1), 1 - ALLOWED)) for part in (flat, *rendered)), 'shipped': BAR}
    for name, bar in bars.items():
        found[name] = {'bar': round(bar, 4), 'photographed': shares(every, bar),
                       **{style: shares(scores, bar) for style, scores in drawn.items()}}
    found['missed'] = {name: round(float(scores.mean()), 2) for name, scores in people.items() if scores.mean() < bars['crops']}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--bank', type=Path, required=True)
    parser.add_argument('--backdrops', type=Path, required=True)
    parser.add_argument('--portraits', type=Path, required=True)
    parser.add_argument('--detector', type=Path, default=Path('../models/castline-face-v1'))
    parser.add_argument('--fold', type=int, default=0, help='held out; -1 for none')
    parser.add_argument('--steps', type=int, default=1800)
    parser.add_argument('--size', type=int, default=96)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--device', default='cpu', help='cpu or cuda')
    parser.add_argument('--out', type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    photographs = load_portraits(options.portraits, ShippedDetector(options.detector, False))
    seen = [p for p in photographs if p.fold != options.fold]
    held = [p for p in photographs if p.fold == options.fold]
    grounds = Grounds(options.backdrops, [patch for p in seen for patch in p.patches])
    options.out.mkdir(parents=True, exist_ok=True)
    kept = options.out / f'fold{options.fold}.pt'
    if kept.exists():
        network = load_medium(kept)
    else:
        checkpoint = options.out / f'fold{options.fold}.checkpoint'
        run = MediumRun.resume_or_start(checkpoint, Settings(options.steps, options.size, options.seed), options.device)
        network = train(run, Material(options.bank, grounds, seen), checkpoint)
        replace_whole(network.state_dict(), kept)
        checkpoint.unlink(missing_ok=True)
    print(json.dumps(measure(network, options.bank, grounds, held or seen)), flush=True)


if __name__ == '__main__':
    main()
