"""Proportions of the face for every kind, in head units (cranium radius about 1)."""
from __future__ import annotations

import numpy as np

U = np.ndarray


def _eyes(rng, kind, r, gap, y, tall=(1.0, 1.3)) -> dict:
    """`kind`: ball (protruding), flush (disc), dot, anime (tall, large iris), glow (lamp)."""
    return {'eye_kind': kind, 'eye_r': rng.uniform(*r), 'eye_gap': rng.uniform(*gap), 'eye_y': rng.uniform(*y),
            'eye_tall': rng.uniform(*tall), 'eye_iris': rng.uniform(0.42, 0.8), 'eye_pupil': rng.uniform(0.4, 0.75),
            'eye_slit': 1.0, 'eye_tilt': rng.normal(0, 6), 'eye_shine': rng.random() < 0.75, 'eye_pie': rng.random() < 0.05,
            'eye_stalk': 0.0, 'eye_out': rng.uniform(0.15, 0.45), 'eye_black': rng.random() < 0.2}


def _base(rng, **more) -> dict:
    """Defaults that a kind then overrides."""
    genes = {'cranium': np.array([rng.uniform(0.92, 1.05), rng.uniform(0.92, 1.08), rng.uniform(0.9, 1.0)]),
             'jaw': np.array([rng.uniform(0.55, 0.85), rng.uniform(0.45, 0.65), rng.uniform(-0.5, -0.4)]),
             'muzzle': None, 'muzzle_split': False, 'beak': None, 'nose': 'button', 'nose_size': rng.uniform(0.08, 0.14),
             'nose_y': rng.uniform(-0.25, -0.05), 'mouth_y': rng.uniform(-0.62, -0.5), 'mouth_w': rng.uniform(0.25, 0.42),
             'ear_kind': 'none', 'ear_size': 1.0, 'ear_angle': 35.0, 'ear_color_in': np.array([0.95, 0.65, 0.65]),
             'cheeks': rng.uniform(0.0, 0.35), 'buck': False, 'whiskers': False, 'tuft': False, 'horns': False,
             'boxy': 0.0, 'spikes': False, 'brow_ridge': 0.0, 'head_scale': 1.0}
    genes.update(more)
    return genes


def _human(rng) -> dict:
    style = rng.choice(['ball', 'flush', 'dot', 'joined'], p=[0.2, 0.5, 0.15, 0.15])
    eyes = {'ball': ((.2, .34), (.3, .45), (-.05, .15)), 'flush': ((.15, .3), (.32, .48), (-.1, .12)),
            'dot': ((.07, .13), (.25, .45), (-.15, .1)), 'joined': ((.26, .4), (.26, .4), (-.05, .2))}[style]
    genes = _base(rng, nose=str(rng.choice(['button', 'long', 'none', 'point', 'line'], p=[.35, .2, .1, .2, .15])),
                  nose_size=rng.uniform(0.08, 0.2), ear_kind='human', ear_size=rng.uniform(0.6, 1.3),
                  cranium=np.array([rng.uniform(0.8, 1.02), rng.uniform(0.9, 1.15), rng.uniform(0.85, 1.0)]))
    return {**genes, **_eyes(rng, 'ball' if style == 'joined' else style, *eyes)}


def _anime(rng) -> dict:
    genes = _base(rng, nose=str(rng.choice(['none', 'point', 'line'])), nose_size=rng.uniform(0.04, 0.08),
                  jaw=np.array([rng.uniform(0.5, 0.66), rng.uniform(0.55, 0.75), rng.uniform(-0.55, -0.42)]),
                  mouth_w=rng.uniform(0.12, 0.26), mouth_y=rng.uniform(-0.82, -0.68), nose_y=rng.uniform(-0.5, -0.4),
                  ear_kind=str(rng.choice(['human', 'elf', 'cat'], p=[.8, .1, .1])), ear_size=rng.uniform(0.6, 1.0))
    return {**genes, **_eyes(rng, 'anime', (0.2, 0.34), (0.36, 0.48), (-0.32, -0.12), (1.0, 1.6))}


def _chibi(rng) -> dict:
    genes = _base(rng, nose=str(rng.choice(['none', 'button', 'line'])), nose_size=rng.uniform(0.04, 0.09),
                  cranium=np.array([rng.uniform(1.0, 1.2), rng.uniform(0.92, 1.05), 1.0]), ear_kind='human', ear_size=0.7,
                  jaw=np.array([rng.uniform(0.8, 1.0), rng.uniform(0.45, 0.6), -0.35]), cheeks=rng.uniform(0.1, 0.4),
                  mouth_y=rng.uniform(-0.6, -0.5), mouth_w=rng.uniform(0.1, 0.3), nose_y=rng.uniform(-0.35, -0.2))
    kind = str(rng.choice(['anime', 'dot', 'flush'], p=[.5, .3, .2]))
    r = (0.08, 0.14) if kind == 'dot' else (0.2, 0.34)
    return {**genes, **_eyes(rng, kind, r, (0.38, 0.55), (-0.25, -0.05), (1.0, 1.5))}


def _animal(rng, ear, muzzle, **more) -> dict:
    """`muzzle` = (width, height, length, y) ranges."""
    width, height, length, y = (rng.uniform(*m) for m in muzzle)
    genes = _base(rng, muzzle=np.array([width, height, length, y]), ear_kind=ear, ear_size=rng.uniform(0.75, 1.25),
                  ear_angle=rng.uniform(15, 50), muzzle_split=rng.random() < 0.45, nose='animal',
                  nose_size=rng.uniform(0.1, 0.22), mouth_w=width * rng.uniform(0.6, 0.95), cheeks=rng.uniform(0, 0.55),
                  whiskers=rng.random() < 0.3, tuft=rng.random() < 0.35, brow_ridge=max(0, rng.normal(0, 0.15)))
    genes.update(more)
    kind = str(rng.choice(['ball', 'flush', 'dot', 'joined'], p=[.4, .35, .1, .15]))
    r, gap = {'ball': ((.18, .36), (.3, .5)), 'flush': ((.15, .32), (.32, .55)), 'dot': ((.08, .15), (.3, .5)),
              'joined': ((.28, .4), (.26, .38))}[kind]
    return {**genes, **_eyes(rng, 'ball' if kind == 'joined' else kind, r, gap, (0.0, 0.28))}


def _muzzle(w, h, length, y=(-0.5, -0.3)):
    return (w, h, length, y)


def _feline(rng):
    return {**_animal(rng, 'cat', _muzzle((.35, .55), (.25, .35), (.2, .4))), 'whiskers': rng.random() < 0.7,
            'eye_slit': rng.uniform(0.35, 1.0)}


def _bird(rng, wide=(0.18, 0.3), length=(0.3, 0.75), height=(0.15, 0.28)):
    genes = _animal(rng, 'none', _muzzle((.2, .3), (.2, .3), (.1, .2)), nose='none', whiskers=False)
    genes.update(muzzle=None, beak=np.array([rng.uniform(*wide), rng.uniform(*height), rng.uniform(*length), rng.uniform(-0.35, -0.1)]))
    genes['beak_color'] = np.clip(np.array([0.98, rng.uniform(0.45, 0.8), 0.15]) + rng.normal(0, 0.05, 3), 0, 1)
    genes['tuft'] = rng.random() < 0.6
    return genes


def _robot(rng):
    genes = _base(rng, boxy=rng.uniform(3.5, 8) if rng.random() < 0.7 else 0.0, nose='none', ear_kind='bolt',
                  cranium=np.array([rng.uniform(0.8, 1.15), rng.uniform(0.75, 1.0), rng.uniform(0.75, 0.95)]),
                  mouth_w=rng.uniform(0.25, 0.5), jaw=np.array([0.5, 0.3, -0.3]))
    kind = str(rng.choice(['glow', 'ball', 'flush']))
    return {**genes, **_eyes(rng, kind, (0.15, 0.32), (0.3, 0.5), (-0.05, 0.25), (0.8, 1.1))}


def _blob(rng):
    genes = _base(rng, nose='none', cranium=np.array([rng.uniform(0.8, 1.15), rng.uniform(0.8, 1.15), 0.9]), jaw=np.array(
        [rng.uniform(0.8, 1.1), rng.uniform(0.5, 0.8), -0.4]), horns=rng.random() < 0.25, tuft=rng.random() < 0.4)
    kind = str(rng.choice(['ball', 'flush', 'dot', 'anime'], p=[.4, .3, .15, .15]))
    r = (0.08, 0.14) if kind == 'dot' else (0.16, 0.4)
    eyes = _eyes(rng, kind, r, (0.24, 0.5), (-0.1, 0.3))
    eyes['eye_stalk'] = rng.uniform(0.3, 0.8) if kind == 'ball' and rng.random() < 0.25 else 0.0
    return {**genes, **eyes}


def _creature(rng):
    ear = str(rng.choice(['none', 'cat', 'elf', 'bear', 'rabbit', 'fin']))
    genes = {**_animal(rng, ear, _muzzle((.35, .7), (.25, .45), (.15, .6))), 'horns': rng.random() < 0.5,
             'spikes': rng.random() < 0.35, 'buck': rng.random() < 0.2}
    if rng.random() < 0.3:
        genes['muzzle'] = None
    return genes


def _mascot(rng):
    genes = _animal(rng, 'bear', _muzzle((.24, .36), (.15, .22), (.15, .28), (-0.3, -0.15)), ear_size=rng.uniform(.4, .7),
                    buck=True, cranium=np.array([rng.uniform(0.85, 1.0), rng.uniform(0.95, 1.1), 0.9]),
                    jaw=np.array([rng.uniform(0.9, 1.05), 0.9, -0.5]), mouth_y=-0.4)
    return {**genes, **_eyes(rng, 'ball', (0.28, 0.42), (0.42, 0.58), (0.15, 0.4), (1.0, 1.1)), 'eye_iris': 0.35, 'eye_black': True}


def _ghost(rng):
    return {**_blob(rng), 'horns': False, 'eye_stalk': 0.0, 'eye_kind': str(rng.choice(['dot', 'flush'])), 'tuft': False}


def _frog(rng):
    genes = _base(rng, nose='none', cranium=np.array([1.1, 0.8, 0.95]), mouth_w=rng.uniform(0.5, 0.75), mouth_y=-0.3)
    return {**genes, **_eyes(rng, 'ball', (0.24, 0.36), (0.42, 0.6), (0.6, 0.75)), 'eye_out': 0.6}


FACES = {
    'human': _human, 'anime': _anime, 'chibi': _chibi, 'masked': _human, 'robot': _robot, 'blob': _blob, 'creature': _creature,
    'mascot': _mascot, 'ghost': _ghost, 'frog': _frog,
    'pumpkin': lambda r: {**_blob(r), 'eye_kind': 'glow', 'eye_stalk': 0.0, 'cranium': np.array([1.15, 0.9, 1.0]), 'horns': False},
    'rabbit': lambda r: {**_animal(r, 'rabbit', _muzzle((.36, .6), (.26, .4), (.2, .42))), 'buck': r.random() < 0.7},
    'squirrel': lambda r: {**_animal(r, 'squirrel', _muzzle((.3, .5), (.25, .36), (.25, .5))), 'buck': r.random() < 0.5},
    'mouse': lambda r: {**_animal(r, 'mouse', _muzzle((.25, .42), (.2, .32), (.35, .7))), 'buck': r.random() < 0.3},
    'bear': lambda r: _animal(r, 'bear', _muzzle((.38, .6), (.3, .42), (.3, .55))), 'cat': _feline,
    'dog': lambda r: _animal(r, str(r.choice(['dog', 'cat'], p=[.7, .3])), _muzzle((.34, .55), (.28, .42), (.4, .9))),
    'chinchilla': lambda r: {**_animal(r, 'mouse', _muzzle((.3, .45), (.2, .3), (.15, .3))), 'cheeks': r.uniform(.4, .8)},
    'fox': lambda r: _animal(r, 'cat', _muzzle((.28, .42), (.22, .3), (.5, .9))),
    'pig': lambda r: _animal(r, str(r.choice(['cat', 'dog'])), _muzzle((.3, .42), (.22, .32), (.35, .55)), nose='pig'),
    'monkey': lambda r: _animal(r, 'monkey', _muzzle((.5, .68), (.36, .46), (.2, .35)), nose_size=.08),
    'bird': _bird, 'duck': lambda r: _bird(r, (.35, .5), (.45, .8), (.12, .2)),
    'owl': lambda r: {**_bird(r, (.14, .2), (.2, .35), (.18, .28)), 'eye_r': r.uniform(.3, .42), 'eye_gap': .45},
}
