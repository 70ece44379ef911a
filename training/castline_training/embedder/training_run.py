"""The state of a training: network, its running average, classifier, optimiser, counters."""
from __future__ import annotations

import copy
import os
from dataclasses import dataclass, field
from pathlib import Path

import torch

from .losses import MarginClassifier
from .network import EMBEDDING_SIZE, Embedder

CHECKPOINT = "checkpoint.pt"
PARTS = ("network", "average", "classifier", "optimiser", "centres")
AVERAGE_DECAY = 0.998
WEIGHT_DECAY = 0.03


@dataclass
class TrainingRun:
    """Everything a checkpoint holds."""

    network: Embedder
    average: Embedder
    classifier: MarginClassifier
    optimiser: torch.optim.Optimizer
    centres: torch.optim.Optimizer  # of the classifier
    step: int = 0
    elapsed: float = 0.0  # seconds of work
    size: int = 96  # px of the crops it was last trained on
    classes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def resume_or_start(cls, folder: Path, capacity: int, seed: int, device: str = "cpu") -> "TrainingRun":
        """Goes on from the folder's checkpoint, whatever device wrote it, or begins with random weights, the same on every device."""
        torch.manual_seed(seed)
        network = Embedder().to(device=device, memory_format=torch.channels_last)
        classifier = MarginClassifier(capacity, EMBEDDING_SIZE).to(device)
        optimiser = torch.optim.AdamW(network.parameters(), 1e-3, betas=(0.9, 0.99), weight_decay=WEIGHT_DECAY)
        # Plain descent for the centres: an identity is met every few hundred steps, and in between
        # Adam's normalised steps would carry its centre away from wherever it had been put.
        centres = torch.optim.SGD(classifier.parameters(), 0.1, momentum=0.9)
        run = cls(network, copy.deepcopy(network), classifier, optimiser, centres)
        if (folder / CHECKPOINT).exists():
            run._restore(torch.load(folder / CHECKPOINT, map_location="cpu"))
        network.train()
        return run

    def _restore(self, state: dict) -> None:
        for name in PARTS:
            getattr(self, name).load_state_dict(state[name])
        self.step, self.elapsed, self.classes = state["step"], state["elapsed"], state["classes"]
        self.size = state.get("size", 48)

    def save(self, folder: Path) -> None:
        """Written beside and moved into place, so that a reader never meets half a file."""
        state = {name: getattr(self, name).state_dict() for name in PARTS}
        state |= {"step": self.step, "elapsed": self.elapsed, "classes": self.classes, "size": self.size}
        torch.save(state, folder / "checkpoint.partial")
        os.replace(folder / "checkpoint.partial", folder / CHECKPOINT)

    @property
    def device(self) -> torch.device:
        return self.classifier.weight.device

    def progress(self, minutes: float, steps: int) -> float:
        return self.step / steps if steps else self.elapsed / (minutes * 60)

    def follow(self) -> None:
        """Move the running average; faster in the beginning, when everything is new."""
        decay = min(AVERAGE_DECAY, (1 + self.step) / (20 + self.step))
        with torch.no_grad():
            for mean, value in zip(self.average.state_dict().values(), self.network.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.mul_(decay).add_(value, alpha=1 - decay)


def load_average(checkpoint: Path) -> Embedder:
    """The averaged network of a checkpoint, ready for evaluation."""
    state = torch.load(checkpoint, map_location="cpu")
    network = Embedder()
    network.load_state_dict(state["average"])
    network.working_size = state.get("size", 48)
    return network.eval()
