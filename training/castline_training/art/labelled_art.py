"""Labelled heads in the openly licensed drawings that may be trained on.

The packs kept for tests are not listed here, so no training command can reach them.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import numpy as np
from PIL import Image

TRAINING_PACKS = (
    "renpy", "gophers-free-pack", "gophers-sketches", "pepper-carrot-runner", "pepper-carrot-comic", "snowy-vn",
)
# Packs whose folder is a crowd of different characters: no identity may be read from it.
CROWDS = ("gophers-free-pack",)
# One design drawn into many roles: costumes change all but the face.
CHARACTERS = {"gophers-sketches": "sketch-gopher", "pepper-carrot-comic": "pepper"}
# Poses that are drawn as someone else or show several.
NOT_THE_CHARACTER = ("friends", "misc")
# Backgrounds that show characters: as backdrops or as pictures of nothing they would lie.
PEOPLED = ("loading_screen", "tree")


@dataclass(frozen=True)
class ArtHead:
    """One labelled head. `rgba` is the whole picture [H, W, 4]; boxes are its pixels x0, y0, x1, y1."""

    rgba: np.ndarray
    face: tuple[float, ...]
    head: tuple[float, ...]
    identity: str  # "" where the pack does not tell
    outfit: str
    view: str
    expression: str | None
    pack: str


def read_art_heads(art: Path) -> Iterator[ArtHead]:
    """Every labelled head of the training packs under `art`, in name order."""
    labels = json.loads((art / "faces.json").read_text())
    for name in sorted(labels):
        pack, folder, file = name.split("/")
        if pack not in TRAINING_PACKS:
            continue
        rgba = np.asarray(Image.open(art / name).convert("RGBA"))
        height, width = rgba.shape[:2]
        whole = np.array([width, height, width, height]) / 100
        for entry in labels[name]:
            if entry["ignore"]:
                continue
            yield ArtHead(
                rgba=rgba, face=tuple(np.array(entry["face"]) * whole), head=tuple(np.array(entry["head"]) * whole),
                identity=_identity(pack, folder), outfit=file.split("_")[0] if pack == "renpy" else folder,
                view=entry["view"], expression=entry["expression"], pack=pack,
            )


def _identity(pack: str, folder: str) -> str:
    if pack in CROWDS or folder in NOT_THE_CHARACTER:
        return ""
    return f"art/{CHARACTERS.get(pack, folder)}"


def read_drawn_rooms(art: Path) -> list[np.ndarray]:
    """The drawn backgrounds without characters, RGB [H, W, 3]."""
    paths = sorted(path for path in (art / "backgrounds").rglob("*.webp") if path.stem not in PEOPLED)
    return [np.asarray(Image.open(path).convert("RGB")) for path in paths]
