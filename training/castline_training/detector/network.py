"""The detector's network: dense residual trunk, small PAN neck, one head shared by strides 8, 16, 32.

Dense 3x3 convolutions at few channels train and run faster on a CPU than depthwise ones of equal accuracy.
"""
from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

STRIDES = (8, 16, 32)
OUTPUTS = 9  # score, face l t r b, head l t r b
TWO_SCALES = (*STRIDES, *(2 * s for s in STRIDES))  # strides of what is given out: of the picture and of the picture at half its size
LARGE = 120  # px: only faces from this size on are taken from the half-size picture


def conv(inp: int, out: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch norm, ReLU."""
    return nn.Sequential(nn.Conv2d(inp, out, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(out), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """x + conv(x)."""

    def __init__(self, channels: int):
        super().__init__()
        self.body = conv(channels, channels)

    def forward(self, x):
        return x + self.body(x)


def chain(channels: int, depth: int) -> list:
    """Residual blocks one after the other."""
    return [Residual(channels) for _ in range(depth)]


class WideView(nn.Module):
    """Pools of growing reach at the coarsest level, so that a face as large as the frame is seen whole."""

    def __init__(self, channels: int):
        super().__init__()
        self.squeeze = conv(channels, channels // 2, 1)
        self.merge = conv(channels * 2, channels, 1)

    def forward(self, x):
        a = self.squeeze(x)
        b = F.max_pool2d(a, 5, 1, 2)
        c = F.max_pool2d(b, 5, 1, 2)
        return self.merge(torch.cat([a, b, c, F.max_pool2d(c, 5, 1, 2)], 1))


class FaceNet(nn.Module):
    """images [N,3,H,W] 0..1 -> raw maps; `decode` turns them into predictions [N,A,9]."""

    def __init__(self, widths=(16, 24, 56, 96, 144), neck: int = 48, depths=(1, 5, 5)):
        super().__init__()
        w = widths
        self.to8 = nn.Sequential(conv(3, w[0], 3, 2), conv(w[0], w[1], 3, 2), conv(w[1], w[2], 3, 2), *chain(w[2], depths[0]))
        self.to16 = nn.Sequential(conv(w[2], w[3], 3, 2), *chain(w[3], depths[1]))
        self.to32 = nn.Sequential(conv(w[3], w[4], 3, 2), WideView(w[4]), *chain(w[4], depths[2]))
        self.lateral = nn.ModuleList([conv(c, neck, 1) for c in w[2:]])
        self.down = nn.ModuleList([conv(neck, neck, 3, 2) for _ in range(2)])
        self.smooth = nn.ModuleList([conv(neck, neck) for _ in range(2)])
        self.head = conv(neck, 64)
        self.out = nn.Conv2d(64, OUTPUTS, 1)
        self.edge_tower = conv(neck, 48)
        self.edges = nn.Conv2d(48, OUTPUTS - 1, 1)  # corrects the distances; nothing at first
        self.scale = nn.Parameter(torch.ones(3))
        nn.init.normal_(self.out.weight, 0, 0.01)
        nn.init.zeros_(self.out.bias)
        with torch.no_grad():
            self.out.bias[0] = -4.6  # a cell is a face once in a hundred
            self.out.bias[1:] = 0.7
            self.edges.weight.zero_()
            self.edges.bias.zero_()

    def maps(self, images):
        """Raw output maps of the three strides, each [N,9,h,w]."""
        c8 = self.to8(images * 2 - 1)
        c16 = self.to16(c8)
        c32 = self.to32(c16)
        p32 = self.lateral[2](c32)
        p16 = self.smooth[1](self.lateral[1](c16) + F.interpolate(p32, scale_factor=2.0, mode='nearest'))
        p8 = self.smooth[0](self.lateral[0](c8) + F.interpolate(p16, scale_factor=2.0, mode='nearest'))
        p16 = p16 + self.down[0](p8)
        p32 = p32 + self.down[1](p16)
        return [self._answers(p) for p in (p8, p16, p32)]

    def _answers(self, features):
        """Score and distances of one level: of the distances, a part has a tower of its own."""
        raw = self.out(self.head(features))
        return torch.cat([raw[:, :1], raw[:, 1:] + self.edges(self.edge_tower(features))], 1)

    def load_weights(self, state: dict, gain: float = 0.0) -> None:
        """Weights of a checkpoint. What one from before version 1.2.0 lacks (the last residual blocks, the tower for edges) does
        nothing at gain 0; a training begins with a little of it, for a gradient."""
        missing, unknown = self.load_state_dict(state, strict=False)
        added = [name for name, part in self.named_modules() if isinstance(part, Residual) and f'{name}.body.0.weight' in missing]
        if unknown or any(not name.startswith(('edge', *added)) for name in missing):
            raise ValueError(f'not the weights of this network: {missing} missing, {unknown} unknown')
        for name in added:
            nn.init.constant_(self.get_submodule(name).body[1].weight, gain)

    def forward(self, images):
        """(score logits [N,A], distances [N,A,8] px)."""
        logits, reach = [], []
        for level, raw in enumerate(self.maps(images)):
            flat = raw.float().flatten(2).transpose(1, 2)
            logits.append(flat[..., 0])
            reach.append(torch.exp((flat[..., 1:] * self.scale[level]).clamp(-5, 5)) * STRIDES[level])
        return torch.cat(logits, 1), torch.cat(reach, 1)


def predictions(net: FaceNet, images, halved: bool = True):
    """[N,A,9] with a sigmoid score: cells of the picture, then (`halved`) of its half size, where a face that fills the frame has a familiar size."""
    logits, reach = net(images)
    fine = torch.cat([torch.sigmoid(logits).unsqueeze(-1), reach], -1)
    if not halved:
        return fine
    logits, reach = net(F.avg_pool2d(images, 2))
    reach = reach * 2
    large = torch.maximum(reach[..., 0] + reach[..., 2], reach[..., 1] + reach[..., 3]) >= LARGE
    coarse = torch.cat([(torch.sigmoid(logits) * large.float()).unsqueeze(-1), reach], -1)
    return torch.cat([fine, coarse], 1)


class Exported(nn.Module):
    """The network as the product sees it, with one scale or two."""

    def __init__(self, net: FaceNet, halved: bool = True):
        super().__init__()
        self.net, self.halved = net, halved

    def forward(self, images):
        return predictions(self.net, images, self.halved)


def cell_centres(height: int, width: int, all_strides=STRIDES):
    """Centres [A,2] px (x, y) and strides [A] of all cells, in the order of the predictions."""
    centres, strides = [], []
    for s in all_strides:
        y, x = torch.meshgrid(torch.arange(height // s), torch.arange(width // s), indexing='ij')
        centres.append((torch.stack([x, y], -1).reshape(-1, 2).float() + 0.5) * s)
        strides.append(torch.full((len(centres[-1]),), float(s)))
    return torch.cat(centres), torch.cat(strides)


def boxes_from(centres, reach):
    """Corner boxes [...,4] from distances [...,4] (l, t, r, b)."""
    return torch.cat([centres - reach[..., :2], centres + reach[..., 2:]], -1)
