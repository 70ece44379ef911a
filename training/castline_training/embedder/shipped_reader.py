"""The graph that is exported: the embedder and the medium network on crops of heads and the bearing network on close-ups, as one."""
from __future__ import annotations

import torch
from torch import nn

from ..medium.network import MediumNetwork
from .bearing_network import BearingNetwork
from .network import Embedder, ShippedEmbedder

INPUTS = ("crops", "faces")
OUTPUTS = ("embedding", "quality", "face", "expression", "pose", "photographed")


class ShippedReader(nn.Module):
    """crops, faces [N, 3, 96, 96] -> the named outputs in the contract's order; pose in degrees.

    The embedder's own answer about expressions is left out: it sees too little of a face.
    """

    def __init__(self, embedder: Embedder, bearing: BearingNetwork, medium: MediumNetwork) -> None:
        super().__init__()
        self.embedder = ShippedEmbedder(embedder)
        self.bearing = bearing
        self.medium = medium

    def forward(self, crops: torch.Tensor, faces: torch.Tensor) -> tuple[torch.Tensor, ...]:
        embedding, quality, face, _ = self.embedder(crops)
        bearing = self.bearing(faces)
        photographed = torch.sigmoid(self.medium(crops))[:, None]
        return embedding, quality, face, torch.softmax(bearing.expression, dim=1), bearing.pose, photographed
