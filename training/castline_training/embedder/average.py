"""Mix the averaged weights of two checkpoints of one training.

    python3 -m castline_training.embedder.average --one a.pt --other b.pt --share 0.7 --out c.pt
"""
from __future__ import annotations

import argparse
from pathlib import Path

import torch

from ..detector.average import mixed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", type=Path, required=True)
    parser.add_argument("--other", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.7, help="of the other")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    one, other = torch.load(options.one, map_location="cpu"), torch.load(options.other, map_location="cpu")
    torch.save(other | {"average": mixed(one["average"], other["average"], options.share)}, options.out)


if __name__ == "__main__":
    main()
