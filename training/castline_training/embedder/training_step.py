"""One optimisation step: forward, the weighted losses, backward, average."""
from __future__ import annotations

from dataclasses import dataclass, replace

import torch

from .batches import Batch
from .light import vary_light
from .losses import (
    expression_loss, face_loss, non_face_repulsion, quality_target, supervised_contrastive,
)
from .training_run import TrainingRun

WEIGHTS = {"identity": 1.0, "contrast": 1.0, "face": 1.6, "expression": 2.5, "quality": 0.2, "repulsion": 0.5}
GRADIENT_LIMIT = 5.0
CENTRE_RATE = 150.0  # times the network's learning rate


@dataclass(frozen=True)
class Settings:
    """What the schedule says for this step."""

    size: int  # px of the crops
    strength: float  # 0..1, of the augmentation
    margin: float  # radians
    rate: float  # learning rate


def step_losses(run: TrainingRun, batch: Batch, settings: Settings, seed: int) -> dict[str, float]:
    """Train on one batch; returns the losses and the share of rightly classed crops."""
    random = torch.Generator().manual_seed(seed * 1_000_003 + run.step)
    # Light is varied on the CPU: its generator is there, and so the crops are the same ones on every device.
    batch = replace(batch, crops=vary_light(batch.crops, settings.strength, random)).to(run.device)
    crops = batch.crops.to(memory_format=torch.channels_last)
    with torch.autocast(run.device.type, dtype=torch.bfloat16):
        out = run.network(crops)
    named = batch.identities >= 0
    labels = batch.identities[named]
    cosines = run.classifier.cosines(out.embedding, len(run.classes))
    own = cosines[named]
    sure = quality_target(own.detach(), labels)
    target = torch.zeros(len(crops), device=run.device)
    target[named] = sure
    judged = named | (batch.faces == 0)
    losses = {
        "identity": run.classifier(own, labels, settings.margin),
        "contrast": supervised_contrastive(out.embedding[named], labels),
        "face": face_loss(out.face, batch.faces),
        "expression": expression_loss(out.expression, batch.expressions),
        "quality": torch.nn.functional.binary_cross_entropy_with_logits(out.quality[judged], target[judged]),
        "repulsion": non_face_repulsion(cosines[batch.faces == 0]),
    }
    _descend(run, sum(WEIGHTS[name] * loss for name, loss in losses.items()), settings.rate)
    right = (own.argmax(1) == labels).float().mean()
    seen = batch.expressions >= 0
    felt = (out.expression[seen].argmax(1) == batch.expressions[seen]).float().mean()
    return {**{name: float(loss) for name, loss in losses.items()}, "right": float(right), "felt": float(felt)}


def _descend(run: TrainingRun, loss: torch.Tensor, rate: float) -> None:
    for optimiser, factor in ((run.optimiser, 1.0), (run.centres, CENTRE_RATE)):
        for group in optimiser.param_groups:
            group["lr"] = rate * factor
        optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), GRADIENT_LIMIT)
    run.optimiser.step()
    run.centres.step()
    run.follow()
