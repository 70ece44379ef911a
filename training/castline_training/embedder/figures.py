"""Figures of merit, from embeddings and labels alone: no pictures, no network.

Embeddings are [N, D] L2-normalised float32; labels are arrays of N strings or integers.
"""
from __future__ import annotations

import numpy as np


def rank1_against_others(embeddings: np.ndarray, labels: np.ndarray) -> tuple[float, int]:
    """Film Rank-1: every ordered pair of one identity against all crops of the others.

    A hit is a pair nearer than the probe's nearest crop of anyone else; ties miss.
    Returns the micro mean and the number of trials.
    """
    similarity = embeddings @ embeddings.T
    same = labels[:, None] == labels[None]
    nearest_other = np.where(same, -2.0, similarity).max(axis=1)
    pairs = same & ~np.eye(len(labels), dtype=bool)
    hits = (similarity > nearest_other[:, None]) & pairs
    return float(hits.sum() / max(1, pairs.sum())), int(pairs.sum())


def rank1_with_distractors(embeddings: np.ndarray, labels: np.ndarray, distractors: np.ndarray) -> float:
    """Every ordered pair of one identity against a fixed set of strangers, micro mean."""
    nearest = (embeddings @ distractors.T).max(axis=1)
    pairs = (labels[:, None] == labels[None]) & ~np.eye(len(labels), dtype=bool)
    hits = (embeddings @ embeddings.T > nearest[:, None]) & pairs
    return float(hits.sum() / max(1, pairs.sum()))


def nearest_has_right_name(embeddings: np.ndarray, labels: np.ndarray) -> float:
    """Share of crops whose nearest other crop is of the same identity."""
    similarity = embeddings @ embeddings.T
    np.fill_diagonal(similarity, -2.0)
    return float((labels[similarity.argmax(axis=1)] == labels).mean())


def lookalike_accuracy(embeddings: np.ndarray, labels: np.ndarray, families: np.ndarray) -> float:
    """Triplets probe, same identity, sibling: share in which the same identity is nearer."""
    right = total = 0
    for family in sorted(set(families) - {""}):
        members = np.nonzero(families == family)[0]
        similarity = embeddings[members] @ embeddings[members].T
        names = labels[members]
        for row, name in enumerate(names):
            own = np.delete(similarity[row], row)[np.delete(names, row) == name]
            others = similarity[row][names != name]
            right += int((own[:, None] > others[None]).sum())
            total += own.size * others.size
    return right / max(1, total)


def pair_similarities(
    embeddings: np.ndarray, labels: np.ndarray, families: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Cosines of genuine pairs and of impostor pairs; siblings count as neither."""
    upper = np.triu(np.ones((len(labels), len(labels)), bool), 1)
    similarity = embeddings @ embeddings.T
    same = labels[:, None] == labels[None]
    kin = (families[:, None] == families[None]) & (families[:, None] != "")
    return similarity[same & upper], similarity[~same & ~kin & upper]


def threshold_at(impostors: np.ndarray, false_positive_rate: float) -> float:
    """The cosine that only this share of impostor pairs reaches."""
    return float(np.quantile(impostors, 1 - false_positive_rate))


def least_margin(embeddings: np.ndarray, labels: np.ndarray, bar: float, right_share: float, size: int = 4) -> dict:
    """The least lead over the next name at which that share of the names given is right.

    As in the product, means of a few crops are compared: the first `size` crops of each identity
    are its reference, every further `size` a track. Siblings are among the names.
    """
    names = np.unique(labels)
    groups = [np.nonzero(labels == name)[0] for name in names]
    references = _means(embeddings, [group[:size] for group in groups])
    tracks = [(row, group[start : start + size]) for row, group in enumerate(groups)
              for start in range(size, len(group) - size + 1, size)]
    similarity = _means(embeddings, [crops for _, crops in tracks]) @ references.T
    order = np.sort(similarity, axis=1)
    best, lead = order[:, -1], order[:, -1] - order[:, -2]
    right = similarity.argmax(axis=1) == np.array([row for row, _ in tracks])
    for margin in np.arange(0.0, 0.4, 0.005):
        named = (best >= bar) & (lead >= margin)
        if named.any() and right[named].mean() >= right_share:
            break
    return {"margin": float(margin), "named": float(named.mean()), "right": float(right[named].mean()), "rank1": float(right.mean())}


def _means(embeddings: np.ndarray, groups: list[np.ndarray]) -> np.ndarray:
    means = np.stack([embeddings[group].mean(axis=0) for group in groups])
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def detection_and_identification_rate(
    probes: np.ndarray, labels: np.ndarray, strangers: np.ndarray, gallery: np.ndarray,
    gallery_labels: np.ndarray, false_rate: float = 0.01,
) -> float:
    """DIR at FPIR: known probes named rightly above the score few strangers reach."""
    bar = threshold_at((strangers @ gallery.T).max(axis=1), false_rate)
    similarity = probes @ gallery.T
    right = gallery_labels[similarity.argmax(axis=1)] == labels
    return float((right & (similarity.max(axis=1) >= bar)).mean())


def macro_f1(predicted: np.ndarray, truth: np.ndarray) -> float:
    """Mean F1 over the classes that occur in the truth."""
    scores = []
    for name in np.unique(truth):
        hit = int(((predicted == name) & (truth == name)).sum())
        wrong = int((predicted == name).sum() + (truth == name).sum())
        scores.append(2 * hit / wrong if wrong else 0.0)
    return float(np.mean(scores)) if scores else 0.0


def confidence_over_identities(
    embeddings: np.ndarray, labels: np.ndarray, rounds: int = 500, seed: int = 5
) -> tuple[float, float]:
    """95 % interval of film Rank-1 from a bootstrap over identities."""
    similarity = embeddings @ embeddings.T
    same = labels[:, None] == labels[None]
    nearest_other = np.where(same, -2.0, similarity).max(axis=1)
    pairs = same & ~np.eye(len(labels), dtype=bool)
    hits = ((similarity > nearest_other[:, None]) & pairs).sum(1)
    names = np.unique(labels)
    counts = np.array([[hits[labels == name].sum(), pairs[labels == name].sum()] for name in names])
    drawn = np.random.default_rng(seed).integers(0, len(names), (rounds, len(names)))
    sums = counts[drawn].sum(axis=1)
    rates = sums[:, 0] / np.maximum(1, sums[:, 1])
    return float(np.quantile(rates, 0.025)), float(np.quantile(rates, 0.975))
