"""Pictures without a face in which the face detector sees one: what the embedder has to refuse in the product.

    python3 -m castline_training.embedder.mine_alarms --shared ../shared --emoji FOLDER --detector ../models/castline-face-v1 --out BANK
    python3 -m castline_training.embedder.mine_alarms --kept --scenes 600 --out BANK

Drawn rooms, drawn backdrops and plain grounds with drawn things and emoji of things on them. Every detection is an alarm, and its
head is cut as the product cuts it. With `--kept` the scenes are of things and grounds kept from training, no rooms and no emoji
among them, and the chunks are never trained on. Chunks of 200 scenes, the same ones from the same seeds. Needs onnxruntime.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from ..detector.measure import letterbox, suppress
from ..detector.network import cell_centres
from ..detector.other_hands import ShippedDetector
from ..detector.sources import load_backgrounds
from ..drawn import render_object
from ..drawn.backdrop import render_backdrop
from .crop_bank import ALARM, BANK_SCALE, BANK_SIZE, CropLabel, write_chunk
from .prepare_emoji import read_emoji
from .render_bank import TRAINING_STYLES
from .square_crop import cut_square, square_around

WIDTH, HEIGHT = 640, 384
PER_CHUNK = 200
LEAST_SCORE = 0.15  # far under the product's bar, so that what is nearly an alarm is learned too
OBJECT_SEEDS, KEPT_OBJECT_SEEDS, KEPT_SCENES = (0, 100_000), (900_000, 1_000_000), 10_000_000


def alarms_in(scene: np.ndarray, detector: ShippedDetector) -> np.ndarray:
    """Head boxes [n, 4] px of what is taken for a face in a scene [H, W, 3]."""
    tensor, scale = letterbox(scene, WIDTH, HEIGHT)
    cells = detector.session.run(None, {"images": tensor.numpy()})[0][0]
    centres = cell_centres(HEIGHT, WIDTH, tuple(detector.manifest["strides"]))[0].numpy()
    likely = cells[:, 0] >= LEAST_SCORE
    cells, centres = cells[likely], centres[likely]
    face, head = (np.hstack([centres - reach[:, :2], centres + reach[:, 2:]]) / scale for reach in (cells[:, 1:5], cells[:, 5:9]))
    return head[suppress(face, cells[:, 0])]


def draw_scene(rooms: list, emoji: list[Path], objects: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """A scene [384, 640, 3] without a face."""
    scene = _ground(rooms, rng)
    for _ in range(int(rng.integers(0, 12))):
        size = int(np.exp(rng.uniform(np.log(24), np.log(300))))
        if emoji and rng.random() < 0.5:
            thing = read_emoji(emoji[int(rng.integers(len(emoji)))])
            thing = cv2.resize(thing, (size, size), interpolation=cv2.INTER_AREA)
        else:
            thing = render_object(int(rng.integers(*objects)), size, str(rng.choice(TRAINING_STYLES)))
        _lay_over(scene, thing, int(rng.integers(-size // 3, WIDTH)), int(rng.integers(-size // 3, HEIGHT)))
    return np.clip(scene * rng.uniform(0.55, 1.15) + rng.normal(0, 8), 0, 255).astype(np.uint8)


def _ground(rooms: list, rng: np.random.Generator) -> np.ndarray:
    kind = rng.random()
    if kind < 0.45 and rooms:
        room = rooms[int(rng.integers(len(rooms)))]
        tall = rng.uniform(0.3, 1.0) * min(room.shape[0], room.shape[1] * HEIGHT / WIDTH)
        wide = tall * WIDTH / HEIGHT
        y, x = int(rng.uniform(0, room.shape[0] - tall)), int(rng.uniform(0, room.shape[1] - wide))
        cut = cv2.resize(room[y : y + int(tall), x : x + int(wide)], (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
        return (cut[:, ::-1] if rng.random() < 0.5 else cut).astype(np.float32)
    if kind < 0.8:
        return render_backdrop(rng, WIDTH, HEIGHT, str(rng.choice(TRAINING_STYLES))) * 255
    return np.broadcast_to(rng.uniform(0, 255, 3), (HEIGHT, WIDTH, 3)).astype(np.float32)


def _lay_over(scene: np.ndarray, thing: np.ndarray, x: int, y: int) -> None:
    """`thing` [h, w, 4] with straight alpha, its upper left corner at (x, y)."""
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(scene.shape[1], x + thing.shape[1]), min(scene.shape[0], y + thing.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    part = thing[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32)
    alpha = part[..., 3:] / 255
    scene[y0:y1, x0:x1] = scene[y0:y1, x0:x1] * (1 - alpha) + part[..., :3] * alpha


def cut_alarm(scene: np.ndarray, head: np.ndarray) -> np.ndarray:
    """RGBA [112, 112, 4], opaque."""
    crop = cut_square(scene, square_around(tuple(head), BANK_SCALE), BANK_SIZE)
    return np.dstack([crop, np.full(crop.shape[:2], 255, np.uint8)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--emoji", type=Path, default=Path("build/embedder/emoji"))
    parser.add_argument("--detector", type=Path, default=Path("../models/castline-face-v1"))
    parser.add_argument("--out", type=Path, default=Path("build/embedder/bank"))
    parser.add_argument("--scenes", type=int, default=3000)
    parser.add_argument("--kept", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    detector = ShippedDetector(options.detector, two_scales=False)
    rooms = [] if options.kept else load_backgrounds(options.shared / "art" / "backgrounds")
    emoji = [] if options.kept else sorted(options.emoji.glob("decoy_*"))
    prefix, objects, first = ("alarms", KEPT_OBJECT_SEEDS, KEPT_SCENES) if options.kept else ("objects-alarms", OBJECT_SEEDS, 0)
    label = CropLabel("", "", ALARM, 0, -1, 0, True)
    for start in range(first, first + options.scenes, PER_CHUNK):
        name = f"{prefix}_{start:06d}"
        if (options.out / f"{name}.json").exists():
            continue
        pictures = []
        for seed in range(start, min(start + PER_CHUNK, first + options.scenes)):
            scene = draw_scene(rooms, emoji, objects, np.random.default_rng([71, seed]))
            pictures += [cut_alarm(scene, head) for head in alarms_in(scene, detector)]
        if pictures:
            write_chunk(options.out, name, pictures, [label] * len(pictures))
        print(f"{name}: {len(pictures)} alarms", flush=True)


if __name__ == "__main__":
    main()
