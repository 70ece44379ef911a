"""A start for training from an exported model: its weights in a network that may have more residual blocks.

python3 -m castline_training.detector.grow --model ../models/castline-face-v1/model.onnx --depths 1 4 3 --shards ../scratch/shards --out ../scratch/start.pt
Needs the `onnx` package. The export folded batch norm into the convolutions; it is put back with the statistics of drawn frames.
"""
from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')

import torch
from torch import nn

from .measure import letterbox
from .network import FaceNet, Residual
from .shards import ShardPool

ADDED_GAIN = 0.15  # of the new blocks: nearly the identity, but with a gradient
FRAMES = 64


def read_folded(path: Path):
    """([(weight, bias)] of the batch-normed convolutions in the order they run, (weight, bias) of the output layer, level scales)."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    values = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    convolutions = [n.input for n in graph.node if n.op_type == 'Conv' and not n.input[1].startswith('net.')]
    # The head runs once a level; only its first run names stored weights.
    folded = [(values[i[1]], values[i[2]]) for i in convolutions if i[1] in values]
    scales = torch.stack([values[i.name] for i in graph.initializer if 'Mul' in i.name])
    return folded, (values['net.out.weight'], values['net.out.bias']), scales


def blocks(net: FaceNet, added: set) -> list:
    """The conv + batch-norm pairs that the export wrote, in its order. Exports before version 1.2.0 had no tower for edges."""
    levels = [net.lateral[2], net.lateral[1], net.smooth[1], net.lateral[0], net.smooth[0], net.down[0], net.down[1], net.head]
    trunk = []
    for part in (*net.to8, *net.to16, *net.to32):
        if part in added:
            continue
        trunk += [part.body] if isinstance(part, Residual) else [part.squeeze, part.merge] if hasattr(part, 'squeeze') else [part]
    return trunk + levels


def put_back(pair: nn.Sequential, weight, bias) -> None:
    """Batch norm as the identity on the folded convolution; `centre` later gives it real statistics."""
    pair[0].weight.data.copy_(weight)
    pair[1].weight.data.fill_(1.0)
    pair[1].bias.data.copy_(bias)
    pair[1].running_mean.zero_()
    pair[1].running_var.fill_(1.0 - pair[1].eps)


@torch.no_grad()
def centre(pairs: list, net: FaceNet, pictures) -> None:
    """Same function, but with the mean and variance that each convolution really has on `pictures`."""
    sums = {}

    def note(norm, inputs):
        x = inputs[0].transpose(0, 1).flatten(1).double()
        old = sums.get(norm, (0, 0.0, 0.0))
        sums[norm] = (old[0] + x.shape[1], old[1] + x.sum(1), old[2] + (x ** 2).sum(1))

    hooks = [pair[1].register_forward_pre_hook(note) for pair in pairs]
    for picture in pictures:
        net(picture)
    for hook in hooks:
        hook.remove()
    for pair in pairs:
        count, total, squares = sums[pair[1]]
        mean = (total / count).float()
        var = (squares / count).float() - mean ** 2
        pair[1].running_mean.copy_(mean)
        pair[1].running_var.copy_(var.clamp(min=1e-6))
        pair[1].weight.copy_((pair[1].running_var + pair[1].eps).sqrt())
        pair[1].bias.add_(mean)


@torch.no_grad()
def even(pairs: list) -> None:
    """Same function with weights as large as at random initialisation. Folded weights are tiny where activations are large; a step of Adam, which
    is as long for small weights as for large ones, would wipe them out."""
    for convolution, norm in ((pair[0], pair[1]) for pair in pairs):
        scale = (2 ** 0.5) / convolution.weight.flatten(1).norm(dim=1).clamp(min=1e-8)
        convolution.weight.mul_(scale[:, None, None, None])
        norm.running_mean.mul_(scale)
        norm.running_var.copy_((norm.running_var + norm.eps) * scale ** 2 - norm.eps)
        assert bool((norm.running_var > 0).all())


def grown(model: Path, depths: tuple, shards: Path) -> FaceNet:
    """The network with the weights of `model`, whose chains are `depths` long, and nearly the identity in blocks that it does not have."""
    torch.manual_seed(1)
    net, small = FaceNet().eval(), FaceNet(depths=depths)
    added = set()
    for mine, theirs in ((net.to8, small.to8), (net.to16, small.to16), (net.to32, small.to32)):
        added |= set(list(mine)[len(theirs):])
    folded, out, scales = read_folded(model)
    pairs = blocks(net, added)
    assert len(pairs) == len(folded)
    for pair, (weight, bias) in zip(pairs, folded):
        put_back(pair, weight, bias)
    net.out.weight.data.copy_(out[0])
    net.out.bias.data.copy_(out[1])
    net.scale.data.copy_(scales)
    pool = ShardPool(shards, 'val')
    pool.refresh()
    pictures = [letterbox(pool.frame(i)[0])[0] for i in range(FRAMES)]
    for block in added:
        block.body[1].weight.data.zero_()
    every = pairs + [block.body for block in added] + [net.edge_tower]
    centre(pairs, net, pictures)
    for block in added:
        block.body[1].weight.data.fill_(ADDED_GAIN)
    statistics(net, [*(m.body[1] for m in net.modules() if m in added), net.edge_tower[1]], pictures)
    even(every)
    assert len(every) == sum(isinstance(m, nn.BatchNorm2d) for m in net.modules())
    return net


@torch.no_grad()
def statistics(net: FaceNet, norms: list, pictures) -> None:
    """Running statistics of the new blocks, first to last."""
    for norm in norms:
        norm.train()
        norm.momentum = None
    for picture in pictures:
        net(picture)
    for norm in norms:
        norm.momentum = 0.1
        norm.eval()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--model', default='../models/castline-face-v1/model.onnx')
    parser.add_argument('--depths', type=int, nargs=3, default=(1, 2, 1), help="residual blocks per stride of the model; 1.0.0's are 1 2 1, 1.1.0's 1 4 3")
    parser.add_argument('--shards', default='../scratch/shards')
    parser.add_argument('--out', default='../scratch/start.pt')
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.save({'ema': grown(Path(args.model), tuple(args.depths), Path(args.shards)).state_dict()}, args.out)


if __name__ == '__main__':
    main()
