"""Who a drawn character is: every lasting attribute, drawn from integer seeds."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

import numpy as np

from . import palette
from .outfit import dress, fit_hair
from .species import FACES

KINDS = ('human', 'anime', 'chibi', 'rabbit', 'squirrel', 'mouse', 'bear', 'cat', 'dog', 'chinchilla', 'fox', 'pig',
         'monkey', 'frog', 'bird', 'duck', 'owl', 'robot', 'masked', 'blob', 'creature', 'mascot', 'ghost', 'pumpkin')
_WEIGHTS = np.array([15, 11, 9, 4.5, 4, 3.5, 5, 4.5, 4.5, 3, 3.5, 2.5, 3, 2, 3.5, 2.5, 2, 4, 3, 3, 3, 4, 2, 1.5])
NATURAL_FROM = 500_000  # from this seed on, animals also come with beady eyes, long heads and heavy muzzles
HUMANS = ('human', 'anime', 'chibi', 'masked')
NEAR_TWINS = range(300_000, 400_000)  # families told apart by a shade of hair or the set of the eyes only, people mostly


@dataclass(frozen=True)
class Identity:
    """One character in one form. `genes` holds colours (RGB 0..1) and proportions (head units)."""

    seed: int
    family: Optional[int]
    form: int
    kind: str
    genes: dict = field(hash=False, compare=False)

    @staticmethod
    def from_seed(seed: int, family: Optional[int] = None, form: int = 0) -> 'Identity':
        """Same seed, other form = same character otherwise dressed; same family = siblings."""
        base = np.random.default_rng([77, seed if family is None else family, 0 if family is None else 1])
        kind = str(base.choice(KINDS, p=_WEIGHTS / _WEIGHTS.sum()))
        if family in NEAR_TWINS and base.random() < 0.6:
            kind = str(base.choice(('human', 'anime', 'chibi')))
        genes = _draw_genes(base, kind)
        own = np.random.default_rng([78, seed, 3])
        if family in NEAR_TWINS:
            _differ_a_little(own, kind, genes)
        elif family is not None:
            _differ_from_siblings(own, kind, genes)
        if seed >= NATURAL_FROM and kind not in HUMANS:
            _make_natural(np.random.default_rng([80, seed]), genes)
        if form:
            _change_form(np.random.default_rng([79, seed, form]), kind, genes)
        return Identity(seed, family, form, kind, genes)


def _draw_genes(rng, kind: str) -> dict:
    """All attributes of a fresh character."""
    skin = palette.skin_of(rng, kind)
    hair = palette.hair_of(rng, kind)
    genes = {'skin': skin, 'hair_color': hair, 'ink': palette.ink_of(rng, skin)}
    light = palette.mix(skin, np.ones(3), rng.uniform(0.3, 0.85))
    genes['muzzle_color'] = light if rng.random() < 0.6 else palette.jitter(rng, skin, 0.04)
    genes['nose_color'] = _nose_color(rng, skin, kind)
    genes['iris_color'] = palette.vivid(rng, (0.3, 0.9), (0.2, 0.8))
    genes['sclera'] = np.array([1.0, 1, rng.uniform(0.9, 1)]) if rng.random() < 0.9 else np.array([1, 0.95, 0.6])
    genes['brow_color'] = palette.mix(hair if kind in HUMANS else skin, np.zeros(3), rng.uniform(0.2, 0.7))
    genes.update(FACES[kind](rng))
    genes.update(_common_face(rng, kind))
    genes.update(fit_hair(rng, kind))
    genes.update(dress(rng, kind))
    return genes


def _make_natural(rng, genes: dict) -> None:
    """Two in three get the build of animals in rendered films instead of a big-eyed one."""
    if rng.random() < 0.33 or genes['boxy']:
        return
    c = genes['cranium'] = np.array([rng.uniform(0.78, 1.0), rng.uniform(0.9, 1.15), rng.uniform(0.9, 1.1)])
    genes['jaw'] = np.array([rng.uniform(0.55, 0.95), rng.uniform(0.5, 0.75), rng.uniform(-0.6, -0.4)])
    genes['cheeks'] = rng.uniform(0, 0.35)
    genes['brow_ridge'] = max(0.0, rng.normal(0.05, 0.12))
    if genes['eye_y'] < 0.5 and not genes['eye_stalk']:
        genes.update(eye_kind=str(rng.choice(['ball', 'flush'], p=[0.7, 0.3])), eye_r=rng.uniform(0.11, 0.24),
                     eye_gap=c[0] * rng.uniform(0.34, 0.58), eye_y=rng.uniform(0.0, 0.32), eye_out=rng.uniform(0.05, 0.3))
    if genes['muzzle'] is not None:
        w = rng.uniform(0.38, 0.72)
        genes['muzzle'] = np.array([w, w * rng.uniform(0.6, 0.9), rng.uniform(0.25, 0.9), rng.uniform(-0.5, -0.25)])
        genes['mouth_w'] = w * rng.uniform(0.6, 0.95)
    if rng.random() < 0.6:
        genes['marking'] = 'none'
    if rng.random() < 0.7:
        genes['hat'] = 'none'


def _nose_color(rng, skin, kind):
    """Human noses are skin; animals' dark, pink or red."""
    if kind in HUMANS:
        return palette.mix(skin, (0.85, 0.3, 0.25), rng.uniform(0.05, 0.3))
    options = [(0.12, 0.1, 0.12), (0.9, 0.5, 0.55), (0.3, 0.2, 0.2), (0.85, 0.25, 0.25)]
    return palette.jitter(rng, options[rng.choice(4, p=[0.45, 0.35, 0.15, 0.05])], 0.04)


def _common_face(rng, kind: str) -> dict:
    """Marks and habits that any kind may have."""
    marking = str(rng.choice(['none', 'mask', 'eyepatch', 'stripes', 'blaze', 'spots'], p=[.5, .1, .1, .1, .1, .1]))
    return {
        'brow_thick': rng.uniform(0.03, 0.13), 'brow_len': rng.uniform(0.18, 0.36), 'brow_lift': rng.uniform(0.02, 0.16),
        'brows': rng.random() < (0.93 if kind in HUMANS else 0.4),
        'blush': rng.random() < 0.3, 'blush_color': np.array([1.0, 0.5, 0.5]), 'freckles': rng.random() < 0.12,
        'marking': 'none' if kind in HUMANS else marking,
        'marking_color': palette.mix(np.zeros(3), palette.vivid(rng), rng.uniform(0.1, 0.8)),
        'lashes': rng.random() < 0.3, 'teeth': rng.random() < 0.5,
        'mouth_color': palette.jitter(rng, (0.45, 0.1, 0.12), 0.05), 'tongue_color': palette.jitter(rng, (0.9, 0.4, 0.42), 0.04),
        'calm': rng.uniform(-0.25, 0.5), 'habit_pitch': rng.normal(0, 3),
    }


def _differ_from_siblings(rng, kind: str, genes: dict) -> None:
    """Changes one or two attributes so that look-alikes are told apart by little."""
    ways = ['eyes', 'hair', 'clothes', 'proportions', 'ears', 'marks', 'wear']
    for way in rng.choice(ways, size=rng.integers(1, 3), replace=False):
        if way == 'eyes':
            fresh = FACES[kind](rng)
            genes.update({k: fresh[k] for k in fresh if k.startswith('eye_')})
            genes['iris_color'] = palette.vivid(rng, (0.3, 0.9), (0.2, 0.8))
        elif way == 'hair':
            genes.update(fit_hair(rng, kind))
        elif way == 'clothes':
            genes.update({k: v for k, v in dress(rng, kind).items() if k not in ('hat', 'glasses')})
        elif way == 'proportions':
            fresh = FACES[kind](rng)
            genes.update({k: fresh[k] for k in ('cranium', 'jaw', 'mouth_y', 'mouth_w', 'nose_size')})
        elif way == 'ears':
            fresh = FACES[kind](rng)
            genes.update({k: fresh[k] for k in fresh if k.startswith('ear_')})
        elif way == 'marks':
            genes.update({k: v for k, v in _common_face(rng, kind).items() if k in ('marking', 'freckles', 'brow_thick')})
            genes['muzzle_color'] = palette.jitter(rng, genes['muzzle_color'], 0.12)
        else:
            genes.update({k: v for k, v in dress(rng, kind).items() if k in ('hat', 'hat_color', 'glasses')})


def _differ_a_little(rng, kind: str, genes: dict) -> None:
    """Near-twins: same build, hair and clothes; two or three small differences that a viewer would go by."""
    ways = ['eyes', 'brows', 'jaw', 'nose', 'mouth', 'hair', 'skin', 'clothes', 'fringe']
    for way in rng.choice(ways, size=rng.integers(2, 4), replace=False):
        if way == 'eyes':
            genes.update(eye_r=genes['eye_r'] * rng.uniform(0.8, 1.25), eye_gap=genes['eye_gap'] * rng.uniform(0.88, 1.12),
                         iris_color=palette.jitter(rng, genes['iris_color'], 0.2))
        elif way == 'brows':
            genes.update(brow_thick=rng.uniform(0.03, 0.13), brow_len=rng.uniform(0.18, 0.36), brow_lift=rng.uniform(0.02, 0.16))
        elif way == 'jaw':
            genes['jaw'] = genes['jaw'] * np.array([rng.uniform(0.82, 1.2), rng.uniform(0.85, 1.15), 1.0])
            genes['cheeks'] = genes['cheeks'] * rng.uniform(0.6, 1.5)
        elif way == 'nose':
            genes['nose_size'] = genes['nose_size'] * rng.uniform(0.65, 1.5)
        elif way == 'mouth':
            genes.update(mouth_w=genes['mouth_w'] * rng.uniform(0.75, 1.3), lashes=rng.random() < 0.4, freckles=rng.random() < 0.3)
        elif way == 'hair':
            genes['hair_color'] = palette.jitter(rng, genes['hair_color'], 0.09)
            genes['brow_color'] = palette.mix(genes['hair_color'], np.zeros(3), 0.4)
        elif way == 'skin':
            genes['skin'] = palette.jitter(rng, genes['skin'], 0.05)
        elif way == 'fringe':
            genes['fringe_seed'] = int(rng.integers(1 << 30))
        else:
            fresh = dress(rng, kind)
            genes.update({k: fresh[k] for k in fresh if k.endswith('color') and k in genes and k not in ('hat_color', 'hair_color')})


def _change_form(rng, kind: str, genes: dict) -> None:
    """Another outfit, hair or age of the same character; face, eyes and skin stay."""
    genes.update(dress(rng, kind))
    if kind in HUMANS and rng.random() < 0.6:
        fresh = fit_hair(rng, kind)
        genes.update({k: v for k, v in fresh.items()})
    if rng.random() < 0.15:
        genes['hair_color'] = palette.hair_of(rng, kind)
    if rng.random() < 0.25:
        age = rng.uniform(0.85, 1.2)
        genes['eye_r'] *= 1 / age
        genes['body_size'] = genes['body_size'] * age
