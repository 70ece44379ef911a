"""What stands round the creatures: ground, grass, trees, rocks, flowers, fruit, mushrooms, furniture. World units, y up, ground near y = 0."""
from __future__ import annotations

import numpy as np

from ..drawn.palette import jitter, mix, vivid
from ..drawn.parts import BODY, taper
from .creature import CLOTH, FUR, GLOSS, SKIN_STUFF, Piece, joined
from .mesh import ball_grid, blended_mesh

EARTH = 6  # material: rough, with two sizes of noise


def piece(verts, quads, colours, stuff) -> Piece:
    """A piece without a face."""
    colours = np.broadcast_to(np.clip(colours, 0, 1), (len(verts), 3))
    return Piece.plain(np.asarray(verts, float), np.asarray(quads, int), np.array(colours, float), stuff)


def bumps(x, z, seed: int):
    """Height of the ground: a few waves, flat near the camera's axis."""
    r = np.random.default_rng(seed)
    height = 0.0
    for _ in range(4):
        length = np.exp(r.uniform(np.log(3), np.log(60)))
        way = r.uniform(0, 6.28)
        height = height + 0.012 * length * np.sin((x * np.cos(way) + z * np.sin(way)) / length * 6.28 + r.uniform(0, 6))
    return height


def ground(rng, seed: int, colour) -> Piece:
    """Rolling ground out to the horizon."""
    depth = np.concatenate([[-12, -4], np.geomspace(1, 420, 60)])
    side = np.linspace(-1, 1, 61)
    z, x = np.meshgrid(-depth, side, indexing='ij')
    x = x * (12 + np.abs(z) * 1.3)
    y = bumps(x, z, seed)
    hills = rng.uniform(0, 22)
    y = y + hills * np.clip((np.abs(z) - 90) / 300, 0, 1) * (0.6 + 0.5 * np.sin(x / rng.uniform(30, 90) + rng.uniform(0, 6)))
    rows, columns = z.shape
    here = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1)
    quads = np.stack([here, here + 1, here + columns + 1, here + columns], 1)
    tone = np.asarray(colour) * (1 + 0.12 * rng.normal(size=(rows * columns, 1)))
    return piece(np.stack([x, y, z], -1).reshape(-1, 3), quads, tone, EARTH)


def grass(rng, seed: int, colour, spots) -> Piece:
    """Blades round each spot (x, z, height)."""
    each = 14
    spots = np.repeat(np.asarray(spots, float), each, 0)
    count = len(spots)
    root = np.stack([spots[:, 0], np.zeros(count), spots[:, 1]], 1)
    tall = spots[:, 2:] * rng.uniform(0.5, 1.2, (count, 1))
    root[:, [0, 2]] += rng.normal(0, 0.35, (count, 2)) * tall
    root[:, 1] = bumps(root[:, 0], root[:, 2], seed) - 0.05
    lean = rng.normal(0, 0.45, (count, 3)) * [1, 0, 1]
    tip = root + (lean + [0, 1, 0]) * tall
    middle = root + (lean * 0.3 + [0, 0.6, 0]) * tall
    turn = rng.uniform(0, 6.28, count)
    across = np.stack([np.cos(turn), np.zeros(count), np.sin(turn)], 1) * tall * rng.uniform(0.03, 0.08, (count, 1))
    verts = np.stack([root - across, root + across, middle + across * 0.7, tip], 1).reshape(-1, 3)
    tone = np.asarray(colour) * rng.uniform(0.6, 1.3, (count, 1)) + rng.normal(0, 0.03, (count, 3))
    return piece(verts, np.arange(count * 4).reshape(-1, 4), np.repeat(tone, 4, 0), FUR)


def rock(rng, place, size, colour) -> Piece:
    """A lump with edges."""
    directions, quads = ball_grid(16, 22)
    radius = np.ones(len(directions))
    for _ in range(9):
        way = rng.normal(size=3)
        way /= np.linalg.norm(way)
        radius = np.minimum(radius, rng.uniform(0.6, 0.95) / np.maximum((directions * way).sum(1), 1e-3))
    shape = np.array([rng.uniform(0.8, 1.4), rng.uniform(0.5, 1.0), rng.uniform(0.8, 1.3)]) * size
    return piece(directions * radius[:, None] * shape + place, quads, np.asarray(colour) * rng.uniform(0.85, 1.1), EARTH)


def leaf_cloud(rng, place, radii, colour, count: int, leaf: float) -> Piece:
    """A crown of a tree or a bush: leaves over a dark core."""
    way = rng.normal(size=(count, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    middle = place + way * radii * rng.uniform(0.75, 1.08, (count, 1))
    u = np.cross(way, rng.normal(size=(count, 3)))
    u /= np.maximum(np.linalg.norm(u, axis=1, keepdims=True), 1e-6)
    v = np.cross(way + 0.7 * rng.normal(size=(count, 3)), u)
    v /= np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-6)
    long = leaf * rng.uniform(0.6, 1.4, (count, 1))
    verts = np.stack([middle - u * long, middle - v * long * 0.45, middle + u * long, middle + v * long * 0.45], 1).reshape(-1, 3)
    tone = np.asarray(colour) * rng.uniform(0.6, 1.3, (count, 1)) * (0.8 + 0.3 * way[:, 1:2])
    leaves = piece(verts, np.arange(count * 4).reshape(-1, 4), np.repeat(tone, 4, 0), FUR)
    core = ball(place, np.asarray(radii) * 0.8, np.asarray(colour) * 0.45, FUR)
    return both(leaves, core)


def ball(place, radii, colour, stuff=SKIN_STUFF, size=(18, 26)) -> Piece:
    """An ellipsoid."""
    directions, quads = ball_grid(*size)
    return piece(directions * np.asarray(radii, float) + place, quads, np.asarray(colour, float), stuff)


def both(*pieces: Piece) -> Piece:
    """Pieces as one."""
    return joined(list(pieces))


def tube(start, end, r0, r1, colour, stuff=EARTH, steps=6, bend=None, step=None) -> Piece:
    """A trunk, stem or branch."""
    parts = taper(start, end, r0, r1, colour, BODY, 0, steps, bend=bend)
    mesh = blended_mesh(parts, list(range(len(parts))), step or max(min(r0, r1) * 0.6, 0.03), 0.2 * min(r0, r1))
    return piece(mesh.verts, mesh.quads, colour, stuff)


def tree(rng, place, size) -> Piece:
    """Trunk and crown, or only a thick trunk with roots."""
    bark = jitter(rng, [(0.36, 0.26, 0.18), (0.5, 0.45, 0.4), (0.28, 0.2, 0.15)][rng.integers(3)], 0.04)
    top = place + np.array([rng.normal(0, 0.12), 1, rng.normal(0, 0.12)]) * size
    wide = size * rng.uniform(0.05, 0.13)
    made = [tube(place - [0, 0.1 * size, 0], top, wide * 1.3, wide * 0.7, bark, bend=rng.normal(0, 0.06 * size, 3))]
    leaf = leaf_colour(rng)
    if rng.random() < 0.25:  # a conifer
        for k in range(5):
            r = size * 0.36 * (1 - k / 5.5)
            made.append(leaf_cloud(rng, place + [0, size * (0.35 + 0.2 * k), 0], [r, size * 0.12, r], leaf, 130, size * 0.06))
        return both(*made)
    for _ in range(int(rng.integers(2, 5))):
        at = top + rng.normal(0, 0.2, 3) * size
        made.append(leaf_cloud(rng, at, rng.uniform(0.22, 0.42, 3) * size, leaf, 220, size * 0.05))
    return both(*made)


def leaf_colour(rng) -> np.ndarray:
    """Green mostly, autumn sometimes."""
    if rng.random() < 0.8:
        return np.array([rng.uniform(0.15, 0.55), rng.uniform(0.38, 0.72), rng.uniform(0.06, 0.3)])
    return np.array([rng.uniform(0.6, 0.9), rng.uniform(0.3, 0.6), rng.uniform(0.05, 0.25)])


def flower(rng, place, tall) -> Piece:
    """Stem, middle and petals."""
    top = place + np.array([rng.normal(0, 0.15), 1, rng.normal(0, 0.15)]) * tall
    made = [tube(place, top, 0.05 * tall, 0.03 * tall, (0.3, 0.55, 0.2), FUR, 4)]
    colour, r = vivid(rng, (0.0, 0.9), (0.7, 1.0)), tall * rng.uniform(0.12, 0.22)
    made.append(ball(top, (r * 0.6, r * 0.45, r * 0.6), vivid(rng, (0.6, 0.9), (0.6, 0.95)), FUR, (8, 12)))
    for a in np.linspace(0, 6.28, int(rng.integers(5, 9)))[:-1]:
        made.append(ball(top + r * np.array([np.cos(a), 0.1, np.sin(a)]), (r * 0.6, r * 0.2, r * 0.6), colour, FUR, (8, 12)))
    return both(*made)


def fruit(rng, place, size) -> Piece:
    """An apple, nut, berry pair, ball or egg: round, and no face."""
    colour = [vivid(rng, (0.6, 0.95), (0.4, 0.95)), jitter(rng, (0.5, 0.32, 0.18)), jitter(rng, (0.93, 0.9, 0.84), 0.03)][rng.integers(3)]
    up = place + np.array([0, size * 0.9, 0])
    made = [ball(up, np.array([1, rng.uniform(0.85, 1.3), 1]) * size, colour, GLOSS if rng.random() < 0.5 else SKIN_STUFF)]
    if rng.random() < 0.6:
        made.append(tube(up + [0, size * 0.8, 0], up + [size * 0.1, size * 1.35, 0], size * 0.08, size * 0.06, (0.3, 0.22, 0.12), EARTH, 3))
    if rng.random() < 0.4:  # a pair, or spots that could pass for eyes
        made.append(ball(up + [size * 1.7, 0, rng.normal(0, size)], [size * 0.9] * 3, colour, GLOSS))
    if rng.random() < 0.3:
        for _ in range(int(rng.integers(1, 6))):
            way = rng.normal(size=3)
            made.append(ball(up + way / np.linalg.norm(way) * size * 0.85, [size * 0.22] * 3, vivid(rng), GLOSS, (8, 12)))
    return both(*made)


def mushroom(rng, place, size) -> Piece:
    """Stem and cap, maybe with dots."""
    cap, up = vivid(rng, (0.2, 0.9), (0.4, 0.95)), place + np.array([0, size, 0])
    made = [tube(place - [0, 0.1 * size, 0], up, size * 0.25, size * 0.2, (0.92, 0.88, 0.8), SKIN_STUFF, 4),
            ball(up, (size * 0.75, size * rng.uniform(0.3, 0.6), size * 0.75), cap)]
    for _ in range(int(rng.integers(0, 9))):
        a, e = rng.uniform(0, 6.28), rng.uniform(0.2, 1.2)
        spot = up + size * np.array([0.72 * np.cos(a) * np.cos(e), 0.42 * np.sin(e), 0.72 * np.sin(a) * np.cos(e)])
        made.append(ball(spot, [size * 0.09] * 3, (0.97, 0.95, 0.9), SKIN_STUFF, (8, 12)))
    return both(*made)


def box(place, sides, colour, stuff=CLOTH, turn=0.0) -> Piece:
    """A cuboid (centre, half sides) turned about the vertical."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float) * sides
    c, s = np.cos(turn), np.sin(turn)
    corners = corners @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T + place
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    verts = corners[quads].reshape(-1, 3)
    return piece(verts, np.arange(24).reshape(-1, 4), colour, stuff)


def thing(rng, place, size) -> Piece:
    """A small thing of any kind."""
    pick = rng.random()
    if pick < 0.3:
        return fruit(rng, place, size * 0.5)
    if pick < 0.5:
        return flower(rng, place, size * 2)
    if pick < 0.68:
        return mushroom(rng, place, size)
    if pick < 0.85:
        return rock(rng, place, size, mix(jitter(rng, (0.5, 0.48, 0.45)), vivid(rng), 0.15))
    return box(place + [0, size * 0.6, 0], size * rng.uniform(0.3, 1.0, 3), vivid(rng), CLOTH, rng.uniform(0, 3))
