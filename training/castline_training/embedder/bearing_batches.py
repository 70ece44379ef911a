"""Batches to learn expression and pose from: single heads, drawn from the sources by fixed shares."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import torch

from .backdrops import Backdrops
from .bearing_network import MIRRORED, TRAITS
from .crop_bank import CropBank, CropLabel
from .place_crop import Placing, coarsen, cut_by_border, occlude, place_on_backdrop, warp_matrix, write_over

BATCH = 128
CLOSE_UPS = "closeups"  # chunks of them begin so
# Shares of the batch by where a picture comes from; within a source the seven expressions come equally often.
SHARES = {"close": 0.47, "drawn": 0.17, "rendered": 0.04, "avatar": 0.2, "art": 0.08, "film": 0.04}
PLACING = Placing(rotation=20, shift=0.08, shrink=0.8, grow=1.25, shear=0.08, tight=0.0)
# Only close-ups were cut by the face; of other pictures the middle of the head is taken.
FROM_HEADS = replace(PLACING, tight=1.0)


@dataclass
class BearingBatch:
    """N crops [N, 3, S, S] in 0..1; expressions -1, poses and traits NaN where unknown."""

    crops: torch.Tensor
    expressions: torch.Tensor
    poses: torch.Tensor
    traits: torch.Tensor


def turned(pose: list[float], matrix: np.ndarray) -> list[float]:
    """The pose of a head whose picture went through a 2x3 matrix of `warp_matrix`."""
    yaw, pitch, roll = pose
    mirrored = np.linalg.det(matrix[:, :2]) < 0
    sign = -1.0 if mirrored else 1.0
    clockwise = np.degrees(np.arctan2(sign * matrix[1, 0], sign * matrix[0, 0]))
    return [sign * yaw, pitch, sign * roll - float(clockwise)]


def mirrored_traits(traits: list[float], matrix: np.ndarray) -> list[float]:
    sign = -1.0 if np.linalg.det(matrix[:, :2]) < 0 else 1.0
    return [value * (sign if name in MIRRORED else 1.0) for name, value in zip(TRAITS, traits)]


class BearingBatches:
    """Draws batches from banks; the same generator and banks give the same batch."""

    def __init__(self, banks: list[CropBank], backdrops: Backdrops) -> None:
        self._banks, self._backdrops = banks, backdrops
        self.index()

    def index(self) -> None:
        """Read the labels again; to be called when a bank has grown."""
        found: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        for number, bank in enumerate(self._banks):
            for place, label in enumerate(bank.labels):
                if label.expression >= 0 and label.face == 1:
                    source = "close" if bank.prefix == CLOSE_UPS else _source(label)
                    found[source][label.expression].append((number, place))
        self._found = {name: dict(sorted(found[name].items())) for name in SHARES if found[name]}

    def sizes(self) -> dict[str, int]:
        return {name: sum(len(places) for places in kinds.values()) for name, kinds in self._found.items()}

    def make(self, size: int, strength: float, rng: np.random.Generator) -> BearingBatch:
        shares = np.array([SHARES[name] for name in self._found])
        names = list(self._found)
        rows = []
        for source in rng.choice(len(names), BATCH, p=shares / shares.sum()):
            kinds = self._found[names[int(source)]]
            places = kinds[list(kinds)[int(rng.integers(len(kinds)))]]
            number, place = places[int(rng.integers(len(places)))]
            rows.append(self._row(self._banks[number], place, size, strength, rng))
        crops, labels, poses, traits = zip(*rows)
        stacked = torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float() / 255
        return BearingBatch(stacked, torch.tensor(labels), torch.tensor(poses), torch.tensor(traits))

    def _row(self, bank: CropBank, place: int, size: int, strength: float, rng: np.random.Generator) -> tuple:
        label, picture = bank.labels[place], bank.picture(place)
        matrix = warp_matrix(len(picture), size, PLACING if bank.prefix == CLOSE_UPS else FROM_HEADS, rng)
        crop = place_on_backdrop(picture, label.opaque, self._backdrops.draw(size, rng), matrix, size)
        if rng.random() < 0.08 * strength:
            crop = occlude(crop, self._backdrops.draw(size, rng), rng)
        if rng.random() < 0.03 * strength:
            crop = write_over(np.ascontiguousarray(crop), rng)
        if rng.random() < 0.08 * strength:
            crop = cut_by_border(crop, rng)
        if rng.random() < strength:
            crop = coarsen(crop, rng)
        unknown = float("nan")
        pose = [unknown] * 3 if label.pose is None else turned(label.pose, matrix)
        traits = [unknown] * len(TRAITS) if label.traits is None else mirrored_traits(label.traits, matrix)
        return crop, label.expression, pose, traits


def _source(label: CropLabel) -> str:
    """The first word of the identity; crowds of the art packs have none."""
    return label.identity.split("/")[0] or "art"
