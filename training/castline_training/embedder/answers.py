"""What a network answers for many crops, as plain arrays."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .network import Embedder, ShippedEmbedder

CROPS_PER_PASS = 64


@dataclass
class Answers:
    """For N crops: embedding [N, 256], quality [N], face [N], expression [N, 7]."""

    embedding: np.ndarray
    quality: np.ndarray
    face: np.ndarray
    expression: np.ndarray

    def where(self, chosen: np.ndarray) -> "Answers":
        return Answers(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def answer(network: Embedder, crops: np.ndarray) -> Answers:
    """Run [N, 96, 96, 3] RGB uint8 crops through the graph as it ships, in float32."""
    shipped = ShippedEmbedder(network).eval()
    parts = []
    with torch.no_grad():
        for start in range(0, len(crops), CROPS_PER_PASS):
            batch = torch.from_numpy(np.ascontiguousarray(crops[start : start + CROPS_PER_PASS]))
            parts.append([out.numpy() for out in shipped(batch.permute(0, 3, 1, 2).float() / 255)])
    return Answers(*(np.concatenate(column) for column in zip(*parts)))
