"""One picture of typical failures for the model card, of rendered validation frames alone: whatever is on it, we made.

    python3 -m castline_training.detector.show_failures --model ../models/castline-face-v1 --shards ../scratch/shards --out FILE.jpg

Green: found. Red: a face that was missed. Yellow: a false alarm or a loose box, with its score. The frames with most failures come first. Needs onnxruntime.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from .other_hands import ShippedDetector
from .shards import ShardPool

COLUMNS, ROWS, WIDTH = 3, 3, 320
GREEN, RED, YELLOW = (40, 220, 40), (255, 40, 40), (255, 230, 0)
OVERLAP = 0.5


def overlaps(box: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """IoU of one box with every labelled face."""
    inter = np.clip(np.minimum(box[2:], rows[:, 2:4]) - np.maximum(box[:2], rows[:, :2]), 0, None).prod(1)
    return inter / ((box[2:] - box[:2]).prod() + (rows[:, 2:4] - rows[:, :2]).prod(1) - inter + 1e-9)


def drawn_failures(detector: ShippedDetector, image: np.ndarray, rows: np.ndarray) -> tuple[int, np.ndarray]:
    """(number of failures, the frame with its boxes)."""
    boxes, scores = detector.detect(image)
    sheet, met, failures = np.ascontiguousarray(image).copy(), set(), 0
    for box, score in zip(boxes[scores >= detector.bar], scores[scores >= detector.bar]):
        shared = overlaps(box, rows) if len(rows) else np.zeros(0)
        hits = set(np.nonzero(shared >= OVERLAP)[0].tolist())
        met |= hits
        failures += not hits
        _frame(sheet, box, GREEN if hits else YELLOW, '' if hits else f'{score:.2f}')
    for number, row in enumerate(rows):
        if row[8] > 0 and number not in met:
            failures += 1
            _frame(sheet, row[:4], RED, '')
    return failures, sheet


def _frame(sheet: np.ndarray, box: np.ndarray, colour: tuple, words: str) -> None:
    left, top, right, bottom = (int(round(float(value))) for value in box)
    cv2.rectangle(sheet, (left, top), (right, bottom), colour, 2)
    if words:
        cv2.putText(sheet, words, (left, max(12, top - 3)), cv2.FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv2.LINE_AA)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', type=Path, default=Path('../models/castline-face-v1'))
    parser.add_argument('--shards', type=Path, default=Path('../scratch/shards'))
    parser.add_argument('--out', type=Path, default=Path('../models/castline-face-v1/failures.jpg'))
    options = parser.parse_args()
    cv2.setNumThreads(1)
    detector, found = ShippedDetector(options.model, False), []
    for prefix in ('rval', 'fval'):
        pool = ShardPool(options.shards, prefix)
        pool.refresh()
        found += [drawn_failures(detector, *pool.frame(number)) for number in range(len(pool.items))]
    found.sort(key=lambda pair: -pair[0])
    tiles = [cv2.resize(sheet, (WIDTH, round(WIDTH * sheet.shape[0] / sheet.shape[1])), interpolation=cv2.INTER_AREA) for _, sheet in found]
    tiles = [tile for tile in tiles if tile.shape == tiles[0].shape][: COLUMNS * ROWS]
    rows = [np.hstack(tiles[start:start + COLUMNS]) for start in range(0, len(tiles) - COLUMNS + 1, COLUMNS)]
    cv2.imwrite(str(options.out), np.vstack(rows)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])


if __name__ == '__main__':
    main()
