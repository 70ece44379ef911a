"""Turn clip art into bank chunks: faces that nobody need know by name, and things without a face.

    python3 -m castline_training.embedder.prepare_clip_art --labels labels/clip-art.json --out BANK

Reads Debian's package openclipart-png. One thing in ten is kept from training, for validation.
"""
from __future__ import annotations

import argparse
from pathlib import Path

from ..detector.sources import CLIP_ART, load_clip_art
from .crop_bank import BANK_SCALE, BANK_SIZE, CropLabel, write_chunk
from .prepare_emoji import drawn_box
from .square_crop import cut_square_clear, square_around

KEPT = 10  # one thing in so many


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip-art", type=Path, default=Path(CLIP_ART))
    parser.add_argument("--labels", type=Path, default=Path("labels/clip-art.json"))
    parser.add_argument("--out", type=Path, default=Path("build/embedder/bank"))
    options = parser.parse_args()
    groups = load_clip_art(options.clip_art, options.labels)
    things = [(cut_square_clear(rgba, square_around(drawn_box(rgba), BANK_SCALE), BANK_SIZE), CropLabel("", "", "clip art", 0, -1, 0, False))
              for rgba in groups.pop("thing")]
    faces = [(cut_square_clear(rgba, square_around(tuple(row[4:8]), BANK_SCALE), BANK_SIZE), CropLabel("", "", "clip art", 0, -1, 1, False))
             for sprites in groups.values() for rgba, rows in sprites for row in rows if row[8]]
    chunks = {"train-clipart": faces, "objects-clipart": [thing for k, thing in enumerate(things) if k % KEPT],
              "clipthings": things[::KEPT]}
    for name, found in chunks.items():
        write_chunk(options.out, name, [picture for picture, _ in found], [label for _, label in found])
        print(f"{name}: {len(found)} pictures", flush=True)


if __name__ == "__main__":
    main()
