"""Batches for training: P identities x K pictures, with siblings together, and non-faces."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import torch

from .backdrops import Backdrops
from .crop_bank import ALARM, CropBank
from .place_crop import (
    Placing, coarsen, cut_by_border, occlude, place_on_backdrop, warp_matrix, write_over,
)

PICTURES = 4  # K
# Identities in a batch: drawn siblings, avatars of one set, real art and film, emoji of one set, and
# drawn ones alone, which give way to rendered creatures where the bank has some.
IN_FAMILIES, AVATARS, REAL, EMOJI, ALONE, RENDERED = 4, 4, 2, 2, 13, 12
FEW_RENDERED = 20  # rendered identities for each place in the batch: of fewer the same pictures would come again and again
NAMELESS, NON_FACES, SCRAMBLED = 5, 14, 3  # pictures without identity
ALARMS = 6  # of the non-faces, such that the face detector takes for faces, where the bank has some (`mine_alarms`)
# An emoji is drawn once; its spoilt copies still teach what stays the same when light and box change.
ONE_PICTURE_IS_ENOUGH = "emoji/"


@dataclass
class Batch:
    """N crops: [N, 3, S, S] float 0..1 before light is varied; labels [N], -1 unknown."""

    crops: torch.Tensor
    identities: torch.Tensor
    faces: torch.Tensor
    expressions: torch.Tensor

    def to(self, device: torch.device) -> "Batch":
        return Batch(*(getattr(self, name).to(device) for name in self.__dataclass_fields__))


class BatchMaker:
    """Draws batches from banks; the same (seed, step) and banks give the same batch."""

    def __init__(self, heads: CropBank, others: CropBank, backdrops: Backdrops, classes: dict[str, int]) -> None:
        self._heads, self._others, self._backdrops = heads, others, backdrops
        self.classes = classes
        self.index()

    def index(self) -> None:
        """Read the labels again; to be called when the banks have grown."""
        by_identity: dict[str, list[int]] = defaultdict(list)
        families: dict[str, set[str]] = defaultdict(set)
        self._nameless: list[int] = []
        for place, label in enumerate(self._heads.labels):
            if not label.identity:
                self._nameless.append(place)
                continue
            by_identity[label.identity].append(place)
            if label.family:
                families[label.family].add(label.identity)
        self._pictures = {
            name: places for name, places in by_identity.items()
            if len(places) > 1 or name.startswith(ONE_PICTURE_IS_ENOUGH)
        }
        # Whom one picture shows is not to be learned from it, but that it is a face, and what it feels, is.
        self._nameless += [place for name, places in by_identity.items() if name not in self._pictures for place in places]
        self._families = [sorted(names) for _, names in sorted(families.items()) if len(names) > 1]
        self._alone, self._rendered = self._named("drawn"), self._named("rendered")
        self._real = self._named("art", "film")
        self._alarms = [place for place, label in enumerate(self._others.labels) if label.style == ALARM]
        self._sets = {
            kind: [list(names) for _, names in groupby(self._named(kind), key=lambda name: name.split("/")[1])]
            for kind in ("avatar", "emoji")
        }
        for name in sorted(self._pictures):
            self.classes.setdefault(name, len(self.classes))

    def _named(self, *kinds: str) -> list[str]:
        return [name for name in sorted(self._pictures) if name.split("/")[0] in kinds]

    def make(self, size: int, strength: float, rng: np.random.Generator) -> Batch:
        """One batch of crops of `size`; `strength` 0..1 says how much they are spoilt."""
        names = self._choose_identities(rng)
        rows = []
        for name in names:
            places = self._pictures[name]
            for place in rng.choice(places, PICTURES, replace=len(places) < PICTURES):
                rows.append((self._heads, int(place), self.classes[name]))
        if self._nameless:
            rows += [(self._heads, int(place), -1) for place in rng.choice(self._nameless, NAMELESS)]
        alarms = ALARMS if self._alarms else 0
        rows += [(self._others, int(place), -1) for place in rng.integers(0, len(self._others), NON_FACES - alarms)]
        rows += [(self._others, int(self._alarms[place]), -1) for place in rng.integers(0, max(1, len(self._alarms)), alarms)]
        crops = [self._crop(bank, place, size, strength, rng) for bank, place, _ in rows]
        identities = [identity for _, _, identity in rows]
        faces = [bank.labels[place].face for bank, place, _ in rows]
        expressions = [bank.labels[place].expression for bank, place, _ in rows]
        for place in rng.integers(0, len(names) * PICTURES, SCRAMBLED):
            crops.append(scramble(crops[int(place)], rng))
            identities.append(-1), faces.append(0), expressions.append(-1)
        stacked = torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float() / 255
        return Batch(stacked, torch.tensor(identities), torch.tensor(faces), torch.tensor(expressions))

    def portraits(self, count: int, size: int, rng: np.random.Generator) -> list[tuple[np.ndarray, int]]:
        """`count` crops [S, S, 3] of every identity with its class, hardly spoilt."""
        return [
            (self._crop(self._heads, int(place), size, 0.0, rng), self.classes[name])
            for name, places in sorted(self._pictures.items())
            for place in rng.choice(places, count, replace=len(places) < count)
        ]

    def _choose_identities(self, rng: np.random.Generator) -> list[str]:
        names: list[str] = []
        while self._families and len(names) < IN_FAMILIES:
            family = self._families[int(rng.integers(len(self._families)))]
            names += [name for name in rng.permutation(family)[:3] if name in self._pictures]
        rendered = min(RENDERED, len(self._rendered) // FEW_RENDERED)
        groups = [(self._alone, ALONE - rendered), (self._rendered, rendered), (self._real, REAL)]
        for kind, count in (("avatar", AVATARS), ("emoji", EMOJI)):
            if self._sets[kind]:
                groups.append((self._sets[kind][int(rng.integers(len(self._sets[kind])))], count))
        for group, count in groups:
            chosen = rng.choice(len(group), min(count, len(group)), replace=False)
            names += [group[int(place)] for place in chosen]
        return list(dict.fromkeys(str(name) for name in names))

    def _crop(self, bank: CropBank, place: int, size: int, strength: float, rng: np.random.Generator) -> np.ndarray:
        picture, opaque = bank.picture(place), bank.labels[place].opaque
        matrix = warp_matrix(len(picture), size, Placing(rotation=25 * strength), rng)
        crop = place_on_backdrop(picture, opaque, self._backdrops.draw(size, rng), matrix, size)
        if rng.random() < 0.12 * strength:
            crop = occlude(crop, self._backdrops.draw(size, rng), rng)
        if rng.random() < 0.04 * strength:
            crop = write_over(np.ascontiguousarray(crop), rng)
        if rng.random() < 0.1 * strength:
            crop = cut_by_border(crop, rng)
        return coarsen(crop, rng) if rng.random() < strength else crop


def scramble(crop: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The crop's own tiles in another order: a face's colours and lines, but no face."""
    parts = int(rng.integers(3, 5))
    tile = len(crop) // parts
    cut = crop[: tile * parts, : tile * parts].reshape(parts, tile, parts, tile, 3).swapaxes(1, 2)
    mixed = rng.permutation(cut.reshape(-1, tile, tile, 3)).reshape(parts, parts, tile, tile, 3)
    scrambled = crop.copy()
    scrambled[: tile * parts, : tile * parts] = mixed.swapaxes(1, 2).reshape(tile * parts, tile * parts, 3)
    return scrambled
