"""The seven expressions as numbers that move lids, brows, pupils and mouth."""
from __future__ import annotations

import numpy as np

from .acting import QUIET, act_out

EXPRESSIONS = ('neutral', 'happy', 'angry', 'sad', 'surprise', 'fear', 'disgust')


def face_state(expression: str, genes: dict, rng, acted: bool = False) -> dict:
    """Mouth, lid, brow and gaze values of one picture; strength and variant are drawn from `rng`.

    lid_up, lid_low: share of the eye covered from above / below (0..1); lid_tilt > 0 = inner side lower (angry).
    brow_tilt > 0 = inner end lower; brow_up in head units. `acted`: shown as animators show it. mouth: curve > 0 = smile, open 0..1, wide factor.
    """
    s = rng.uniform(0.65, 1.1)
    state = {'lid_up': 0.1, 'lid_low': 0.0, 'lid_tilt': 0.0, 'brow_tilt': 0.0, 'brow_up': 0.0, 'pupil': 1.0, 'curve': 0.0,
             'open': 0.0, 'wide': 1.0, 'wave': 0.0, 'teeth': genes['teeth'], 'tongue': False, 'arcs': False,
             'skew': rng.normal(0, 0.08), 'gaze': rng.normal(0, 0.22, 2), 'round': False, 'clench': False, 'tint': None, **QUIET}
    {'neutral': _neutral, 'happy': _happy, 'angry': _angry, 'sad': _sad, 'surprise': _surprise, 'fear': _fear,
     'disgust': _disgust}[expression](state, s, genes, rng)
    if rng.random() < 0.04 and expression == 'neutral':
        state['lid_up'] = 1.0  # a blink
    if acted:
        act_out(state, expression, genes, rng)
    return state


def _neutral(state, s, genes, rng):
    state.update(curve=genes['calm'] * 0.35, lid_up=rng.uniform(0, 0.35))
    if rng.random() < 0.25:
        state.update(open=rng.uniform(0.1, 0.45), wide=0.7)


def _happy(state, s, genes, rng):
    state.update(curve=0.6 * s, brow_up=0.08 * s, lid_low=0.15 * s, wide=1.15)
    if rng.random() < 0.6:
        state.update(open=rng.uniform(0.35, 1.0), tongue=rng.random() < 0.6)
    state['arcs'] = rng.random() < 0.25


def _angry(state, s, genes, rng):
    state.update(brow_tilt=24 * s, brow_up=-0.1 * s, lid_up=0.28 * s, lid_tilt=0.5 * s, curve=-0.4 * s, pupil=0.85)
    if rng.random() < 0.55:
        state.update(open=rng.uniform(0.25, 0.9), clench=rng.random() < 0.6, teeth=True)


def _sad(state, s, genes, rng):
    state.update(brow_tilt=-20 * s, brow_up=0.06, lid_up=0.3 * s, lid_tilt=-0.45 * s, curve=-0.5 * s, wide=0.8)
    rng.random()  # once tears, which nothing painted; later draws stay what they were
    state['gaze'] = state['gaze'] + [0, -0.2]
    if rng.random() < 0.3:
        state.update(open=rng.uniform(0.3, 0.8))


def _surprise(state, s, genes, rng):
    state.update(brow_up=0.22 * s, lid_up=0.0, pupil=0.7, open=rng.uniform(0.5, 1.0), round=True, wide=0.6)


def _fear(state, s, genes, rng):
    state.update(brow_tilt=-22 * s, brow_up=0.16 * s, lid_up=0.0, pupil=0.5, curve=-0.35 * s, wave=0.5 * s)
    state['tint'] = (0.75, 0.85, 1.0) if rng.random() < 0.35 else None
    if rng.random() < 0.7:
        state.update(open=rng.uniform(0.3, 0.8), clench=rng.random() < 0.6, wide=1.2)


def _disgust(state, s, genes, rng):
    state.update(brow_tilt=14 * s, brow_up=-0.06, lid_up=0.42 * s, lid_low=0.25 * s, curve=-0.35 * s, wave=0.35, wide=0.85)
    state['skew'] = rng.choice([-1, 1]) * 0.35 * s
    state['tongue'] = rng.random() < 0.4
    state['tint'] = (0.85, 1.0, 0.8) if rng.random() < 0.3 else None
    if state['tongue'] or rng.random() < 0.3:
        state['open'] = rng.uniform(0.3, 0.6)
