"""Photometric augmentation of a whole batch at once: light, tint, palette, grain.

Colour is a strong cue and stays one, but never the only one: hue turns little, while
scene tint, grey and swapped channels make other cues worth learning.
"""
from __future__ import annotations

import torch

GREY_WEIGHTS = (0.299, 0.587, 0.114)


def _between(shape: tuple[int, ...], low: float, high: float, random: torch.Generator) -> torch.Tensor:
    return torch.rand(shape, generator=random) * (high - low) + low


def vary_light(crops: torch.Tensor, strength: float, random: torch.Generator) -> torch.Tensor:
    """[N, 3, S, S] in 0..1 -> the same under other light; clamped to 0..1.

    `strength` 0..1 scales how many crops are changed, so that a training can begin gently.
    """
    count = len(crops)

    def chance(probability: float) -> torch.Tensor:
        return (torch.rand(count, generator=random) < probability * strength).view(-1, 1, 1, 1)

    column = (count, 1, 1, 1)
    grey = (crops * torch.tensor(GREY_WEIGHTS).view(1, 3, 1, 1)).sum(1, keepdim=True)
    crops = torch.where(chance(0.1), grey.expand_as(crops), crops)
    swapped = crops[:, torch.randperm(3, generator=random)]
    crops = torch.where(chance(0.05), swapped, crops)
    saturation = _between(column, 0.5, 1.4, random)
    crops = torch.where(chance(0.4), grey + (crops - grey) * saturation, crops)
    contrast = _between(column, 0.6, 1.4, random)
    middle = crops.mean(dim=(1, 2, 3), keepdim=True)
    crops = torch.where(chance(0.5), middle + (crops - middle) * contrast, crops)
    crops = crops * torch.where(chance(0.5), _between(column, 0.55, 1.4, random), torch.ones(column))
    tint = _between((count, 3, 1, 1), 0.45, 1.15, random)
    crops = torch.where(chance(0.55), crops * tint, crops)
    crops = torch.where(chance(0.35), crops * side_light(count, crops.shape[-1], random), crops).clamp(0, 1)
    gamma = _between(column, 0.7, 1.4, random)
    crops = torch.where(chance(0.25), (crops + 1e-4).pow(gamma), crops)
    crops = torch.where(chance(0.05), (crops * 6).round() / 6, crops)
    grain = torch.randn(crops.shape, generator=random) * _between(column, 0.0, 0.05, random)
    return torch.where(chance(0.3), crops + grain, crops).clamp(0, 1)


def side_light(count: int, size: int, random: torch.Generator) -> torch.Tensor:
    """Gains [N, 3, S, S] that fall from one side to the other, a little differently for each colour.

    Rendered films light a head from one side; flat drawings never do, so the network must be told.
    """
    turn = _between((count, 1, 1, 1), 0.0, 6.2832, random)
    along = torch.linspace(-1, 1, size)
    ramp = turn.cos() * along.view(1, 1, 1, size) + turn.sin() * along.view(1, 1, size, 1)
    depth = _between((count, 1, 1, 1), 0.2, 0.7, random) + _between((count, 3, 1, 1), -0.15, 0.15, random)
    return (1 + depth * ramp).clamp(0.1, 1.7)
