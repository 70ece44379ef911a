"""Exports a checkpoint: python3 -m castline_training.detector.export --checkpoint last.pt --out ../models/castline-face-v1."""
from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')

import torch

from .network import STRIDES, TWO_SCALES, Exported, FaceNet

LICENCE = 'Apache-2.0 (weights); attribution of the training pictures in CARD.md'


def load(checkpoint: Path) -> FaceNet:
    """The averaged network of a checkpoint, ready to infer."""
    net = FaceNet()
    net.load_weights(torch.load(checkpoint, map_location='cpu')['ema'])
    return net.eval()


def export(net: FaceNet, folder: Path, threshold: float, version: str, halved: bool = True) -> None:
    """Writes model.onnx and the manifest that belongs to it."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / 'model.onnx.part'
    axes = {'images': {0: 'n', 2: 'h', 3: 'w'}, 'predictions': {0: 'n', 1: 'a'}}
    torch.onnx.export(Exported(net, halved).eval(), torch.zeros(1, 3, 384, 640), str(partial), opset_version=13, input_names=['images'],
                      output_names=['predictions'], dynamic_axes=axes, do_constant_folding=True)
    digest = hashlib.sha256(partial.read_bytes()).hexdigest()
    os.replace(partial, folder / 'model.onnx')
    (folder / 'manifest.json').write_text(json.dumps(manifest(digest, threshold, version, TWO_SCALES if halved else STRIDES), indent=2) + '\n')


def manifest(digest: str, threshold: float, version: str, strides: tuple = TWO_SCALES) -> dict:
    """What the product must know to run the model."""
    return {
        'id': 'castline-face', 'version': version, 'task': 'detect', 'file': 'model.onnx', 'sha256': digest,
        'layout': 'castline-ltrb',
        'input': {'name': 'images', 'width': 640, 'height': 384, 'multipleOf': strides[-1], 'channels': 'rgb', 'scale': 1 / 255,
                  'mean': [0, 0, 0], 'std': [1, 1, 1]},
        'output': {'name': 'predictions'}, 'strides': list(strides),
        'thresholds': {'score': threshold, 'iou': 0.5, 'containment': 0.7}, 'licence': LICENCE,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--checkpoint', default='../scratch/detector/last.pt')
    parser.add_argument('--out', default='../models/castline-face-v1')
    parser.add_argument('--threshold', type=float, default=0.45)
    parser.add_argument('--version', default='1.0.0')
    parser.add_argument('--one-scale', action='store_true', help='without the look at the picture at half its size')
    args = parser.parse_args()
    torch.set_num_threads(1)
    export(load(Path(args.checkpoint)), Path(args.out), args.threshold, args.version, not args.one_scale)


if __name__ == '__main__':
    main()
