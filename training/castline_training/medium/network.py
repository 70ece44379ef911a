"""Probability that a crop is photographed: texture more than shape, so shallow, with the mean over all places as its answer."""
from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

# Mean probability over a track from which it counts as photographed; LOG.md says how it was chosen.
BAR = 0.85


def _step(inputs: int, outputs: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True),
    )


class MediumNetwork(nn.Module):
    """[N, 3, 96, 96] RGB in 0..1 -> [N] logits."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _step(3, 24, 2), _step(24, 32, 1), _step(32, 48, 2), _step(48, 48, 1), _step(48, 72, 2), _step(72, 96, 1),
        )
        self.answer = nn.Sequential(nn.Dropout(0.3), nn.Linear(96, 1))

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        return self.answer(self.body(crops * 2 - 1).mean((2, 3)))[:, 0]


def load_medium(checkpoint: Path) -> MediumNetwork:
    network = MediumNetwork()
    network.load_state_dict(torch.load(checkpoint))
    return network.eval()
