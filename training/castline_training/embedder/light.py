"""Photometric augmentation of a whole batch at once: light, tint, palette, grain.

Colour is a strong cue and stays one, but never the only one: hue turns little, while
scene tint, grey and swapped channels make other cues worth learning.
"""
from __future__ import annotations

import torch

GREY_WEIGHTS = (0.299, 0.587, 0.114)


def _chance(count: int, probability: float, random: torch.Generator) -> torch.Tensor:
    return (torch.rand(count, generator=random) < probability).view(-1, 1, 1, 1)


def _between(shape: tuple[int, ...], low: float, high: float, random: torch.Generator) -> torch.Tensor:
    return torch.rand(shape, generator=random) * (high - low) + low


def vary_light(crops: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """[N, 3, S, S] in 0..1 -> the same under other light; clamped to 0..1."""
    count = len(crops)
    column = (count, 1, 1, 1)
    grey = (crops * torch.tensor(GREY_WEIGHTS).view(1, 3, 1, 1)).sum(1, keepdim=True)
    crops = torch.where(_chance(count, 0.1, random), grey.expand_as(crops), crops)
    swapped = crops[:, torch.randperm(3, generator=random)]
    crops = torch.where(_chance(count, 0.05, random), swapped, crops)
    saturation = _between(column, 0.5, 1.4, random)
    crops = torch.where(_chance(count, 0.4, random), grey + (crops - grey) * saturation, crops)
    contrast = _between(column, 0.6, 1.4, random)
    middle = crops.mean(dim=(1, 2, 3), keepdim=True)
    crops = torch.where(_chance(count, 0.5, random), middle + (crops - middle) * contrast, crops)
    crops = crops * torch.where(_chance(count, 0.5, random), _between(column, 0.55, 1.4, random), torch.ones(column))
    tint = _between((count, 3, 1, 1), 0.45, 1.15, random)
    crops = torch.where(_chance(count, 0.45, random), crops * tint, crops).clamp(0, 1)
    gamma = _between(column, 0.7, 1.4, random)
    crops = torch.where(_chance(count, 0.25, random), (crops + 1e-4).pow(gamma), crops)
    crops = torch.where(_chance(count, 0.05, random), (crops * 6).round() / 6, crops)
    grain = torch.randn(crops.shape, generator=random) * _between(column, 0.0, 0.05, random)
    return torch.where(_chance(count, 0.3, random), crops + grain, crops).clamp(0, 1)
