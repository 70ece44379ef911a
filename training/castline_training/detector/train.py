"""Trains the detector: python3 -m castline_training.detector.train --shared ../shared --shards ../scratch/shards --out ../scratch/detector."""
from __future__ import annotations

import argparse
import os

os.environ.setdefault('OMP_NUM_THREADS', '1')
os.environ.setdefault('OMP_WAIT_POLICY', 'PASSIVE')

import copy
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch

from .measure import average_precision, detect
from .mixing import Mixer
from .network import FaceNet, cell_centres
from .objective import detection_loss
from .shards import ShardPool
from .sources import load_avatars, load_backgrounds, load_emoji, load_more_frames, load_penny, load_popeye, load_sprites

STATIC_STEPS = 1200  # dynamic assignment is unstable from random weights
FROZEN_SHARE = 0.35  # last part of the steps: batch norm with fixed statistics


class Samples(torch.utils.data.IterableDataset):
    """Batches forever from a step on, each from its own seed."""

    def __init__(self, mixer: Mixer, start: int, steps: int, seed: int):
        super().__init__()
        self.mixer, self.start, self.steps, self.seed = mixer, start, steps, seed

    def __iter__(self):
        cv2.setNumThreads(1)
        for step in range(self.start, self.steps):
            if step % 200 == 0 or step == self.start:
                self.mixer.refresh()
            rng = np.random.default_rng([self.seed, step])
            count, height, width, near = batch_shape(step)
            pairs = [self.mixer.sample(rng, height, width, near) for _ in range(count)]
            yield (torch.from_numpy(np.stack([p[0] for p in pairs])), [torch.from_numpy(p[1]) for p in pairs])


def is_frozen(step: int, steps: int) -> bool:
    """Is this step in the last part."""
    return step > steps * (1 - FROZEN_SHARE)


def batch_shape(step: int):
    """(count, height, width, exponent on the scale range) of a step: whole frames as at inference, between them squares."""
    if step % 2 == 0:
        return 2, 384, 640, 0.6
    return (4, 352, 352, 0.8) if step % 4 == 1 else (8, 224, 224, 1.0)


def freeze(net) -> None:
    """Batch norm uses its running statistics: whole frames come too few at a time for their own."""
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eval()


def rate(step: int, steps: int, top: float) -> float:
    """Warm-up, then cosine to 1 %."""
    if step < 300:
        return top * (step + 1) / 300
    return top * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / steps)))


def averaged(average, net, step: int) -> None:
    """Moving average of weights and batch-norm statistics."""
    keep = min(0.9993, (step + 1) / (step + 20))
    with torch.no_grad():
        for mine, theirs in zip(average.state_dict().values(), net.state_dict().values()):
            if mine.dtype.is_floating_point:
                mine.mul_(keep).add_(theirs, alpha=1 - keep)
            else:
                mine.copy_(theirs)


def validate(net, sets: dict) -> dict:
    """AP and the score of the best F1 per validation set."""
    net.eval()
    report = {}
    for name, frames in sets.items():
        results = [(*detect(net, image)[:2], rows) for image, rows in frames]
        report[name] = tuple(round(v, 4) for v in average_precision(results))
    return report


def load_mixer(args):
    """The mixer and the validation sets."""
    shared, cache = Path(args.shared), Path(args.out) / 'frames'
    pools = {prefix: ShardPool(Path(args.shards), prefix) for prefix in ('drawn', 'rendered', 'hard')}
    penny = load_penny(shared / 'films', cache)
    labels = Path(__file__).parents[2] / 'labels'
    films = penny['train'] + load_popeye(shared / 'films', cache) + load_more_frames(shared / 'films', labels / 'film-frames.json', cache)
    empties = load_backgrounds(shared / 'art/backgrounds')
    emoji = load_emoji(Path(args.emoji), labels / 'emoji.json')
    figures = [(0.3, load_sprites(shared / 'art')), (0.2, load_avatars(Path(args.avatars), labels / 'avatars.json')),
               (0.35, emoji['animals']), (0.15, emoji['people'])]
    mixer = Mixer(pools, [f for f in figures if f[1]], films, empties, emoji['decoys'])
    held = {'penny': penny['held']}
    for prefix in ('val', 'tone', 'rval'):
        frames = ShardPool(Path(args.shards), prefix)
        frames.refresh()
        if frames.items:
            held[prefix] = [frames.frame(i) for i in range(min(args.val, len(frames.items)))]
    return mixer, held


def save(path: Path, step, net, average, optimiser) -> None:
    """Checkpoint, replaced atomically."""
    torch.save({'step': step, 'net': net.state_dict(), 'ema': average.state_dict(), 'optimiser': optimiser.state_dict()}, str(path) + '.part')
    os.replace(str(path) + '.part', path)


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument('--shared', default='../shared')
    parser.add_argument('--shards', default='../scratch/shards')
    parser.add_argument('--avatars', default='../scratch/avatars', help='folder of render-avatars.mjs')
    parser.add_argument('--emoji', default='../scratch/emoji', help='folder of render-emoji.mjs')
    parser.add_argument('--out', default='../scratch/detector')
    parser.add_argument('--begin', default='', help='checkpoint of grow.py to begin from')
    parser.add_argument('--steps', type=int, default=8000)
    parser.add_argument('--rate', type=float, default=1.5e-3)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--val', type=int, default=100, help='drawn validation frames per set')
    parser.add_argument('--every', type=int, default=500, help='steps between checkpoints')
    parser.add_argument('--workers', type=int, default=1)
    parser.add_argument('--bf16', action='store_true', help='1.8 times as fast where the processor has AVX512-BF16')
    return parser.parse_args()


def main() -> None:
    args = options()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    mixer, held = load_mixer(args)
    net = FaceNet()
    if args.begin:
        net.load_state_dict(torch.load(args.begin)['ema'])
    net = net.to(memory_format=torch.channels_last)
    average = copy.deepcopy(net).eval()
    decayed = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{'params': decayed, 'weight_decay': 0.03}, {'params': plain, 'weight_decay': 0.0}], lr=args.rate)
    start = 0
    if (out / 'last.pt').exists():
        state = torch.load(out / 'last.pt')
        start = state['step']
        net.load_state_dict(state['net'])
        average.load_state_dict(state['ema'])
        optimiser.load_state_dict(state['optimiser'])
    loader = torch.utils.data.DataLoader(Samples(mixer, start, args.steps, args.seed), batch_size=None, num_workers=args.workers)
    run(args, net, average, optimiser, loader, held, start, out)


def run(args, net, average, optimiser, loader, held, start, out):
    """The loop: a step a batch, a line a hundred steps, a checkpoint every `args.every`."""
    sums, began, cells = {}, time.time(), {}
    for step, (images, labels) in enumerate(loader, start):
        for group in optimiser.param_groups:
            group['lr'] = rate(step, args.steps, args.rate)
        shape = tuple(images.shape[1:3])
        if shape not in cells:
            cells[shape] = cell_centres(*shape)
        net.train()
        if len(images) < 4 or is_frozen(step, args.steps):
            freeze(net)
        tensor = (images.permute(0, 3, 1, 2).float() / 255).contiguous(memory_format=torch.channels_last)
        with torch.cpu.amp.autocast(dtype=torch.bfloat16, enabled=args.bf16):
            logits, reach = net(tensor)
        loss, parts = detection_loss(logits, reach, labels, *cells[shape], dynamic=bool(args.begin) or step >= STATIC_STEPS)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        optimiser.step()
        averaged(average, net, step)
        for key, value in parts.items():
            sums[key] = sums.get(key, 0.0) + value / 100
        if (step + 1) % 100 == 0:
            line = ' '.join(f'{k} {v:.3f}' for k, v in sums.items())
            print(f'step {step + 1} {line} {(step + 1 - start) / (time.time() - began):.2f} it/s', flush=True)
            sums = {}
        if (step + 1) % args.every == 0 or step + 1 == args.steps:
            save(out / 'last.pt', step + 1, net, average, optimiser)
            torch.save({'ema': average.state_dict()}, out / f'at_{step + 1:06d}.pt')
            print('validation', step + 1, validate(average, held), flush=True)


if __name__ == '__main__':
    main()
