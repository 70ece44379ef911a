"""Drawn and photographed crops to learn from and to measure on, each of a named source."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from ..embedder.crop_bank import BANK_SIZE, CropBank
from .photographs import Photograph
from .spoil import spoil

# Shares of the drawn half of a batch; what looks most like a photograph comes most often. What a bank lacks, the others make up for.
DRAWN_SHARES = {'train-rendered': 0.3, 'train-film': 0.1, 'train-art': 0.05, 'train-avatars': 0.06, 'train-emoji': 0.06,
                'train-00': 0.25, 'objects-rendered': 0.08, 'objects-film': 0.04, 'objects-rooms': 0.03, 'objects-0': 0.03}
HEADS_SHARE = 0.7  # of the photographed half; the rest are patches of anything


class Grounds:
    """What stands behind a cut-out: mostly drawn, sometimes flat, sometimes photographed, so that the ground tells nothing."""

    def __init__(self, folder: Path, photographed: list[np.ndarray]) -> None:
        pictures = [cv2.imread(str(path))[..., ::-1] for path in sorted(folder.glob('*.jpg'))[:120]]
        self._drawn = [cv2.resize(picture, (320, 200), interpolation=cv2.INTER_AREA) for picture in pictures]
        self._photographed = photographed

    def behind(self, crop: np.ndarray, opaque: bool, random: np.random.Generator) -> np.ndarray:
        """RGBA with premultiplied alpha -> RGB."""
        if opaque:
            return crop[..., :3]
        clear = 1 - crop[..., 3:4].astype(np.float32) / 255
        return (crop[..., :3] + self._pick(random) * clear).clip(0, 255).astype(np.uint8)

    def _pick(self, random: np.random.Generator) -> np.ndarray:
        choice = random.random()
        if choice < 0.25:
            return np.full((BANK_SIZE, BANK_SIZE, 3), random.uniform(0, 255, 3))
        if choice < 0.4 and self._photographed:
            return self._photographed[random.integers(len(self._photographed))]
        picture = self._drawn[random.integers(len(self._drawn))]
        top, left = (int(random.integers(0, span - BANK_SIZE)) for span in picture.shape[:2])
        return picture[top:top + BANK_SIZE, left:left + BANK_SIZE]


class Material:
    """Batches for training: half drawn, half photographed, all spoilt alike."""

    def __init__(self, bank: Path, grounds: Grounds, photographs: list[Photograph]) -> None:
        found = [(part, share) for prefix, share in DRAWN_SHARES.items() if len(part := CropBank([bank], prefix))]
        self._banks = [part for part, _ in found]
        self._shares = np.array([share for _, share in found]) / sum(share for _, share in found)
        self._grounds = grounds
        self._heads = [photograph.heads for photograph in photographs if photograph.heads]
        self._patches = [patch for photograph in photographs for patch in photograph.patches]

    def batch(self, size: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """([N, 96, 96, 3] uint8, [N] 1 for photographed)."""
        crops = [self._drawn(random) if row % 2 else self._photographed(random) for row in range(size)]
        return np.stack([spoil(crop, random) for crop in crops]), np.arange(size) % 2 == 0

    def _drawn(self, random: np.random.Generator) -> np.ndarray:
        bank = self._banks[random.choice(len(self._banks), p=self._shares)]
        row = int(random.integers(len(bank)))
        return self._grounds.behind(bank.picture(row), bank.labels[row].opaque, random)

    def _photographed(self, random: np.random.Generator) -> np.ndarray:
        if random.random() < HEADS_SHARE:
            heads = self._heads[random.integers(len(self._heads))]
            return heads[random.integers(len(heads))]
        return self._patches[random.integers(len(self._patches))]


def spoilt_views(crop: np.ndarray, count: int, seed: int) -> np.ndarray:
    """[count, 96, 96, 3], the same ones every time."""
    random = np.random.default_rng(seed)
    return np.stack([spoil(crop, random) for _ in range(count)])


def drawn_views(bank: Path, prefix: str, grounds: Grounds, most: int, views: int) -> dict[str, np.ndarray]:
    """{style: [N, views, 96, 96, 3]} of a part of the bank, at most so many crops of it."""
    part, found = CropBank([bank], prefix), {}
    for row in np.random.default_rng(7).permutation(len(part))[:most]:
        label = part.labels[row]
        crop = grounds.behind(part.picture(int(row)), label.opaque, np.random.default_rng(int(row)))
        found.setdefault(label.style, []).append(spoilt_views(crop, views, int(row)))
    return {style: np.stack(crops) for style, crops in found.items()}
