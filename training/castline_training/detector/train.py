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

from .figures import load_figures
from .mixing import Mixer
from .network import FaceNet, cell_centres
from .objective import detection_loss
from .shards import ShardPool
from .sources import CLIP_ART, load_backgrounds, load_more_frames, load_penny, load_popeye
from .validation import all_sets, validate

ADDED_GAIN = 0.15  # of blocks that the checkpoint to begin from lacks: nearly the identity, but with a gradient
STATIC_STEPS = 1200  # dynamic assignment is unstable from random weights
REFRESH_STEPS = 200
FROZEN_FROM = 0.65  # part of a training from random weights after which batch norm has fixed statistics


class Samples(torch.utils.data.IterableDataset):
    """Batches from a step on, each from its own seed; workers take turns, in which the loader asks them."""

    def __init__(self, mixer: Mixer, start: int, steps: int, seed: int):
        super().__init__()
        self.mixer, self.start, self.steps, self.seed = mixer, start, steps, seed

    def __iter__(self):
        cv2.setNumThreads(1)
        worker = torch.utils.data.get_worker_info()
        mine, workers = (worker.id, worker.num_workers) if worker else (0, 1)
        before = None
        for step in range(self.start + mine, self.steps, workers):
            if before is None or step // REFRESH_STEPS != before // REFRESH_STEPS:
                self.mixer.refresh()
            before = step
            rng = np.random.default_rng([self.seed, step])
            count, height, width, near = batch_shape(step)
            pairs = [self.mixer.sample(rng, height, width, near) for _ in range(count)]
            yield (torch.from_numpy(np.stack([p[0] for p in pairs])), [torch.from_numpy(p[1]) for p in pairs])


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


def rate(step: int, done: float, top: float) -> float:
    """Warm-up, then cosine to 1 % over the share of the work that is done."""
    return top * min(1.0, (step + 1) / 300) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


def averaged(average, net, step: int) -> None:
    """Moving average of weights and batch-norm statistics."""
    keep = min(0.9993, (step + 1) / (step + 20))
    with torch.no_grad():
        for mine, theirs in zip(average.state_dict().values(), net.state_dict().values()):
            if mine.dtype.is_floating_point:
                mine.mul_(keep).add_(theirs, alpha=1 - keep)
            else:
                mine.copy_(theirs)


def load_mixer(args):
    """The mixer and the validation sets."""
    shared, shards, cache = Path(args.shared), Path(args.shards), Path(args.out) / 'frames'
    pools = {prefix: ShardPool(shards, prefix) for prefix in ('drawn', 'rendered', 'hard')}
    labels = Path(__file__).parents[2] / 'labels'
    films = (load_penny(shared / 'films', cache)['train'] + load_popeye(shared / 'films', cache)
             + load_more_frames(shared / 'films', labels / 'film-frames.json', cache))
    grounds = load_backgrounds(shared / 'art/backgrounds')
    figures = load_figures(shared / 'art', Path(args.avatars), Path(args.emoji), Path(args.clip_art), labels)
    mixer = Mixer(pools, figures.learnt, films, grounds, figures.decoys)
    return mixer, all_sets(shared, shards, cache, figures, grounds, args.val)


def save(path: Path, step, spent, net, average, optimiser) -> None:
    """Checkpoint, replaced atomically."""
    state = {'step': step, 'spent': spent, 'net': net.state_dict(), 'ema': average.state_dict(), 'optimiser': optimiser.state_dict()}
    torch.save(state, str(path) + '.part')
    os.replace(str(path) + '.part', path)


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument('--shared', default='../shared')
    parser.add_argument('--shards', default='../scratch/shards')
    parser.add_argument('--avatars', default='../scratch/avatars', help='folder of render-avatars.mjs')
    parser.add_argument('--emoji', default='../scratch/emoji', help='folder of render-emoji.mjs')
    parser.add_argument('--clip-art', default=CLIP_ART, help="folder of Debian's openclipart-png")
    parser.add_argument('--out', default='../scratch/detector')
    parser.add_argument('--begin', default='', help='checkpoint (or one of grow.py) to begin from; batch norm then keeps its statistics')
    parser.add_argument('--steps', type=int, default=24000)
    parser.add_argument('--until', type=int, default=0, help='step to stop at, before the schedule of --steps is over')
    parser.add_argument('--minutes', type=float, default=0, help='the schedule follows working time instead of steps')
    parser.add_argument('--device', default='cpu', help='cuda where torch has it')
    parser.add_argument('--rate', type=float, default=1.5e-3)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--val', type=int, default=150, help='validation frames per set')
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
        net.load_weights(torch.load(args.begin, map_location='cpu')['ema'], ADDED_GAIN)
    net = net.to(args.device, memory_format=torch.channels_last)
    average = copy.deepcopy(net).eval()
    decayed = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{'params': decayed, 'weight_decay': 0.03}, {'params': plain, 'weight_decay': 0.0}], lr=args.rate)
    start, spent = 0, 0.0
    if (out / 'last.pt').exists():
        state = torch.load(out / 'last.pt', map_location='cpu')
        start, spent = state['step'], state['spent']
        net.load_state_dict(state['net'])
        average.load_state_dict(state['ema'])
        optimiser.load_state_dict(state['optimiser'])
    end = 10 ** 9 if args.minutes else args.until or args.steps
    loader = torch.utils.data.DataLoader(Samples(mixer, start, end, args.seed), batch_size=None, num_workers=args.workers)
    run(args, net, average, optimiser, loader, held, (start, spent), out)


def learn(args, net, optimiser, images, labels, cells, frozen, dynamic) -> dict:
    """One step; returns the parts of the loss."""
    net.train()
    if frozen:
        freeze(net)
    tensor = (images.to(args.device).permute(0, 3, 1, 2).float() / 255).contiguous(memory_format=torch.channels_last)
    with torch.autocast(args.device, dtype=torch.bfloat16, enabled=args.bf16):
        logits, reach = net(tensor)
    loss, parts = detection_loss(logits, reach, [rows.to(args.device) for rows in labels], *cells, dynamic=dynamic)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
    optimiser.step()
    return parts


def run(args, net, average, optimiser, loader, held, begun, out):
    """The loop: a step a batch, a line a hundred steps, a checkpoint every `args.every`."""
    sums, began, cells, (start, spent) = {}, time.time(), {}, begun
    for step, (images, labels) in enumerate(loader, start):
        now = spent + time.time() - began
        done = now / 60 / args.minutes if args.minutes else step / args.steps
        for group in optimiser.param_groups:
            group['lr'] = rate(step, done, args.rate)
        shape = tuple(images.shape[1:3])
        if shape not in cells:
            cells[shape] = [c.to(args.device) for c in cell_centres(*shape)]
        frozen = bool(args.begin) or len(images) < 4 or done > FROZEN_FROM
        parts = learn(args, net, optimiser, images, labels, cells[shape], frozen, bool(args.begin) or step >= STATIC_STEPS)
        averaged(average, net, step)
        for key, value in parts.items():
            sums[key] = sums.get(key, 0.0) + value / 100
        if (step + 1) % 100 == 0:
            line = ' '.join(f'{k} {v:.3f}' for k, v in sums.items())
            print(f'step {step + 1} {done:.2f} {line} {(step + 1 - start) / (time.time() - began):.2f} it/s', flush=True)
            sums = {}
        over = step + 1 == (args.until or args.steps) if not args.minutes else done >= 1
        if (step + 1) % args.every == 0 or over:
            save(out / 'last.pt', step + 1, now, net, average, optimiser)
            torch.save({'ema': average.state_dict()}, out / f'at_{step + 1:06d}.pt')
            print('validation', step + 1, validate(average.cpu() if args.device != 'cpu' else average, held), flush=True)
            average.to(args.device)
        if over:
            break


if __name__ == '__main__':
    main()
