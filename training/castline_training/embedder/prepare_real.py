"""Turn openly licensed drawings and labelled film frames into bank chunks and backdrops.

    python3 -m castline_training.embedder.prepare_real --shared ../shared --out BANK --backdrops FOLDER
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from castline_training.art.labelled_art import ArtHead, read_art_heads, read_drawn_rooms
from castline_training.art.labelled_films import FilmFrame, read_film_frames

from .crop_bank import BANK_SCALE, BANK_SIZE, CropLabel, write_chunk
from .network import EXPRESSIONS
from .square_crop import Square, cut_square, cut_square_clear, head_from_face, square_around

SEEN_VIEWS = ("frontal", "three-quarter", "profile")
SMALLEST_FACE = 16  # px; fewer teach nothing about identity
PATCHES_PER_FRAME, PATCHES_PER_ROOM, PATCHES_PER_BODY = 10, 40, 2
NOTHING = CropLabel("", "", "real", 0, -1, 0, True)


def art_picture(found: ArtHead) -> tuple[np.ndarray, CropLabel]:
    """A head of the art as a bank picture; drawings on a ground of their own stay opaque."""
    opaque = bool((found.rgba[..., 3] > 250).mean() > 0.97)
    picture = cut_square_clear(found.rgba, square_around(found.head, BANK_SCALE), BANK_SIZE)
    if opaque:
        picture = _with_alpha(cut_square(found.rgba[..., :3], square_around(found.head, BANK_SCALE), BANK_SIZE))
    return picture, CropLabel(
        found.identity, "", found.pack, 0, _expression(found.expression), 1 if found.view in SEEN_VIEWS else -1, opaque,
    )


def film_pictures(frame: FilmFrame) -> list[tuple[np.ndarray, CropLabel]]:
    """The labelled heads of a frame, with the frame around them."""
    found = []
    for face in frame.faces:
        if face.ignore or min(face.box[2] - face.box[0], face.box[3] - face.box[1]) < SMALLEST_FACE:
            continue
        square = square_around(head_from_face(face.box), BANK_SCALE)
        label = CropLabel(face.identity, "", "film", 0, _expression(face.expression),
                          1 if face.view in SEEN_VIEWS else -1, True)
        found.append((_with_alpha(cut_square(frame.rgb, square, BANK_SIZE)), label))
    return found


def body_patches(found: ArtHead, rng: np.random.Generator) -> list[tuple[np.ndarray, CropLabel]]:
    """Clothes, hands and legs below the head: drawn like a character, but no face."""
    height, width = found.rgba.shape[:2]
    below = found.head[3]
    if height - below < 0.4 * height:
        return []
    patches = []
    for _ in range(PATCHES_PER_BODY):
        side = (height - below) * rng.uniform(0.3, 0.9)
        square = Square(rng.uniform(0.3, 0.7) * width, rng.uniform(below + side / 2, height - side / 4), side)
        patches.append((cut_square_clear(found.rgba, square, BANK_SIZE),
                        CropLabel("", "", found.pack, 0, -1, 0, False)))
    return patches


def clear_patches(
    rgb: np.ndarray, faces: list[tuple[float, ...]], count: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, CropLabel]]:
    """Patches of a picture that touch no head, as pictures of nothing."""
    squares = clear_squares(rgb, faces, count, (0.06, 0.5), rng)
    return [(_with_alpha(cut_square(rgb, square, BANK_SIZE)), NOTHING) for square in squares]


def clear_squares(
    rgb: np.ndarray, faces: list[tuple[float, ...]], count: int, sides: tuple[float, float], rng: np.random.Generator
) -> list[Square]:
    """Up to `count` squares that touch no head; `sides` are shares of the picture's shorter side."""
    height, width = rgb.shape[:2]
    heads = [head_from_face(face) for face in faces]
    squares: list[Square] = []
    for _ in range(count * 8):
        side = min(height, width) * rng.uniform(*sides)
        x, y = rng.uniform(side / 2, width - side / 2), rng.uniform(side / 2, height - side / 2)
        reach = side / 2
        if any(x + reach > h[0] and x - reach < h[2] and y + reach > h[1] and y - reach < h[3] for h in heads):
            continue
        squares.append(Square(x, y, side))
        if len(squares) == count:
            break
    return squares


def film_backdrops(frame: FilmFrame, rng: np.random.Generator) -> list[np.ndarray]:
    """Large parts of a frame without heads: a head in the backdrop would be a wrong label."""
    squares = clear_squares(frame.rgb, [face.box for face in frame.faces], 2, (0.3, 0.6), rng)
    return [cut_square(frame.rgb, square, 256) for square in squares]


def _with_alpha(rgb: np.ndarray) -> np.ndarray:
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])


def _expression(name: str | None) -> int:
    return EXPRESSIONS.index(name) if name in EXPRESSIONS else -1


def _write(out: Path, name: str, found: list[tuple[np.ndarray, CropLabel]]) -> None:
    write_chunk(out, name, [picture for picture, _ in found], [label for _, label in found])
    print(f"{name}: {len(found)} pictures", flush=True)


def _write_backdrops(folder: Path, pictures: list[np.ndarray]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, rgb in enumerate(pictures):
        shrink = 480 / max(rgb.shape[:2])
        small = cv2.resize(rgb, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(folder / f"{number:04d}.jpg"), cv2.cvtColor(small, cv2.COLOR_RGB2BGR))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with art/ and films/")
    parser.add_argument("--out", type=Path, default=Path("build/embedder/bank"))
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    options = parser.parse_args()
    rng = np.random.default_rng(41)
    heads = list(read_art_heads(options.shared / "art"))
    _write(options.out, "train-art", [art_picture(head) for head in heads])
    _write(options.out, "objects-bodies", [patch for head in heads for patch in body_patches(head, rng)])
    rooms = read_drawn_rooms(options.shared / "art")
    _write(options.out, "objects-rooms", [p for room in rooms for p in clear_patches(room, [], PATCHES_PER_ROOM, rng)])
    frames = list(read_film_frames(options.shared / "films"))
    _write(options.out, "train-film", [picture for frame in frames for picture in film_pictures(frame)])
    _write(options.out, "objects-film", [
        p for f in frames for p in clear_patches(f.rgb, [face.box for face in f.faces], PATCHES_PER_FRAME, rng)])
    _write_backdrops(options.backdrops, rooms + [b for frame in frames for b in film_backdrops(frame, rng)])


if __name__ == "__main__":
    main()
