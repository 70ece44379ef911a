"""Measure expression and pose on identities, and a style, that nothing was trained on.

    python3 -m castline_training.embedder.evaluate_bearing --checkpoint RUN/bearing.pt --bank BANK --backdrops FOLDER

`closeval*` chunks are acted close-ups; `validation*` are the embedder's quiet faces, cut by the head, and harder to read.
"""
from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .backdrops import Backdrops
from .bearing_batches import turned
from .bearing_network import BearingNetwork
from .close_ups import CLOSE_PREFIX
from .crop_bank import CropBank
from .figures import macro_f1
from .identity_plan import HELD_OUT_STYLE
from .network import EXPRESSIONS
from .place_crop import CENTRED, coarsen, place_on_backdrop, warp_matrix
from .test_sets import SPOILT
from .train_bearing import SIZE

FRONT = 40  # degrees of yaw that still count as seen from the front
HEAD_TO_FACE = 0.8  # crops cut by the head are narrowed to about the face


@dataclass
class BearingSet:
    """N crops [N, S, S, 3] and what is known of them; poses NaN where unknown."""

    crops: np.ndarray
    expressions: np.ndarray
    poses: np.ndarray
    styles: np.ndarray


def read_set(bank: CropBank, backdrops: Backdrops, spoilt: bool) -> BearingSet:
    """Every picture whose expression is known; `spoilt` adds jitter, tint, few pixels and block coding."""
    rows = []
    placing = SPOILT if spoilt else CENTRED
    for place, label in enumerate(bank.labels):
        if label.expression < 0:
            continue
        rng = np.random.default_rng([place, 43, int(spoilt)])
        picture = bank.picture(place)
        matrix = warp_matrix(len(picture), SIZE, placing, rng)
        if bank.prefix != CLOSE_PREFIX:
            matrix = narrowed(matrix)
        crop = place_on_backdrop(picture, label.opaque, backdrops.draw(SIZE, rng), matrix, SIZE)
        if spoilt:
            crop = coarsen((crop * rng.uniform(0.55, 1, 3)).astype(np.uint8), rng)
        pose = [np.nan] * 3 if label.pose is None else turned(label.pose, matrix)
        rows.append((crop, label.expression, pose, label.style))
    return BearingSet(*(np.array(column) for column in zip(*rows)))


def narrowed(matrix: np.ndarray) -> np.ndarray:
    """The crop made smaller by HEAD_TO_FACE, its lower edge kept: faces lie in the lower part of heads."""
    zoom = 1 / HEAD_TO_FACE
    return np.diag([zoom, zoom]) @ matrix + np.array([[0, 0, (1 - zoom) * SIZE / 2], [0, 0, (1 - zoom) * SIZE]])


def load_bearing(checkpoint: Path) -> BearingNetwork:
    network = BearingNetwork()
    network.load_state_dict(torch.load(checkpoint, map_location="cpu")["average"])
    return network.eval()


def answers(network: BearingNetwork, crops: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Expressions [N] as numbers and poses [N, 3]."""
    found, poses = [], []
    with torch.no_grad():
        for start in range(0, len(crops), 256):
            out = network(torch.from_numpy(crops[start:start + 256]).permute(0, 3, 1, 2).float() / 255)
            found.append(out.expression.argmax(1).numpy())
            poses.append(out.pose.numpy())
    return np.concatenate(found), np.concatenate(poses)


def figures_of(network: BearingNetwork, found: BearingSet) -> dict:
    said, poses = answers(network, found.crops)
    held = found.styles == HELD_OUT_STYLE
    parts = {"seenStyles": ~held, "heldOutStyle": held}
    if not np.isnan(found.poses).all():
        front = np.abs(found.poses[:, 0]) < FRONT
        parts |= {"seenStylesFront": ~held & front, "heldOutStyleFront": held & front}
    result: dict = {}
    for name, rows in parts.items():
        if rows.any():
            errors = np.abs(poses[rows] - found.poses[rows])
            result[name] = {
                "pictures": int(rows.sum()), "macroF1": round(macro_f1(said[rows], found.expressions[rows]), 3),
                "degrees": [round(float(error), 1) for error in errors.mean(0)],
            }
    confusion = np.zeros((len(EXPRESSIONS),) * 2, int)
    np.add.at(confusion, (found.expressions, said), 1)
    return {**result, "confusion": confusion.tolist()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("build/embedder/run/bearing.pt"))
    parser.add_argument("--bank", type=Path, nargs="+", default=[Path("build/embedder/bank")])
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    network, backdrops = load_bearing(options.checkpoint), Backdrops.from_folder(options.backdrops)
    for prefix in (CLOSE_PREFIX, "validation", "val-rval"):
        bank = CropBank(options.bank, prefix)
        for spoilt in (False, True) if len(bank) else ():
            name = f"{prefix}, {'spoilt' if spoilt else 'plain'}"
            print(json.dumps({name: figures_of(network, read_set(bank, backdrops, spoilt))}), flush=True)


if __name__ == "__main__":
    main()
