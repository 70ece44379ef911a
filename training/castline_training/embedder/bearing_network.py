"""How a head is held and what it feels: expression and pose, which change where identity stays.

A network of its own beside the embedder's trunk: the trunk learns to see past expression and view, this one
to see nothing else, and it looks at the crop in full size, because lids and corners of a mouth are a few pixels.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from .network import EXPRESSIONS, _initialise, _stage

WIDTHS = (32, 32, 64, 96)
SPOTS = 8  # places that are looked at apart
DEGREES = 90.0  # the pose head answers in quarter turns
# What the drawn generator sets to show an expression (`drawn/expression.py`); learned beside the seven names, which say
# less: where the lids are, how the brows lean, how the mouth bends and opens. Not shipped.
TRAITS = (
    "lid_up", "lid_low", "lid_tilt", "brow_tilt", "brow_up", "pupil", "curve", "open", "wide", "wave", "skew",
    "gaze_x", "gaze_y", "round", "clench", "tongue", "arcs",
)
MIRRORED = ("skew", "gaze_x")  # change their sign in a mirror


@dataclass
class BearingOutput:
    """Raw answers for N crops."""

    expression: torch.Tensor  # [N, 7] logits
    pose: torch.Tensor  # [N, 3] degrees: yaw, pitch, roll
    traits: torch.Tensor  # [N, len(TRAITS)]


class BearingNetwork(nn.Module):
    """Input [N, 3, S, S] RGB in 0..1, S a multiple of 16; trained at 96."""

    def __init__(self) -> None:
        super().__init__()
        first, second, third, fourth = WIDTHS
        self.stem = nn.Sequential(nn.Conv2d(3, first, 3, 2, 1, bias=False), nn.BatchNorm2d(first))
        self.stage1 = _stage(first, second, 1, 2)
        self.stage2 = _stage(second, third, 2, 2)
        self.stage3 = _stage(third, fourth, 1, 2)
        # Each spot is a map over the picture: one finds the mouth, another the brows, wherever they are.
        self.spots = nn.Conv2d(third, SPOTS, 1)
        self.whole = nn.Linear(fourth * 9, 128)
        self.answer = nn.Sequential(nn.Linear(third * SPOTS + 2 * SPOTS + 128, 192), nn.ReLU(), nn.Dropout(0.2))
        self.expression = nn.Linear(192, len(EXPRESSIONS))
        self.pose = nn.Linear(192, 3)
        self.traits = nn.Linear(192, len(TRAITS))
        _initialise(self)

    def forward(self, crops: torch.Tensor) -> BearingOutput:
        x = F.relu(self.stem(crops * 2.0 - 1.0), inplace=True)
        fine = self.stage2(self.stage1(x))
        side = fine.shape[-1]
        maps = torch.softmax(self.spots(fine).float().flatten(2), dim=2)  # [N, SPOTS, cells]
        looked_at = maps @ fine.flatten(2).transpose(1, 2).float()
        line = torch.linspace(-1, 1, side, device=crops.device)
        across, down = line.expand(side, side), line[:, None].expand(side, side)
        places = torch.stack([across.reshape(-1), down.reshape(-1)], dim=1)  # [cells, 2]
        whole = F.avg_pool2d(self.stage3(fine), 2, 2).flatten(1)
        seen = torch.cat([looked_at.flatten(1), (maps @ places).flatten(1), F.relu(self.whole(whole)).float()], dim=1)
        answer = self.answer(seen)
        return BearingOutput(
            self.expression(answer).float(), self.pose(answer).float() * DEGREES, self.traits(answer).float())
