"""The seven expressions as animators act them: with the whole face, so that they can be read from across a room.

`expression.py` moves a face as a person moves it, and at the size of a crop half of that cannot be seen.
"""
from __future__ import annotations

import numpy as np

QUIET = {'line': 1.0, 'mouth_least': 0.0, 'eye_size': 1.0, 'brow_weight': 1.0, 'brow_over': 0.0, 'brow_skew': 0.0, 'tongue_out': False,
         'tears': False}


def act_out(state: dict, expression: str, genes: dict, rng) -> None:
    """Replaces what `face_state` set for an expression by a larger gesture."""
    s = rng.uniform(0.85, 1.25)
    state.update(curve=0.0, open=0.0, wide=1.0, wave=0.0, skew=rng.normal(0, 0.05), round=False, clench=False, tongue=False, arcs=False,
                 lid_up=0.0, lid_low=0.0, lid_tilt=0.0, brow_tilt=0.0, brow_up=0.0, pupil=1.0, tint=None,
                 line=rng.uniform(1.4, 2.4), mouth_least=rng.uniform(0.26, 0.36), brow_weight=rng.uniform(1.1, 1.8),
                 brow_over=0.3 if rng.random() < 0.7 else 0.1)
    _GESTURES[expression](state, s, genes, rng)


def _neutral(state, s, genes, rng):
    state.update(curve=genes['calm'] * 0.2, lid_up=rng.uniform(0.05, 0.25), mouth_least=0.2)
    if rng.random() < 0.12:
        state.update(open=rng.uniform(0.15, 0.35), wide=0.75)


def _happy(state, s, genes, rng):
    state.update(curve=0.95 * s, wide=rng.uniform(1.15, 1.6), brow_up=0.14 * s, lid_low=0.22 * s, arcs=rng.random() < 0.35)
    if rng.random() < 0.75:
        state.update(open=rng.uniform(0.5, 1.0), tongue=rng.random() < 0.6, teeth=rng.random() < 0.7)


def _angry(state, s, genes, rng):
    state.update(brow_tilt=33 * s, brow_up=-0.13 * s, lid_up=0.3 * s, lid_tilt=0.75 * s, curve=-0.8 * s, pupil=0.8, wide=rng.uniform(1, 1.3))
    if rng.random() < 0.5:
        state.update(open=rng.uniform(0.45, 1.0), clench=rng.random() < 0.6, teeth=True)


def _sad(state, s, genes, rng):
    state.update(brow_tilt=-30 * s, brow_up=0.1, lid_up=0.36 * s, lid_tilt=-0.6 * s, curve=-0.85 * s, wide=rng.uniform(0.8, 1.1),
                 tears=rng.random() < 0.5, gaze=state['gaze'] + [0, -0.3])
    if rng.random() < 0.25:
        state.update(open=rng.uniform(0.3, 0.7))


def _surprise(state, s, genes, rng):
    state.update(brow_up=0.32 * s, eye_size=rng.uniform(1.15, 1.35), pupil=0.65, open=rng.uniform(0.75, 1.1), round=True,
                 wide=rng.uniform(0.65, 1.0), gaze=state['gaze'] * 0.5)


def _fear(state, s, genes, rng):
    state.update(brow_tilt=-28 * s, brow_up=0.24 * s, eye_size=rng.uniform(1.1, 1.3), pupil=0.35, curve=-0.4 * s, wave=1.0 * s,
                 wide=rng.uniform(1.1, 1.5), tint=(0.72, 0.82, 1.0) if rng.random() < 0.4 else None)
    if rng.random() < 0.65:
        state.update(open=rng.uniform(0.45, 0.9), clench=rng.random() < 0.75, teeth=True)


def _disgust(state, s, genes, rng):
    side = rng.choice([-1, 1])
    state.update(brow_tilt=16 * s, brow_up=-0.03, brow_skew=side * 0.16 * s, lid_up=0.48 * s, lid_low=0.26 * s, curve=-0.45 * s, wave=0.5 * s,
                 skew=side * 0.55 * s, tongue_out=rng.random() < 0.55, tint=(0.82, 1.0, 0.74) if rng.random() < 0.4 else None)
    if state['tongue_out'] or rng.random() < 0.3:
        state.update(open=rng.uniform(0.4, 0.7))


_GESTURES = {'neutral': _neutral, 'happy': _happy, 'angry': _angry, 'sad': _sad, 'surprise': _surprise, 'fear': _fear, 'disgust': _disgust}
