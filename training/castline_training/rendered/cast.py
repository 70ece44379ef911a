"""Who plays: a fixed troupe of recurring characters, animals mostly, so that each occurs in many pictures.

The second part of a troupe has the build of animals in rendered films: short-haired or shaggy, stout, small-eyed, in quiet colours.
The third part goes further: pear-shaped heads, jowls, rodents' snouts, no neck.
"""
from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..drawn.identity import HUMANS, Identity
from ..drawn.palette import FURS, jitter, mix, rgb

PART = 400  # characters in each part of a troupe; training and validation have a troupe each
STARS = 120  # of a part: they play in most scenes, so that they have ten pictures and more after some thousand frames
SECOND_PART_FROM = 10_000  # scene seeds from here on are played by the second part
THIRD_PART_FROM = 50_000
SMALL_CAST_FROM, SMALL_CAST = 90_000, 40  # and from here on by few of it only: many pictures of each, to compare by
FIRST_SEED = {'train': 700_000, 'val': 1_400_000}
ODDS = {'rabbit': 9, 'squirrel': 7, 'mouse': 6, 'bear': 8, 'cat': 6, 'dog': 8, 'chinchilla': 6, 'fox': 5, 'pig': 5, 'monkey': 4,
        'frog': 6, 'bird': 6, 'duck': 5, 'owl': 4, 'robot': 4, 'masked': 4, 'human': 10, 'chibi': 3, 'creature': 7, 'mascot': 3,
        'blob': 4}


@lru_cache(maxsize=None)
def member(troupe: str, number: int) -> Identity:
    """Character `number` of a troupe: the first design of its own seeds that is of the kind drawn for it."""
    kinds, weights = list(ODDS), np.array(list(ODDS.values()), float)
    kind = str(np.random.default_rng([91, FIRST_SEED[troupe], number]).choice(kinds, p=weights / weights.sum()))
    first = FIRST_SEED[troupe] + number * 1000
    ident = next((ident for seed in range(first, first + 1000) if (ident := Identity.from_seed(seed)).kind == kind),
                 Identity.from_seed(first))
    if number >= PART and ident.kind not in HUMANS and ident.kind != 'robot':
        make_filmic(ident.genes, np.random.default_rng([92, ident.seed]))
    if number >= 2 * PART and ident.genes['muzzle'] is not None:
        rebuild(ident.genes, np.random.default_rng([93, ident.seed]))
    return ident


def draw_member(troupe: str, scene_seed: int, rng) -> tuple[int, Identity]:
    """(number, character) for a scene; the stars come oftener."""
    stars = STARS if scene_seed < SMALL_CAST_FROM else SMALL_CAST
    number = int(rng.integers(stars if rng.random() < 0.6 or scene_seed >= SMALL_CAST_FROM else PART))
    number += PART * ((scene_seed >= SECOND_PART_FROM) + (scene_seed >= THIRD_PART_FROM))
    return number, member(troupe, number)


def make_filmic(genes: dict, rng) -> None:
    """Changes the genes of an animal, each trait by chance."""
    genes['fur_length'] = 0.0 if rng.random() < 0.5 else rng.uniform(0.4, 1.3)
    if rng.random() < 0.4:
        genes['body_fat'], genes['body_size'] = genes['body_fat'] * rng.uniform(1.2, 1.9), genes['body_size'] * rng.uniform(1.0, 1.5)
        genes['limb'] *= rng.uniform(1.1, 1.6)
    if rng.random() < 0.35:
        genes['cheeks'] = rng.uniform(0.4, 0.95)
    if rng.random() < 0.55 and not genes['eye_stalk'] and genes['eye_y'] < 0.5:
        genes.update(eye_kind=str(rng.choice(['ball', 'dot'], p=[0.7, 0.3])), eye_r=rng.uniform(0.08, 0.17),
                     eye_gap=genes['cranium'][0] * rng.uniform(0.32, 0.62), eye_y=rng.uniform(0.0, 0.35), eye_out=rng.uniform(0.05, 0.35))
        genes['brow_ridge'] = rng.uniform(0.0, 0.25)
    if rng.random() < 0.65:
        genes['skin'] = jitter(rng, rgb(FURS[rng.integers(len(FURS))]), 0.05)
        quiet = mix(genes['skin'], np.ones(3), rng.uniform(0.1, 0.6))
        genes['muzzle_color'] = quiet if rng.random() < 0.6 else jitter(rng, genes['skin'], 0.03)
        genes['marking'] = 'none' if rng.random() < 0.75 else genes['marking']
    if rng.random() < 0.5:
        genes.update(hat='none', glasses='none', naked=True, brows=rng.random() < 0.3, blush=False)


def rebuild(genes: dict, rng) -> None:
    """Another skull for an animal with a muzzle: pear (narrow skull over jowls), rodent, ball or long."""
    build = str(rng.choice(['pear', 'rodent', 'ball', 'long', 'kept'], p=[0.34, 0.2, 0.16, 0.15, 0.15]))
    if build == 'kept':
        return
    _SKULLS[build](genes, rng)
    genes['mouth_w'] = genes['muzzle'][0] * rng.uniform(0.5, 0.95)
    genes['nose_size'] = genes['muzzle'][0] * rng.uniform(0.18, 0.42)
    genes.update(eye_kind=str(rng.choice(['ball', 'flush', 'dot'], p=[0.7, 0.15, 0.15])), eye_stalk=0.0, eye_out=rng.uniform(0.05, 0.35))
    genes['body_fat'] = genes['body_fat'] * rng.uniform(1.1, 1.9)
    genes['sunk'] = rng.uniform(0.0, 0.4)
    if rng.random() < 0.6:
        genes.update(hat='none', glasses='none', naked=True, brows=rng.random() < 0.4)


def _size(rng, *spans):
    return np.array([rng.uniform(*span) for span in spans])


def _pear(genes, rng):
    genes['cranium'] = _size(rng, (0.66, 0.88), (0.85, 1.08), (0.8, 0.98))
    genes['jaw'] = _size(rng, (0.85, 1.25), (0.5, 0.75), (-0.75, -0.5))
    genes['cheeks'] = rng.uniform(0.3, 1.1)
    genes['muzzle'] = _size(rng, (0.42, 0.85), (0.32, 0.56), (0.2, 0.6), (-0.72, -0.42))
    _small_eyes(genes, rng, (0.09, 0.2), (0.36, 0.6), (0.1, 0.42))


def _rodent(genes, rng):
    genes['cranium'] = _size(rng, (0.72, 0.92), (0.72, 0.92), (0.85, 1.05))
    genes['jaw'] = _size(rng, (0.5, 0.75), (0.4, 0.55), (-0.5, -0.35))
    genes['cheeks'] = rng.uniform(0.0, 0.6)
    genes['muzzle'] = _size(rng, (0.26, 0.44), (0.22, 0.36), (0.55, 1.25), (-0.4, -0.16))
    genes['buck'] = rng.random() < 0.7
    _small_eyes(genes, rng, (0.1, 0.24), (0.5, 0.8), (0.02, 0.34))


def _ball(genes, rng):
    genes['cranium'] = _size(rng, (0.95, 1.2), (0.85, 1.05), (0.9, 1.05))
    genes['jaw'] = _size(rng, (0.8, 1.1), (0.5, 0.7), (-0.45, -0.3))
    genes['cheeks'] = rng.uniform(0.4, 1.0)
    genes['muzzle'] = _size(rng, (0.24, 0.46), (0.2, 0.32), (0.1, 0.35), (-0.5, -0.25))
    genes['buck'] = rng.random() < 0.4
    _small_eyes(genes, rng, (0.12, 0.3), (0.36, 0.68), (-0.05, 0.25))


def _long(genes, rng):
    genes['cranium'] = _size(rng, (0.7, 0.9), (0.8, 1.0), (0.9, 1.1))
    genes['jaw'] = _size(rng, (0.5, 0.7), (0.45, 0.6), (-0.55, -0.4))
    genes['cheeks'] = rng.uniform(0.0, 0.3)
    genes['muzzle'] = _size(rng, (0.32, 0.6), (0.28, 0.46), (0.8, 1.4), (-0.5, -0.3))
    _small_eyes(genes, rng, (0.09, 0.2), (0.4, 0.72), (0.1, 0.4))


def _small_eyes(genes, rng, radius, gap, height):
    c = genes['cranium']
    genes.update(eye_r=rng.uniform(*radius), eye_gap=c[0] * rng.uniform(*gap), eye_y=c[1] * rng.uniform(*height))
    genes['brow_ridge'] = rng.uniform(0.0, 0.3) if rng.random() < 0.5 else 0.0


_SKULLS = {'pear': _pear, 'rodent': _rodent, 'ball': _ball, 'long': _long}
