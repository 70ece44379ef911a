"""Fills a stage: a meadow, a wood, rocks, a room, or a plain backdrop; things before the creatures sometimes."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..drawn.palette import jitter, mix, vivid
from .camera import HEIGHT, WIDTH, Camera
from .creature import CLOTH, Piece
from .props import EARTH, ball, box, bumps, flower, grass, ground, leaf_cloud, leaf_colour, rock, thing, tree, tube


@dataclass(frozen=True)
class WorldPlan:
    """What the furnisher must know: outside or in, the camera, the creatures' places, the middle of the action, a seed."""

    outside: bool
    camera: Camera
    creatures: list
    middle: np.ndarray
    seed: int


def furnish(plan: WorldPlan, rng) -> list[Piece]:
    """All pieces round the creatures."""
    pieces = _outdoors(plan, rng) if plan.outside else _indoors(plan, rng)
    if rng.random() < (0.3 if plan.creatures else 0.1):
        pieces += _before(plan, rng)
    return pieces


def _on_ground(plan, rng, near=2.5, far=60.0):
    """A random place in view: (x, z)."""
    depth = np.exp(rng.uniform(np.log(near), np.log(far)))
    return rng.uniform(-0.62, 0.62) * WIDTH / plan.camera.focal * depth, -depth


def _clear(plan, x, z, reach):
    """Whether a big thing at (x, z) stands neither in nor before a creature."""
    for centre in plan.creatures:
        depth_there = max(1.0, -centre[2])
        seen_apart = abs(x / max(1.0, -z) - centre[0] / depth_there) * depth_there
        if -z < -centre[2] + reach and seen_apart < 1.6 + reach * max(1.0, depth_there / max(1.0, -z)):
            return False
    return True


def _outdoors(plan: WorldPlan, rng):
    green = leaf_colour(rng) * 0.8
    look = str(rng.choice(['meadow', 'wood', 'rocks', 'earth'], p=[0.42, 0.26, 0.14, 0.18]))
    earth = {'meadow': green, 'wood': mix(green, np.array([0.4, 0.3, 0.2]), 0.5), 'rocks': jitter(rng, (0.55, 0.5, 0.45)),
             'earth': jitter(rng, [(0.6, 0.48, 0.33), (0.85, 0.75, 0.55), (0.9, 0.92, 0.96)][rng.integers(3)])}[look]
    pieces = [ground(rng, plan.seed, earth)]
    clumps = int({'meadow': 1100, 'wood': 450, 'rocks': 120, 'earth': 50}[look] * rng.uniform(0.3, 1.2))
    tall = np.exp(rng.uniform(np.log(0.3), np.log(1.0)))
    spots = [(*_on_ground(plan, rng), tall * rng.uniform(0.6, 1.4)) for _ in range(clumps)]
    if spots:
        pieces.append(grass(rng, plan.seed, green * 1.1, spots))
    trees = int({'meadow': 3, 'wood': 11, 'rocks': 2, 'earth': 3}[look] * rng.uniform(0.2, 1.3) + 0.5)
    for _ in range(trees):
        x, z = _on_ground(plan, rng, 7, 130)
        size = rng.uniform(6, 16)
        if _clear(plan, x, z, size * 0.12):
            pieces.append(tree(rng, np.array([x, bumps(x, z, plan.seed), z]), size))
    if look == 'wood':
        pieces += _trunks(plan, rng)
    for _ in range(int(rng.integers(0, 4))):
        x, z = _on_ground(plan, rng, 6, 70)
        if _clear(plan, x, z, 2.0):
            pieces.append(leaf_cloud(rng, np.array([x, 0.6, z]), rng.uniform(0.8, 2.4, 3), leaf_colour(rng), 320, 0.22))
    for _ in range(int({'rocks': 9}.get(look, 2) * rng.uniform(0, 1.4))):
        x, z = _on_ground(plan, rng, 4, 60)
        size = np.exp(rng.uniform(-1.2, 1.3))
        if _clear(plan, x, z, size):
            pieces.append(rock(rng, np.array([x, 0, z]), size, jitter(rng, (0.52, 0.5, 0.47), 0.06)))
    return pieces + _litter(plan, rng)


def _trunks(plan, rng):
    """Bare trunks whose crowns are above the picture, and logs."""
    pieces, bark = [], jitter(rng, [(0.4, 0.3, 0.22), (0.5, 0.5, 0.45), (0.3, 0.22, 0.2)][rng.integers(3)], 0.05)
    for _ in range(int(rng.integers(3, 12))):
        x, z = _on_ground(plan, rng, 8, 90)
        wide, lean = rng.uniform(0.4, 1.6), rng.normal(0, 2, 3)
        if _clear(plan, x, z, wide):
            foot = np.array([x, -0.3, z])
            pieces.append(tube(foot, foot + [lean[0], 26, lean[2]], wide * 1.2, wide * 0.8, bark * rng.uniform(0.8, 1.2), EARTH, 9, step=wide * 0.5))
    for _ in range(int(rng.integers(0, 3))):
        x, z = _on_ground(plan, rng, 5, 40)
        reach, wide = rng.normal(0, 2.5, 3) * [1, 0.1, 0.6], rng.uniform(0.15, 0.6)
        if _clear(plan, x, z, 2.0):
            at = np.array([x, wide, z])
            pieces.append(tube(at - reach, at + reach, wide, wide * 0.8, bark, EARTH, 7))
    return pieces


def _litter(plan, rng):
    """Small things on the ground, many where no creature is."""
    pieces = []
    for _ in range(int(rng.integers(0, 9 if plan.creatures else 22))):
        x, z = _on_ground(plan, rng, 3, 28)
        pieces.append(thing(rng, np.array([x, bumps(x, z, plan.seed), z]), np.exp(rng.uniform(-1.6, 0.3))))
    if rng.random() < 0.3:
        for _ in range(int(rng.integers(4, 14))):
            x, z = _on_ground(plan, rng, 3, 20)
            pieces.append(flower(rng, np.array([x, bumps(x, z, plan.seed), z]), rng.uniform(0.5, 1.4)))
    return pieces


def _indoors(plan: WorldPlan, rng):
    """A room behind the action, or a backdrop of one colour."""
    depth = max(8.0, *(-c[2] for c in plan.creatures), -plan.middle[2]) * 1.1 + rng.uniform(2, 8)
    wide = max(9.0, depth * WIDTH / plan.camera.focal * 0.75)
    wall, floor = vivid(rng, (0.0, 0.6), (0.3, 0.98)), vivid(rng, (0.0, 0.6), (0.2, 0.9))
    tall = max(10.0, plan.camera.height * 2.2)
    pieces = [box(np.array([0, -0.5, -depth / 2]), (wide * 3, 0.5, depth), floor, CLOTH),
              box(np.array([0, tall / 2, -depth - 0.5]), (wide * 3, tall * 2, 0.5), wall, CLOTH)]
    if rng.random() < 0.25:
        return pieces
    for side in (-1, 1):
        if rng.random() < 0.5:
            pieces.append(box(np.array([side * (wide + 0.5), tall / 2, -depth]), (0.5, tall, depth * 0.7), wall * rng.uniform(0.7, 1.1), CLOTH))
    for _ in range(int(rng.integers(1, 8))):  # pictures, shelves, cupboards
        x, y = rng.uniform(-0.8, 0.8) * wide, rng.uniform(0.1, 0.75) * tall
        pieces.append(box(np.array([x, y, -depth + 0.1]), (rng.uniform(0.4, 2.2), rng.uniform(0.2, 2), rng.uniform(0.1, 0.6)), vivid(rng), CLOTH))
    for _ in range(int(rng.integers(0, 6))):
        x, z = rng.uniform(-0.7, 0.7) * wide, -depth * rng.uniform(0.4, 0.95)
        if _clear(plan, x, z, 1.5):
            pieces.append(box(np.array([x, 0.8, z]), rng.uniform(0.4, 1.6, 3), vivid(rng, (0.1, 0.8), (0.2, 0.9)), CLOTH, rng.uniform(0, 3)))
    if rng.random() < 0.4:
        pieces.append(ball(np.array([rng.uniform(-1, 1) * wide, rng.uniform(1, tall), -depth + 1]), [rng.uniform(0.4, 1.6)] * 3, vivid(rng)))
    for _ in range(int(rng.integers(0, 6 if plan.creatures else 16))):
        x, z = _on_ground(plan, rng, 3, depth)
        pieces.append(thing(rng, np.array([x, 0, z]), np.exp(rng.uniform(-1.4, 0.4))))
    return pieces


def _before(plan: WorldPlan, rng):
    """A post, branch, leaves, grass or a thing between the camera and the action."""
    depth = np.linalg.norm(plan.middle - plan.camera.place) * rng.uniform(0.35, 0.8)
    at = plan.camera.point_at(rng.uniform(0, WIDTH), rng.uniform(0.2, 1.0) * HEIGHT, depth)
    size = depth / plan.camera.focal * rng.uniform(25, 110)
    what = rng.random()
    if what < 0.2:
        return [tube(at - [0, 8 * size, 0], at + [0, 8 * size, 0], size * 0.5, size * 0.5, jitter(rng, (0.42, 0.3, 0.2)), EARTH, 8)]
    if what < 0.4:
        reach = rng.normal(size=3) * [6, 3, 0.5] * size
        twig = tube(at - reach, at + reach, size * 0.22, size * 0.12, jitter(rng, (0.4, 0.3, 0.2)), EARTH, 12)
        return [twig, leaf_cloud(rng, at + reach * 0.3, np.full(3, size * 0.9), leaf_colour(rng), 60, size * 0.35)]
    if what < 0.65:
        return [leaf_cloud(rng, at, rng.uniform(0.5, 1.3, 3) * size, leaf_colour(rng), 160, size * 0.25)]
    if what < 0.85:
        blades = [(at[0] + rng.normal(0, size * 1.5), at[2] + rng.normal(0, 0.2), max(0.4, at[1] + size)) for _ in range(5)]
        return [grass(rng, plan.seed, leaf_colour(rng), blades)]
    return [thing(rng, at - [0, size * 0.7, 0], size)]
