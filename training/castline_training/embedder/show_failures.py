"""One picture of typical failures for the model card, of drawn and rendered validation faces alone.

    python3 -m castline_training.embedder.show_failures --checkpoint RUN/checkpoint.pt --bearing RUN/bearing.pt --bank BANK --out FILE.jpg

Upper rows: expressions read wrongly, as truth > answer, surest mistakes first. Lower rows: rendered creatures beside the
crop that is most like them but shows somebody else.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from .answers import answer
from .close_ups import CLOSE_PREFIX
from .crop_bank import CropBank
from .evaluate_bearing import load_bearing, read_set
from .identity_plan import HELD_OUT_STYLE
from .network import EXPRESSIONS
from .test_sets import read_drawn
from .training_run import load_average

COLUMNS, ROWS = 10, 2
LINE = 14  # px of lettering below a crop


def lettered(crop: np.ndarray, words: str) -> np.ndarray:
    strip = np.full((LINE, crop.shape[1], 3), 255, np.uint8)
    cv2.putText(strip, words, (1, LINE - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.3, (0, 0, 0), 1, cv2.LINE_AA)
    return np.vstack([crop, strip])


class Paper:
    """A grey backdrop, because the usual ones are the work of others and the sheet is published."""

    def draw(self, size: int, rng: np.random.Generator) -> np.ndarray:
        return np.full((size, size, 3), 190, np.uint8)


def misread_expressions(bearing: Path, banks: list[Path]) -> list[np.ndarray]:
    found = read_set(CropBank(banks, CLOSE_PREFIX), Paper(), False)
    chosen = found.styles == HELD_OUT_STYLE
    crops, truth = found.crops[chosen], found.expressions[chosen]
    network = load_bearing(bearing)
    with torch.no_grad():
        odds = torch.cat([
            torch.softmax(network(torch.from_numpy(part).permute(0, 3, 1, 2).float() / 255).expression, 1)
            for part in np.array_split(crops, max(1, len(crops) // 256))
        ]).numpy()
    said = odds.argmax(1)
    wrong = np.nonzero(said != truth)[0]
    wrong = wrong[np.argsort(-odds.max(1)[wrong])][: COLUMNS * ROWS]
    return [lettered(crops[i], f"{EXPRESSIONS[truth[i]]} > {EXPRESSIONS[said[i]]}") for i in wrong]


def confused_creatures(checkpoint: Path, bank: Path) -> list[np.ndarray]:
    found = read_drawn(bank, "val-rval_09", Paper(), False)
    known = answer(load_average(checkpoint), found.crops)
    similarity = known.embedding @ known.embedding.T
    same = found.identities[:, None] == found.identities[None]
    best = np.where(same & ~np.eye(len(same), dtype=bool), similarity, -2).max(1)
    other = np.where(same, -2, similarity)
    lead = other.max(1) - best
    worst = [i for i in np.argsort(-lead) if best[i] > -1][: COLUMNS * ROWS // 2]
    tiles = []
    for i in worst:
        tiles.append(lettered(found.crops[i], f"own {best[i]:.2f}"))
        tiles.append(lettered(found.crops[int(other[i].argmax())], f"other {other[i].max():.2f}"))
    return tiles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("build/embedder/run/checkpoint.pt"))
    parser.add_argument("--bearing", type=Path, default=Path("build/embedder/run/bearing.pt"))
    parser.add_argument("--bank", type=Path, nargs="+", default=[Path("build/embedder/bank")])
    parser.add_argument("--out", type=Path, default=Path("../models/castline-embed-v1/failures.jpg"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    tiles = misread_expressions(options.bearing, options.bank)
    tiles += confused_creatures(options.checkpoint, options.bank[0])
    rows = [np.hstack(tiles[start:start + COLUMNS]) for start in range(0, len(tiles) - COLUMNS + 1, COLUMNS)]
    cv2.imwrite(str(options.out), np.vstack(rows)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])


if __name__ == "__main__":
    main()
