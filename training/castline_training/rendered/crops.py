"""Cuts the heads of rendered shards into chunks of the embedder's bank, and patches without heads as pictures of nothing.

    python3 -m castline_training.rendered.crops --shards ../scratch/shards --bank ../scratch/embed/bank

does so for all shards of the training troupe that are there; `prerender --bank` does it as they come.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from ..drawn.expression import EXPRESSIONS
from ..embedder.crop_bank import BANK_SCALE, BANK_SIZE, CropLabel, write_chunk
from ..embedder.square_crop import Square, cut_square, square_around


SMALLEST_FACE = 16  # px; fewer teach nothing about identity
LEAST_VISIBLE = 0.5
PATCHES = 3  # per frame


def write_crops(shard: Path, faces: Path, bank: Path, troupe: str) -> None:
    """Writes `train-NAME` (or `val-NAME`) and `objects-NAME` chunks of one shard, unless they are there."""
    heads_name, objects_name = f'{troupe}-{shard.name}', f'objects-{shard.name}'
    if not (bank / f'{heads_name}.json').exists():
        found = [made for rgb, rows, known in read_shard(shard, faces) for made in head_pictures(rgb, rows, known)]
        if found:
            write_chunk(bank, heads_name, [picture for picture, _ in found], [label for _, label in found])
    if troupe == 'train' and not (bank / f'{objects_name}.json').exists():
        rng = np.random.default_rng([59, *shard.name.encode()])
        patches = [made for rgb, rows, _ in read_shard(shard, faces) for made in empty_pictures(rgb, rows, rng)]
        if patches:
            write_chunk(bank, objects_name, [picture for picture, _ in patches], [label for _, label in patches])


def read_shard(shard: Path, faces: Path):
    """(rgb, rows, what is known of each row) of every frame."""
    data = shard.with_suffix('.bin').read_bytes()
    for entry, known in zip(json.loads(shard.with_suffix('.json').read_text()), json.loads(faces.read_text()), strict=True):
        picture = cv2.imdecode(np.frombuffer(data[entry['at']:entry['at'] + entry['size']], np.uint8), cv2.IMREAD_COLOR)
        yield cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), entry['faces'], known


def head_pictures(rgb: np.ndarray, rows: list, known: list) -> list:
    """(picture, label) of each head that shows enough of its face."""
    found = []
    for row, face in zip(rows, known, strict=True):
        if row[8] != 1 or min(row[2] - row[0], row[3] - row[1]) < SMALLEST_FACE or face['visible'] < LEAST_VISIBLE:
            continue
        picture = _opaque(cut_square(rgb, square_around(tuple(row[4:8]), BANK_SCALE), BANK_SIZE))
        identity = f"rendered/{face['identity']}"
        found.append((picture, CropLabel(identity, '', 'rendered', 0, EXPRESSIONS.index(face['expression']), 1, True)))
    return found


def empty_pictures(rgb: np.ndarray, rows: list, rng: np.random.Generator) -> list:
    """(picture, label) of patches that touch no head."""
    height, width = rgb.shape[:2]
    found = []
    for _ in range(PATCHES * 5):
        side = height * rng.uniform(0.08, 0.6)
        x, y = rng.uniform(side / 2, width - side / 2), rng.uniform(side / 2, height - side / 2)
        reach = side / 2
        if any(x + reach > r[4] and x - reach < r[6] and y + reach > r[5] and y - reach < r[7] for r in rows):
            continue
        picture = cut_square(rgb, Square(x, y, side), BANK_SIZE)
        if picture.std() < 6:  # plain sky or wall teaches nothing
            continue
        found.append((_opaque(picture), CropLabel('', '', 'rendered', 0, -1, 0, True)))
        if len(found) == PATCHES:
            break
    return found


def _opaque(rgb: np.ndarray) -> np.ndarray:
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--shards', type=Path, default=Path('../scratch/shards'))
    parser.add_argument('--bank', type=Path, default=Path('../scratch/embed/bank'))
    parser.add_argument('--prefix', default='rendered')
    options = parser.parse_args()
    for index in sorted(options.shards.glob(f'{options.prefix}_*.json')):
        write_crops(index.with_suffix(''), options.shards / 'faces' / f'{index.stem}.faces.json', options.bank, 'train')


if __name__ == '__main__':
    main()
