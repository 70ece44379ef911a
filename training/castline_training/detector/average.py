"""Mixes the weights of two checkpoints of one line: python3 -m castline_training.detector.average --one a.pt --other b.pt --share 0.7 --out c.pt.

Where the one lacks a residual block of the other, it counts as the block that does nothing.
"""
from __future__ import annotations

import argparse

import torch


def mixed(one: dict, other: dict, share: float) -> dict:
    """Weights (1 - share) of one, share of the other; of a block that the one lacks, the gain and the bias are lessened."""
    result = {}
    for key, value in other.items():
        if key in one and value.dtype.is_floating_point:
            result[key] = (1 - share) * one[key] + share * value
        elif key not in one and key.endswith(('body.1.weight', 'body.1.bias')):
            result[key] = share * value
        else:
            result[key] = value
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--one', required=True)
    parser.add_argument('--other', required=True)
    parser.add_argument('--share', type=float, default=0.7, help='of the other')
    parser.add_argument('--out', required=True)
    args = parser.parse_args()
    one, other = (torch.load(path, map_location='cpu')['ema'] for path in (args.one, args.other))
    torch.save({'ema': mixed(one, other, args.share)}, args.out)


if __name__ == '__main__':
    main()
