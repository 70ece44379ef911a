"""What may change about a character: hair style, headwear, glasses, clothes."""
from __future__ import annotations

import numpy as np

from . import palette

HUMANS = ('human', 'anime', 'chibi', 'masked')


def fit_hair(rng, kind: str) -> dict:
    """Hair style genes; animals mostly go without."""
    if kind not in HUMANS:
        return {'hair': 'none', 'fringe': 'none', 'back': 'none', 'extra': 'none', 'hair_vol': 1.0, 'fringe_y': 0.5,
                'fringe_seed': 0, 'beard': False}
    bald = rng.random() < (0.08 if kind == 'human' else 0.02)
    styles = ['cap', 'spiky', 'curly', 'afro', 'mohawk', 'none']
    odds = [0.55, 0.2, 0.1, 0.08, 0.05, 0.02] if not bald else [0, 0, 0, 0, 0, 1]
    return {'hair': str(rng.choice(styles, p=odds)),
            'fringe': str(rng.choice(['straight', 'zigzag', 'part', 'swept', 'none', 'm'], p=[.18, .26, .18, .18, .12, .08])),
            'back': str(rng.choice(['none', 'bob', 'long', 'ponytail', 'pigtails', 'bun', 'buns', 'braids'],
                                   p=[.34, .18, .18, .09, .08, .05, .04, .04])),
            'extra': str(rng.choice(['none', 'ahoge', 'quiff', 'sidelocks', 'bow', 'flower'], p=[.42, .12, .12, .2, .08, .06])),
            'hair_vol': rng.uniform(1.03, 1.28), 'fringe_y': rng.uniform(0.12, 0.6), 'fringe_seed': int(rng.integers(1 << 30)),
            'beard': kind == 'human' and rng.random() < 0.12}


def dress(rng, kind: str) -> dict:
    """Headwear, glasses and body clothes."""
    human = kind in HUMANS
    hats = ['none', 'cap', 'witch', 'top', 'beanie', 'helmet', 'crown', 'brim', 'hood', 'band', 'cook']
    odds = np.array([62, 9, 3, 3, 5, 3, 2, 4, 4, 3, 2]) if human else np.array([85, 3, 1, 2, 2, 1.5, 1.5, 1.5, 0.5, 1, 1])
    mask = 'none' if kind != 'masked' else str(rng.choice(['domino', 'full', 'visor', 'mouth', 'cowl']))
    shirt = palette.cloth(rng)
    furry = (not human) and kind not in ('robot', 'blob', 'frog', 'ghost', 'pumpkin')
    return {
        'furry': furry, 'hat': str(rng.choice(hats, p=odds / odds.sum())), 'hat_color': palette.cloth(rng), 'hat_trim': palette.cloth(rng),
        'glasses': str(rng.choice(['none', 'round', 'square', 'dark'], p=[.84, .08, .05, .03] if human else [.95, .03, .01, .01])),
        'glass_color': palette.mix(palette.cloth(rng), np.zeros(3), 0.5), 'mask': mask, 'mask_color': palette.cloth(rng),
        'shirt': shirt, 'shirt2': palette.cloth(rng), 'pants': palette.cloth(rng), 'shoes': palette.cloth(rng),
        'pattern': str(rng.choice(['plain', 'stripes', 'dots', 'vest', 'bib', 'logo'], p=[.45, .18, .08, .1, .1, .09])),
        'naked': (not human) and rng.random() < 0.6, 'skirt': human and rng.random() < 0.25,
        'body_size': rng.uniform(0.8, 1.9) if human else rng.uniform(0.7, 1.6), 'body_fat': rng.uniform(0.75, 1.5),
        'limb': rng.uniform(0.12, 0.26), 'scarf': rng.random() < 0.1, 'cape': rng.random() < 0.05,
        'sleeves': rng.random() < 0.6, 'tail': (not human) and rng.random() < 0.5,
    }
