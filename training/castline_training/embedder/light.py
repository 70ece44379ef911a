"""Photometric augmentation of a whole batch at once: light, tint, palette, grain.

Colour is a strong cue and stays one, but never the only one: hue turns little, while
scene tint, grey and swapped channels make other cues worth learning.
"""
from __future__ import annotations

from typing import Callable

import torch

GREY_WEIGHTS = (0.299, 0.587, 0.114)


def _between(shape: tuple[int, ...], low: float, high: float, random: torch.Generator) -> torch.Tensor:
    return torch.rand(shape, generator=random) * (high - low) + low


def vary_light(crops: torch.Tensor, strength: float, random: torch.Generator) -> torch.Tensor:
    """[N, 3, S, S] in 0..1 -> the same under other light; clamped to 0..1.

    `strength` 0..1 scales how many crops are changed, so that a training can begin gently.
    """
    count, crops = len(crops), crops.clone()

    def some(probability: float, change: Callable[[torch.Tensor], torch.Tensor]) -> None:
        """Change so large a share of the crops, and spend nothing on the others."""
        rows = (torch.rand(count, generator=random) < probability * strength).nonzero()[:, 0]
        if len(rows):
            crops[rows] = change(crops[rows])

    def drawn(rows: torch.Tensor, low: float, high: float, channels: int = 1) -> torch.Tensor:
        return _between((len(rows), channels, 1, 1), low, high, random)

    some(0.1, lambda rows: _grey(rows).expand_as(rows))
    some(0.05, lambda rows: rows[:, torch.randperm(3, generator=random)])
    some(0.4, lambda rows: _grey(rows).lerp(rows, drawn(rows, 0.5, 1.4)))
    some(0.5, lambda rows: rows.mean(dim=(1, 2, 3), keepdim=True).lerp(rows, drawn(rows, 0.6, 1.4)))
    some(0.5, lambda rows: rows * drawn(rows, 0.55, 1.4))
    some(0.55, lambda rows: rows * drawn(rows, 0.45, 1.15, 3))
    some(0.35, lambda rows: rows * side_light(len(rows), rows.shape[-1], random))
    crops.clamp_(0, 1)
    some(0.25, lambda rows: (rows + 1e-4).pow(drawn(rows, 0.7, 1.4)))
    some(0.05, lambda rows: (rows * 6).round() / 6)
    some(0.3, lambda rows: rows + torch.randn(rows.shape, generator=random) * drawn(rows, 0.0, 0.05))
    return crops.clamp_(0, 1)


def _grey(crops: torch.Tensor) -> torch.Tensor:
    return (crops * torch.tensor(GREY_WEIGHTS).view(1, 3, 1, 1)).sum(1, keepdim=True)


def side_light(count: int, size: int, random: torch.Generator) -> torch.Tensor:
    """Gains [N, 3, S, S] that fall from one side to the other, a little differently for each colour.

    Rendered films light a head from one side; flat drawings never do, so the network must be told.
    """
    turn = _between((count, 1, 1, 1), 0.0, 6.2832, random)
    along = torch.linspace(-1, 1, size)
    ramp = turn.cos() * along.view(1, 1, 1, size) + turn.sin() * along.view(1, 1, size, 1)
    depth = _between((count, 1, 1, 1), 0.2, 0.7, random) + _between((count, 3, 1, 1), -0.15, 0.15, random)
    return (1 + depth * ramp).clamp(0.1, 1.7)
