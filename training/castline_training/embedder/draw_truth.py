"""Pictures with truth for the drawn rows of the README, from seeds by which nothing was trained, chosen or set.

    python3 -m castline_training.embedder.draw_truth --backdrops FOLDER --out FOLDER

| in FOLDER | for |
|---|---|
| `faces/` with `expressions.csv`, `poses.csv` | `castline eval expression`, `castline eval pose`: acted faces in the style kept from the embedder's training |
| `scenes/` with `scenes.csv` | `castline eval detection`: scenes in the style kept from the detector's, such without a face that would be argued about |
| `things/` | `castline eval negatives`: drawn things, one to a picture |
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from castline_training.detector import prerender
from castline_training.drawn import render_object, render_scene

from .backdrops import Backdrops
from .close_ups import can_be_read, render_acted
from .identity_plan import HELD_OUT_STYLE, plan_validation
from .network import EXPRESSIONS
from .render_bank import TRAINING_STYLES

HEAD_SIZE = 220
PICTURES = 7  # of each identity
FIRST_IDENTITY, FIRST_SCENE, FIRST_THING = 6_000_000, 930_000, 950_000  # seeds


def draw_scenes(folder: Path, count: int) -> list[str]:
    """`count` pictures whose every face counts, or without any; rows `file,x1,y1,x2,y2`, of the name alone where there is none."""
    rows, seed, drawn = [], FIRST_SCENE, 0
    while drawn < count:
        scene = render_scene(seed, styles=(prerender.HELD_OUT,))
        seed += 1
        if any(face.ignore or face.face_box is None for face in scene.faces):
            continue
        name = f"{seed - 1}.png"
        cv2.imwrite(str(folder / name), scene.rgb[..., ::-1])
        rows += [f"{name}," + ",".join(f"{edge:.1f}" for edge in face.face_box) for face in scene.faces] or [name]
        drawn += 1
    return rows


def draw_things(folder: Path, backdrops: Backdrops, count: int) -> None:
    for seed in range(FIRST_THING, FIRST_THING + count):
        rng = np.random.default_rng([seed, 59])
        rgba = render_object(seed, size=HEAD_SIZE, style=TRAINING_STYLES[int(rng.integers(len(TRAINING_STYLES)))])
        alpha = rgba[..., 3:].astype(np.float32) / 255
        picture = rgba[..., :3] * alpha + backdrops.draw(HEAD_SIZE, rng) * (1 - alpha)
        cv2.imwrite(str(folder / f"{seed}.png"), picture.astype(np.uint8)[..., ::-1])


def draw_set(folder: Path, backdrops: Backdrops, count: int) -> tuple[list[str], list[str]]:
    """Writes the pictures; returns the rows of the two label files."""
    expressions, poses = [], []
    for seed in range(FIRST_IDENTITY, FIRST_IDENTITY + count):
        plans = plan_validation(seed, 0, [HELD_OUT_STYLE], list(EXPRESSIONS), PICTURES)
        for number, plan in enumerate(plans):
            head = render_acted(seed, number, plan, HEAD_SIZE)
            if head.face_box is None or not can_be_read(head):
                continue
            name = f"{seed}-{number}.png"
            backdrop = backdrops.draw(HEAD_SIZE, np.random.default_rng([seed, number, 53]))
            alpha = head.rgba[..., 3:].astype(np.float32) / 255
            picture = head.rgba[..., :3] * alpha + backdrop * (1 - alpha)
            cv2.imwrite(str(folder / name), picture.astype(np.uint8)[..., ::-1])
            box = ",".join(f"{edge:.1f}" for edge in head.face_box)
            expressions.append(f"{name},{plan.expression},{box}")
            poses.append(f"{name}," + ",".join(f"{angle:.2f}" for angle in head.pose) + f",{box}")
    return expressions, poses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    parser.add_argument("--out", type=Path, default=Path("build/embedder/truth"))
    parser.add_argument("--count", type=int, default=150, help="identities")
    parser.add_argument("--scenes", type=int, default=150)
    parser.add_argument("--things", type=int, default=400)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    for name in ("faces", "scenes", "things"):
        (options.out / name).mkdir(parents=True, exist_ok=True)
    backdrops = Backdrops.from_folder(options.backdrops)
    expressions, poses = draw_set(options.out / "faces", backdrops, options.count)
    scenes = draw_scenes(options.out / "scenes", options.scenes)
    draw_things(options.out / "things", backdrops, options.things)
    tables = {"faces/expressions.csv": ["file,expression,x1,y1,x2,y2", *expressions], "faces/poses.csv": ["file,yaw,pitch,roll,x1,y1,x2,y2", *poses],
              "scenes.csv": scenes}
    for name, rows in tables.items():
        (options.out / name).write_text("\n".join(rows) + "\n")
    print(f"{len(expressions)} faces, {options.scenes} scenes, {options.things} things")


if __name__ == "__main__":
    main()
