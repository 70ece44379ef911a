"""Training losses of the embedder. Every function returns a scalar mean over its valid rows."""
from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional as F


class MarginClassifier(nn.Module):
    """ArcFace-type additive angular margin over the training identities [C, 256].

    There is room for more identities than have been met, because the bank may still grow.
    """

    def __init__(self, classes: int, size: int, scale: float = 32.0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(classes, size) * size**-0.5)
        self.scale = scale

    def cosines(self, embedding: torch.Tensor, met: int) -> torch.Tensor:
        """Cosine to the centre of each of the first `met` identities, [N, met]."""
        return embedding @ F.normalize(self.weight[:met], dim=1).t()

    def forward(self, cosines: torch.Tensor, labels: torch.Tensor, margin: float) -> torch.Tensor:
        """Cross-entropy of `cosines` [N, C] with the right class's angle widened by `margin`."""
        own = cosines.gather(1, labels[:, None]).clamp(-0.999, 0.999)
        moved = torch.cos(torch.acos(own) + margin)
        # Past pi - margin the cosine would rise again; a straight line keeps it monotone.
        moved = torch.where(own > -math.cos(margin), moved, own - margin * 0.3)
        logits = cosines.scatter(1, labels[:, None], moved)
        return F.cross_entropy(logits * self.scale, labels)


def supervised_contrastive(
    embedding: torch.Tensor, labels: torch.Tensor, temperature: float = 0.1
) -> torch.Tensor:
    """Khosla et al. 2020, over one batch: embedding [N, D] normalised, labels [N]."""
    count = len(labels)
    logits = embedding @ embedding.t() / temperature
    itself = torch.eye(count, dtype=torch.bool, device=embedding.device)
    positives = (labels[:, None] == labels[None]) & ~itself
    logits = logits.masked_fill(itself, -1e4)
    log_probability = logits - logits.logsumexp(dim=1, keepdim=True)
    per_row = (log_probability * positives).sum(1) / positives.sum(1).clamp(min=1)
    return -per_row[positives.any(1)].mean()


def face_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """BCE of p(face), faces and non-faces counting alike however many there are of each.

    Label -1 (a head seen from behind) is left out.
    """
    faces, others = logits[labels == 1], logits[labels == 0]
    return (F.softplus(-faces).mean() + F.softplus(others).mean()) / 2


def expression_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy with smoothing; label -1 is unknown or unseen."""
    known = labels >= 0
    if not bool(known.any()):
        return logits.sum() * 0.0
    return F.cross_entropy(logits[known], labels[known], label_smoothing=0.1)


def quality_target(cosines: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """How sure this crop is of its own identity, 0..1: own cosine against the nearest other.

    The idea is CR-FIQA's (CVPR 2023): usefulness is learned from what the crop achieves,
    not from sharpness or size. 0.5 means as near to someone else as to itself.
    """
    own = cosines.gather(1, labels[:, None])[:, 0]
    others = cosines.scatter(1, labels[:, None], -1.0).max(dim=1).values
    return torch.sigmoid((own - others) * 6.0)


def non_face_repulsion(cosines: torch.Tensor) -> torch.Tensor:
    """Things that are no character shall be near no identity: hinge on the nearest cosine."""
    return F.relu(cosines.max(dim=1).values - 0.15).mean()
