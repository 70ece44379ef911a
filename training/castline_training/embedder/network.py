"""The embedder's network: a small dense residual trunk with four answers from one pass.

Widths are multiples of 16 because oneDNN's bfloat16 kernels are two to three times
slower on other widths; that, not accuracy, decides the training budget on a CPU.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

WIDTHS = (32, 48, 96, 192)
DEPTHS = (1, 2, 2, 2)
EMBEDDING_SIZE = 256
# The order is part of the model's contract with the product.
EXPRESSIONS = ("neutral", "happy", "angry", "sad", "surprise", "fear", "disgust")


def _convolution(inputs: int, outputs: int, stride: int, kernel: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
    )


class ResidualBlock(nn.Module):
    """Two dense 3x3 convolutions with a shortcut; ReLU because PReLU is slow in training."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = _convolution(inputs, outputs, stride)
        self.second = _convolution(outputs, outputs, 1)
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else _convolution(inputs, outputs, stride, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.second(F.relu(self.first(x), inplace=True))
        return F.relu(y + self.shortcut(x), inplace=True)


def _stage(inputs: int, outputs: int, depth: int, stride: int) -> nn.Sequential:
    blocks = [ResidualBlock(inputs, outputs, stride)]
    blocks += [ResidualBlock(outputs, outputs, 1) for _ in range(depth - 1)]
    return nn.Sequential(*blocks)


def _four_cells(x: torch.Tensor) -> torch.Tensor:
    """Mean over the 2x2 halves of [N, C, S, S]; for odd S the halves share the middle line.

    The same as adaptive pooling to 2x2, which the ONNX exporter refuses for odd S.
    """
    side = int(x.shape[-1])
    return F.avg_pool2d(x, (side + 1) // 2, side // 2)


@dataclass
class EmbedderOutput:
    """Raw answers for N crops."""

    embedding: torch.Tensor  # [N, 256], after the BN neck, L2-normalised
    quality: torch.Tensor  # [N] logits
    face: torch.Tensor  # [N] logits
    expression: torch.Tensor  # [N, 7] logits


class Embedder(nn.Module):
    """Input [N, 3, S, S] RGB in 0..1, S a multiple of 16 (trained at 48, 64, then 96)."""

    def __init__(self) -> None:
        super().__init__()
        self.working_size = 0  # px that an unfinished training works at; 0 = as given
        first, second, third, fourth = WIDTHS
        self.stem = _convolution(3, first, 2)
        self.stage1 = _stage(first, first, DEPTHS[0], 1)
        self.stage2 = _stage(first, second, DEPTHS[1], 2)
        self.stage3 = _stage(second, third, DEPTHS[2], 2)
        self.stage4 = _stage(third, fourth, DEPTHS[3], 2)
        # 2x2 cells keep "hair above, chin below", which one global mean would lose.
        self.project = nn.Linear(fourth * 4, EMBEDDING_SIZE, bias=False)
        self.neck = nn.BatchNorm1d(EMBEDDING_SIZE)
        self.face = nn.Linear(fourth, 1)
        self.expression_branch = _convolution(third, third, 2)
        self.expression = nn.Linear((third + fourth) * 4, len(EXPRESSIONS))
        self.quality = nn.Sequential(nn.Linear(fourth, 32), nn.ReLU(), nn.Linear(32, 1))
        _initialise(self)

    def forward(self, crops: torch.Tensor) -> EmbedderOutput:
        x = F.relu(self.stem(crops * 2.0 - 1.0), inplace=True)
        middle = self.stage3(self.stage2(self.stage1(x)))
        cells = _four_cells(self.stage4(middle))
        pooled = cells.mean(dim=(2, 3))
        embedding = self.neck(self.project(cells.flatten(1)))
        branch = F.relu(self.expression_branch(middle), inplace=True)
        # Mouth and eyes are fine detail (the branch), but what they mean needs the whole face.
        expression = self.expression(torch.cat([_four_cells(branch), cells], dim=1).flatten(1))
        return EmbedderOutput(
            embedding=F.normalize(embedding.float(), dim=1),
            # Detached: quality is an opinion about the features and must not shape them.
            quality=self.quality(pooled.detach())[:, 0].float(),
            face=self.face(pooled)[:, 0].float(),
            expression=expression.float(),
        )


def _initialise(network: nn.Module) -> None:
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        if isinstance(module, ResidualBlock):
            # Each block starts as its shortcut, which lets a high learning rate be used at once.
            nn.init.zeros_(module.second[1].weight)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)


class ShippedEmbedder(nn.Module):
    """The graph that is exported: the four named outputs, squashed, in the contract's order."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self.embedder = embedder

    def forward(self, crops: torch.Tensor) -> tuple[torch.Tensor, ...]:
        size = self.embedder.working_size
        if size and size != crops.shape[-1]:
            # An early checkpoint knows small crops only; feeding it large ones would mislead it.
            crops = F.interpolate(crops, size=(size, size), mode="bilinear", align_corners=False)
        out = self.embedder(crops)
        return (
            out.embedding,
            torch.sigmoid(out.quality),
            torch.sigmoid(out.face),
            torch.softmax(out.expression, dim=1),
        )
