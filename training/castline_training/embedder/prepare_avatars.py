"""Turn drawn avatars into bank chunks, one for each set.

    python3 -m castline_training.embedder.prepare_avatars --avatars FOLDER --out BANK
"""
from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path

from castline_training.art.avatars import Avatar, read_avatars

from .crop_bank import BANK_SCALE, BANK_SIZE, CropLabel, write_chunk
from .network import EXPRESSIONS
from .square_crop import cut_square_clear, square_around


def label_of(avatar: Avatar) -> CropLabel:
    """All avatars of a set look alike to a stranger, so the set serves as their style."""
    expression = EXPRESSIONS.index(avatar.expression) if avatar.expression in EXPRESSIONS else -1
    name = f"avatar/{avatar.set_name}/{avatar.character}"
    return CropLabel(name, "", avatar.set_name, 0, expression, 1, False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--avatars", type=Path, default=Path("build/embedder/avatars"))
    parser.add_argument("--out", type=Path, default=Path("build/embedder/bank"))
    options = parser.parse_args()
    for set_name, avatars in groupby(read_avatars(options.avatars), key=lambda avatar: avatar.set_name):
        found = list(avatars)
        pictures = [cut_square_clear(a.rgba, square_around(a.head, BANK_SCALE), BANK_SIZE) for a in found]
        write_chunk(options.out, f"train-avatars-{set_name}", pictures, [label_of(a) for a in found])
        print(f"{set_name}: {len(found)} pictures", flush=True)


if __name__ == "__main__":
    main()
