"""Crops that nothing was trained on: drawn identities held out, and the test art and film.

Every crop is [96, 96, 3] RGB uint8 by the product's convention and follows from seeds.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from castline_training.art.labelled_films import read_frame

from .backdrops import Backdrops
from .crop_bank import CropBank
from .identity_plan import HELD_OUT_STYLE
from .network import EXPRESSIONS
from .place_crop import CENTRED, Placing, coarsen, place_on_backdrop, warp_matrix
from .square_crop import CROP_SIZE, Square, cut_square, head_from_face, square_around

SPOILT = Placing(rotation=15, shift=0.05, shrink=0.9, grow=1.15, shear=0.05, tight=0)
FILE_EXPRESSIONS = {
    "neutral": "neutral", "smile": "happy", "laugh": "happy", "happy": "happy", "angry": "angry", "sad": "sad",
    "fearful": "fear", "disgust": "disgust", "surprised": "surprise",
}


@dataclass
class TestSet:
    """N crops [N, 96, 96, 3] with what is known of each; "" and -1 stand for unknown."""

    crops: np.ndarray
    identities: np.ndarray
    families: np.ndarray
    styles: np.ndarray
    expressions: np.ndarray

    def where(self, chosen: np.ndarray) -> "TestSet":
        return TestSet(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def _collect(rows: list[tuple[np.ndarray, str, str, str, int]]) -> TestSet:
    columns = list(zip(*rows))
    return TestSet(np.stack(columns[0]), *(np.array(column) for column in columns[1:]))


def read_drawn(bank: Path, prefix: str, backdrops: Backdrops, spoilt: bool, limit: int = 10**9) -> TestSet:
    """Held-out drawn identities, each crop over a backdrop of its own.

    `spoilt` adds what a film adds: jitter of the box, tint, few pixels, block coding.
    """
    source, rows = CropBank([bank], prefix), []
    for place in range(min(limit, len(source))):
        rng = np.random.default_rng([place, 43, int(spoilt)])
        label = source.labels[place]
        picture = source.picture(place)
        matrix = warp_matrix(len(picture), CROP_SIZE, SPOILT if spoilt else CENTRED, rng)
        crop = place_on_backdrop(picture, label.opaque, backdrops.draw(CROP_SIZE, rng), matrix, CROP_SIZE)
        if spoilt:
            crop = coarsen((crop * rng.uniform(0.55, 1.0, 3)).astype(np.uint8), rng)
        rows.append((crop, label.identity, label.family, label.style, label.expression))
    return _collect(rows)


def is_held_out_style(found: TestSet) -> np.ndarray:
    return found.styles == HELD_OUT_STYLE


def read_big_buck_bunny(films: Path, width: int) -> TestSet:
    """Labelled faces of the test film that are not marked `ignore`, from frames shrunk to `width` px.

    1280 is the film as it is, 640 what the product looks at unless told otherwise.
    """
    folder, rows = films / "big-buck-bunny", []
    labels = json.loads((folder / "boxes.json").read_text())
    for second in sorted(labels):
        faces = [face for face in labels[second] if not face["ignore"]]
        if not faces:
            continue
        frame = read_frame(folder / "episode.mp4", float(second))
        shrink = width / frame.shape[1]
        if shrink < 1:
            frame = cv2.resize(frame, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        for face in faces:
            box = tuple(value * shrink for value in face["box"])
            crop = cut_square(frame, square_around(head_from_face(box)))
            rows.append((crop, face["id"], "", "film", -1))
    return _collect(rows)


def read_pilot(folder: Path, width: int) -> TestSet:
    """Castline's own cartoon as `npm run demo` draws it; the twins odi and edda are the family."""
    labels = json.loads((folder / "boxes.json").read_text())
    rows = []
    for number in sorted(labels, key=int):
        faces = [face for face in labels[number] if not face["ignore"]]
        if not faces:
            continue
        # A seek half a frame early lands on exactly that frame.
        frame = read_frame(folder / "episode.mp4", max(0.0, (int(number) - 0.5) / 24))
        shrink = width / frame.shape[1]
        if shrink < 1:
            frame = cv2.resize(frame, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        for face in faces:
            crop = cut_square(frame, square_around(tuple(value * shrink for value in face["head"])))
            expression = EXPRESSIONS.index(face["expression"]) if face["expression"] in EXPRESSIONS else -1
            rows.append((crop, face["id"], "twins" if face["id"] in ("odi", "edda") else "", "pilot", expression))
    return _collect(rows)


def read_learn_to_code(art: Path, by_head: bool, spoilt: bool = True) -> TestSet:
    """The test art in its hard form, one crop a picture.

    `by_head` crops around the labelled head as the product would; otherwise the region is
    the top 30 % of the picture, as the colour baseline's published figure has it.
    """
    labels = json.loads((art / "faces.json").read_text())
    rows = []
    for number, path in enumerate(sorted((art / "learn-to-code-rpg").rglob("*.webp"))):
        character, expression = path.parent.name, path.stem.split("_")[0]
        rgba = np.asarray(Image.open(path).convert("RGBA"))
        box = _head_of(labels, path, rgba) if by_head else (0, 0, rgba.shape[1], 0.3 * rgba.shape[0])
        square = square_around(box) if by_head else square_around(box, 1.0)
        crop = harden(rgba, square, np.random.default_rng([number, 47]), spoilt)
        known = EXPRESSIONS.index(FILE_EXPRESSIONS[expression]) if expression in FILE_EXPRESSIONS else -1
        twin = "twins" if character in ("raj", "rishi", "rohit") else ""
        rows.append((crop, character, twin, "art", known))
    return _collect(rows)


def _head_of(labels: dict, path: Path, rgba: np.ndarray) -> tuple[float, ...]:
    """The character's labelled head; its pictures share the pose, so one label serves all."""
    prefix = f"learn-to-code-rpg/{path.parent.name}/"
    names = [name for name in sorted(labels) if name.startswith(prefix)]
    name = next((name for name in names if name.endswith(path.name)), names[0] if names else None)
    height, width = rgba.shape[:2]
    if name is None:
        return (0, 0, width, 0.3 * height)
    return tuple(np.array(labels[name][0]["head"]) * np.array([width, height, width, height]) / 100)


def harden(rgba: np.ndarray, square: Square, rng: np.random.Generator, spoilt: bool) -> np.ndarray:
    """Turn, scale, shift, flip, flat ground, tint and few pixels; crop [96, 96, 3]."""
    ground = rng.integers(0, 256, 3)
    angle, zoom = rng.uniform(-20, 20), rng.uniform(0.8, 1.2)
    shift, tint = rng.uniform(-0.08, 0.08, 2) * square.side, rng.uniform(0.45, 1.15, 3)
    reduced, flip = rng.uniform(0.15, 0.6), rng.random() < 0.5
    if not spoilt:
        angle, zoom, shift, tint, reduced, flip = 0.0, 1.0, np.zeros(2), np.ones(3), 1.0, False
    side = max(8, int(round(square.side * reduced)))
    matrix = cv2.getRotationMatrix2D((square.centre_x, square.centre_y), angle, zoom)
    matrix[:, 2] += np.array([square.side / 2 - square.centre_x, square.side / 2 - square.centre_y]) + shift
    whole = int(round(square.side))
    alpha = rgba[..., 3:].astype(np.float32) / 255
    premultiplied = np.dstack([rgba[..., :3] * alpha, alpha * 255])
    warped = cv2.warpAffine(premultiplied, matrix, (whole, whole))
    crop = warped[..., :3] + ground * (1 - warped[..., 3:] / 255)
    crop = (crop * tint).clip(0, 255).astype(np.uint8)
    crop = cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA)
    crop = crop[:, ::-1] if flip else crop
    return cut_square(np.ascontiguousarray(crop), Square(side / 2, side / 2, side))


def read_things(bank: Path, backdrops: Backdrops) -> np.ndarray:
    """Drawn things of seeds kept from training, spoilt; crops [N, 96, 96, 3]."""
    return read_drawn(bank, "things", backdrops, True).crops


def read_test_negatives(art: Path) -> np.ndarray:
    """Crops [N, 96, 96, 3] of drawn rooms (six squares each) and objects (one each)."""
    crops = []
    for number, path in enumerate(sorted((art / "negatives").rglob("*.webp"))):
        rng = np.random.default_rng([number, 53])
        rgba = np.asarray(Image.open(path).convert("RGBA"))
        height, width = rgba.shape[:2]
        if "rooms" in path.parts:
            for _ in range(6):
                side = min(height, width) * rng.uniform(0.1, 0.5)
                square = Square(rng.uniform(side / 2, width - side / 2), rng.uniform(side / 2, height - side / 2), side)
                crops.append(cut_square(rgba[..., :3], square))
        else:
            crops.append(harden(rgba, Square(width / 2, height / 2, max(width, height)), rng, False))
    return np.stack(crops)
