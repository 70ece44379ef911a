"""The state of a training of the medium network, and its steps."""
from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from .material import Material
from .network import MediumNetwork

CHECKPOINT_STEPS = 200
LOG_STEPS = 100
PARTS = ('network', 'optimizer')


@dataclass(frozen=True)
class Settings:
    """What a checkpoint must agree with to be gone on from."""

    steps: int
    size: int  # crops of a batch
    seed: int


def as_tensor(crops: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(crops.transpose(0, 3, 1, 2))).float() / 255


def replace_whole(state: dict, path: Path) -> None:
    """Written beside and moved into place, so that a reader never meets half a file."""
    partial = path.with_name(path.name + '.part')
    torch.save(state, partial)
    os.replace(partial, path)


@dataclass
class MediumRun:
    """Everything a checkpoint holds. Batches are drawn on the CPU on every device, dropout where the network is."""

    settings: Settings
    network: MediumNetwork
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.OneCycleLR
    random: np.random.Generator
    step: int = 0

    @classmethod
    def resume_or_start(cls, checkpoint: Path, settings: Settings, device: str) -> MediumRun:
        torch.manual_seed(settings.seed)
        network = MediumNetwork().to(device)
        optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=0.02)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=settings.steps)
        run = cls(settings, network, optimizer, schedule, np.random.default_rng(settings.seed))
        if checkpoint.exists():
            run._restore(torch.load(checkpoint, map_location='cpu'), checkpoint)
        return run

    @property
    def device(self) -> torch.device:
        return next(self.network.parameters()).device

    def _restore(self, state: dict, checkpoint: Path) -> None:
        if state['settings'] != vars(self.settings):
            raise SystemExit(f"{checkpoint} was begun with {state['settings']}, not {vars(self.settings)}: give these again, or remove it to begin anew")
        for name in PARTS:
            getattr(self, name).load_state_dict(state[name])
        self.random.bit_generator.state = state['random']
        torch.set_rng_state(state['torch'])
        if self.device.type == 'cuda' and state['cuda'] is not None:
            torch.cuda.set_rng_state(state['cuda'], self.device)
        self.step = self.schedule.last_epoch = state['step']  # the rate follows from that alone

    def save(self, checkpoint: Path) -> None:
        state = {name: getattr(self, name).state_dict() for name in PARTS}
        cuda = torch.cuda.get_rng_state(self.device) if self.device.type == 'cuda' else None
        state |= {'settings': vars(self.settings), 'step': self.step, 'random': self.random.bit_generator.state, 'torch': torch.get_rng_state(), 'cuda': cuda}
        replace_whole(state, checkpoint)

    def learn(self, crops: np.ndarray, photographed: np.ndarray) -> torch.Tensor:
        """One step; returns the loss."""
        self.network.train()
        target = torch.from_numpy(photographed.astype(np.float32)) * 0.96 + 0.02
        loss = F.binary_cross_entropy_with_logits(self.network(as_tensor(crops).to(self.device)), target.to(self.device))
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.schedule.step()
        self.step += 1
        return loss


def train(run: MediumRun, material: Material, checkpoint: Path) -> MediumNetwork:
    """To the end of the schedule; the network comes back on the CPU."""
    while run.step < run.settings.steps:
        loss = run.learn(*material.batch(run.settings.size, run.random))
        if (run.step - 1) % LOG_STEPS == 0:
            print(json.dumps({'step': run.step - 1, 'loss': round(loss.item(), 4)}), flush=True)
        if run.step % CHECKPOINT_STEPS == 0:
            run.save(checkpoint)
    return run.network.cpu()
