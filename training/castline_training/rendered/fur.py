"""Fur as many thin blades rooted in a skin: cheap to build and to render."""
from __future__ import annotations

import numpy as np


def fur_over(verts, normals, colours, length, count: int, rng):
    """(verts, quads, colours) of `count` blades; `length` [N] in head units, 0 = bald. Roots are drawn among the vertices."""
    odds = np.where(length > 0.01, 1.0, 0.0)
    if odds.sum() < 1:
        return np.zeros((0, 3)), np.zeros((0, 4), int), np.zeros((0, 3))
    roots = rng.choice(len(verts), count, p=odds / odds.sum())
    n, base = normals[roots], verts[roots]
    comb = np.array([0, -1.0, -0.35]) + rng.normal(0, 0.45, (count, 3))
    comb -= (comb * n).sum(1, keepdims=True) * n
    grow = 0.65 * n + 0.75 * comb / np.maximum(np.linalg.norm(comb, axis=1, keepdims=True), 1e-6)
    long = (length[roots] * rng.uniform(0.6, 1.3, count))[:, None]
    across = np.cross(grow, n)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6)
    wide = 0.006 + 0.055 * long
    base = base + rng.normal(0, 0.03, base.shape)
    tip = base + grow * long
    middle = base + (0.55 * grow + 0.18 * n) * long
    blades = np.stack([base - across * wide, base + across * wide, middle + across * wide * 0.8, tip], 1)
    blades[:, :2] -= 0.04 * n[:, None]
    shade = rng.uniform(0.85, 1.12, (count, 1))
    tone = np.clip(colours[roots] * shade, 0, 1)
    return blades.reshape(-1, 3), np.arange(count * 4).reshape(-1, 4), np.repeat(tone, 4, 0)
