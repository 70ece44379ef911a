"""Turn drawn emoji into bank chunks: one picture of each character, and things without a face.

    python3 -m castline_training.embedder.prepare_emoji --emoji FOLDER --labels labels/emoji.json --out BANK

FOLDER is what the detector's `render-emoji.mjs` wrote: SET_CODE.png or .webp, decoys as decoy_CODE.webp.
"""
from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import cv2
import numpy as np

from .crop_bank import BANK_SCALE, BANK_SIZE, CropLabel, write_chunk
from .square_crop import Box, cut_square_clear, square_around

# Skin tones between the lightest and the darkest: as identities of their own they would be
# told apart by nothing but what another light does to one and the same.
MIDDLE_TONES = ("1f3fc", "1f3fd", "1f3fe")


def head_box(rgba: np.ndarray, percent: list[float]) -> Box:
    height, width = rgba.shape[:2]
    x0, y0, x1, y1 = np.array(percent) / 100 * [width, height, width, height]
    return (float(x0), float(y0), float(x1), float(y1))


def drawn_box(rgba: np.ndarray) -> Box:
    """What a mistaken head box round the whole thing would be."""
    rows, columns = np.nonzero(rgba[..., 3] > 8)
    if len(rows) == 0:
        return (0.0, 0.0, float(rgba.shape[1]), float(rgba.shape[0]))
    return (float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1))


def read_emoji(path: Path) -> np.ndarray:
    """RGBA [H, W, 4] with straight alpha."""
    return cv2.cvtColor(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA)


def characters(folder: Path, labels: dict) -> list[tuple[np.ndarray, CropLabel]]:
    """Every labelled emoji as an identity with a single picture."""
    found: dict[str, tuple[np.ndarray, CropLabel]] = {}
    for group in labels["sets"]:
        for name in group["sets"]:
            for path in sorted(folder.glob(f"{name}_*")):
                code = path.stem.removeprefix(f"{name}_")
                entry = next((row for row in group["patterns"] if re.fullmatch(row["code"], code)), None)
                if entry is None or any(tone in code for tone in MIDDLE_TONES):
                    continue
                rgba = read_emoji(path)
                picture = cut_square_clear(rgba, square_around(head_box(rgba, entry["head"]), BANK_SCALE), BANK_SIZE)
                identity = f"emoji/{name}/{code}"
                found[identity] = (picture, CropLabel(identity, "", name, 0, -1, 1, False))
    return list(found.values())


def things(folder: Path) -> list[tuple[np.ndarray, CropLabel]]:
    found = []
    for path in sorted(folder.glob("decoy_*")):
        rgba = read_emoji(path)
        picture = cut_square_clear(rgba, square_around(drawn_box(rgba), BANK_SCALE), BANK_SIZE)
        found.append((picture, CropLabel("", "", "emoji", 0, -1, 0, False)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--emoji", type=Path, default=Path("build/embedder/emoji"))
    parser.add_argument("--labels", type=Path, default=Path("labels/emoji.json"))
    parser.add_argument("--out", type=Path, default=Path("build/embedder/bank"))
    options = parser.parse_args()
    labels = json.loads(options.labels.read_text())
    for name, found in (("train-emoji", characters(options.emoji, labels)), ("objects-emoji", things(options.emoji))):
        write_chunk(options.out, name, [picture for picture, _ in found], [label for _, label in found])
        print(f"{name}: {len(found)} pictures", flush=True)


if __name__ == "__main__":
    main()
