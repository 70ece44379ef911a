"""Labelled frames of the films that may be trained on. Test films are not listed here."""
from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import cv2
import numpy as np


@dataclass(frozen=True)
class FilmFace:
    """A labelled tight face box in frame pixels x0, y0, x1, y1."""

    identity: str  # "" for a passer-by
    box: tuple[float, ...]
    ignore: bool
    view: str
    expression: str | None


@dataclass(frozen=True)
class FilmFrame:
    """One frame RGB [H, W, 3] and its faces."""

    name: str
    rgb: np.ndarray
    faces: list[FilmFace]


def read_film_frames(films: Path) -> Iterator[FilmFrame]:
    """Labelled frames of penny-and-chip and popeye-sindbad, in name order."""
    yield from _penny_and_chip(films / "penny-and-chip")
    for part in ("T00-1", "T01-2"):
        yield from _popeye(films / "popeye-sindbad", part)


def _penny_and_chip(folder: Path) -> Iterator[FilmFrame]:
    labels = json.loads((folder / "boxes.json").read_text())
    for name in sorted(labels):
        rgb = read_frame(folder / "clips" / labels[name]["clip"], labels[name]["atSeconds"])
        yield FilmFrame(f"penny-{name}", rgb, [_face(entry, 1.0) for entry in labels[name]["faces"]])


def _popeye(folder: Path, part: str) -> Iterator[FilmFrame]:
    labels = json.loads((folder / f"{part}.json").read_text())
    for second in sorted(labels["boxes"]):
        rgb = read_frame(folder / labels["clip"], float(second))
        ratio = rgb.shape[1] / labels["pictureWidth"]
        yield FilmFrame(f"popeye-{part}-{second}", rgb, [_face(entry, ratio) for entry in labels["boxes"][second]])


def _face(entry: dict, ratio: float) -> FilmFace:
    identity = "" if entry["id"] == "other" else f"film/{entry['id']}"
    box = tuple(value * ratio for value in entry["box"])
    return FilmFace(identity, box, entry["ignore"], entry["view"], entry["expression"])


def read_frame(film: Path, seconds: float) -> np.ndarray:
    """The first frame at or after a time, RGB [H, W, 3]; raises when there is none."""
    command = ["ffmpeg", "-v", "error", "-threads", "1", "-ss", f"{seconds}", "-i", str(film),
               "-frames:v", "1", "-f", "image2pipe", "-c:v", "bmp", "-"]
    found = subprocess.run(command, capture_output=True, check=True).stdout
    if not found:
        raise ValueError(f"{film} has no frame at or after {seconds} s")
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(found, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
