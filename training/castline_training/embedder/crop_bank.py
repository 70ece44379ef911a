"""Pictures to train on, kept as plain arrays so that a batch costs no decoding.

A bank is a folder of chunks. A chunk is `NAME.npy`, uint8 [N, 112, 112, 4] RGBA with
premultiplied alpha, each picture covering 1.7 x the head box around its centre, and
`NAME.json`, one list per column. Chunks are written whole, so a bank may grow while a
training reads it.
"""
from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

BANK_SIZE = 112
BANK_SCALE = 1.7
ALARM = "alarm"  # style of what the face detector took for a face


@dataclass(frozen=True)
class CropLabel:
    """What is known of one picture; -1 stands for unknown."""

    identity: str  # "" where the picture has none
    family: str  # look-alikes share it; "" for none
    style: str
    form: int
    expression: int  # index into EXPRESSIONS
    face: int  # 1 a character's face, 0 anything else, -1 a head without a visible face
    opaque: bool  # True: a cut from a finished picture, whose background must stay
    pose: list[float] | None = None  # yaw, pitch, roll in degrees; None where unknown
    traits: list[float] | None = None  # TRAITS of `bearing_network`; None where unknown


def write_chunk(folder: Path, name: str, pictures: list[np.ndarray], labels: list[CropLabel]) -> None:
    """Write one chunk; the labels come last because a reader looks for them first."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{name}.partial.npy"
    np.save(partial, np.stack(pictures).astype(np.uint8))
    os.replace(partial, folder / f"{name}.npy")
    rows = [asdict(label) for label in labels]
    columns = {key: [row[key] for row in rows] for key in rows[0]}
    partial_labels = folder / f"{name}.partial"
    partial_labels.write_text(json.dumps(columns))
    os.replace(partial_labels, folder / f"{name}.json")


class CropBank:
    """All chunks of some folders, read through the page cache."""

    def __init__(self, folders: list[Path], prefix: str = "") -> None:
        self._chunks: list[np.ndarray] = []
        self._place: list[tuple[int, int]] = []
        self.labels: list[CropLabel] = []
        self.names: set[str] = set()
        self._folders = folders
        self.prefix = prefix
        self.refresh()

    def refresh(self) -> bool:
        """Take in chunks that appeared since; True when there were any."""
        grown = False
        for folder in self._folders:
            for path in sorted(folder.glob(f"{self.prefix}*.json")):
                if str(path) not in self.names:
                    self._take(path)
                    grown = True
        return grown

    def _take(self, path: Path) -> None:
        columns = json.loads(path.read_text())
        chunk = np.load(path.with_suffix(".npy"), mmap_mode="r")
        for row in range(len(chunk)):
            self._place.append((len(self._chunks), row))
            self.labels.append(CropLabel(**{key: column[row] for key, column in columns.items()}))
        self._chunks.append(chunk)
        self.names.add(str(path))

    def __len__(self) -> int:
        return len(self._place)

    def picture(self, index: int) -> np.ndarray:
        """RGBA [112, 112, 4] uint8, premultiplied."""
        chunk, row = self._place[index]
        return np.asarray(self._chunks[chunk][row])
