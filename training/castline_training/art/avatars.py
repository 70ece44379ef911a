"""Avatars drawn by `draw-avatars.mjs`: characters of thirteen artists' sets, several moods each."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import cv2
import numpy as np

# Where the chin is, as a share of the picture's height; sets that draw no body have 1.
CHIN = {
    "adventurer": 1.0, "bigEars": 1.0, "bigSmile": 1.0, "croodles": 1.0, "dylan": 1.0, "lorelei": 0.85,
    "micah": 0.75, "miniavs": 0.9, "notionists": 0.55, "openPeeps": 0.74, "personas": 0.72, "pixelArt": 0.76,
    "toonHead": 0.72,
}


@dataclass(frozen=True)
class Avatar:
    """One picture [H, W, 4] RGBA with its head box in pixels; `expression` is None when unknown."""

    rgba: np.ndarray
    head: tuple[float, float, float, float]
    set_name: str
    character: str
    expression: str | None


def read_avatars(folder: Path) -> Iterator[Avatar]:
    """Every avatar under `folder`, in name order."""
    for path in sorted(folder.glob("*/*.png")):
        set_name = path.parent.name
        character, _, felt = path.stem.split("-")
        rgba = cv2.cvtColor(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA)
        rows, columns = np.nonzero(rgba[: int(CHIN[set_name] * len(rgba)), :, 3] > 8)
        if len(rows) == 0:
            continue
        head = (float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1))
        yield Avatar(rgba, head, set_name, character, None if felt == "unknown" else felt)
