"""Pictures of acted faces with their truth, for `castline eval expression` and `castline eval pose`.

    python3 -m castline_training.embedder.draw_truth --backdrops FOLDER --out FOLDER

Identities kept from training, in the style kept from training; `expressions.csv` and `poses.csv` give the faces' boxes.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from .backdrops import Backdrops
from .close_ups import can_be_read, render_acted
from .identity_plan import FIRST_SEED, HELD_OUT_STYLE, plan_validation
from .network import EXPRESSIONS

HEAD_SIZE = 220
PICTURES = 7  # of each identity


def draw_set(folder: Path, backdrops: Backdrops, count: int) -> tuple[list[str], list[str]]:
    """Writes the pictures; returns the rows of the two label files."""
    expressions, poses = [], []
    for seed in range(FIRST_SEED["closeval"], FIRST_SEED["closeval"] + count):
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
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    expressions, poses = draw_set(options.out, Backdrops.from_folder(options.backdrops), options.count)
    (options.out / "expressions.csv").write_text("\n".join(["file,expression,x1,y1,x2,y2", *expressions]) + "\n")
    (options.out / "poses.csv").write_text("\n".join(["file,yaw,pitch,roll,x1,y1,x2,y2", *poses]) + "\n")
    print(f"{len(expressions)} pictures")


if __name__ == "__main__":
    main()
