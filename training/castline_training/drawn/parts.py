"""Solid parts of a drawn character: ellipsoids and rounded boxes in a local frame.

Frame of a head (and of a body): x to the viewer's right, y up, z towards the
viewer when yaw = pitch = roll = 0. One unit is about the radius of the cranium.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np

# What a part is; the painter and the box measurement go by it.
SKIN, MUZZLE, EYE, BROW, NOSE, EAR, HAIR, HAT, HORN, BODY, LIMB, GLASS, TOOTH, BEAK = range(14)
FACE_KINDS = (SKIN, MUZZLE, EYE, NOSE, TOOTH, BEAK)

Keep = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


@dataclass
class Part:
    """One solid. `axes` are unit columns (3x3), `radii` their lengths."""

    center: np.ndarray
    radii: np.ndarray
    axes: np.ndarray
    color: np.ndarray  # RGB 0..1
    kind: int
    group: int  # parts of one group merge without an inner ink line
    power: float = 2.0  # 2 = ellipsoid, 4..8 = rounded box
    keep: Optional[Keep] = None  # (x, y, z in the frame's units) -> which surface points exist
    eye: Optional[dict] = None  # how to paint the eye on it
    lift: float = 0.0  # pulled towards the viewer by so much, so that thin parts win
    gloss: float = 0.15
    shine: bool = False  # keeps its colour unshaded (glowing lamp)


def rotation(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> np.ndarray:
    """Rotation matrix; degrees. Positive yaw turns to the viewer's right, positive pitch looks up."""
    cy, sy = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
    cp, sp = np.cos(np.radians(pitch)), np.sin(np.radians(pitch))
    cr, sr = np.cos(np.radians(roll)), np.sin(np.radians(roll))
    turn = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    nod = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
    tilt = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return tilt @ nod @ turn


def looking_at(direction: np.ndarray, up=(0.0, 1.0, 0.0)) -> np.ndarray:
    """Axes whose third column is `direction`, second as near to `up` as may be."""
    z = np.asarray(direction, float) / np.linalg.norm(direction)
    x = np.cross(up, z)
    norm = np.linalg.norm(x)
    x = np.array([1.0, 0, 0]) if norm < 1e-6 else x / norm
    return np.stack([x, np.cross(z, x), z], axis=1)


def along(direction: np.ndarray) -> np.ndarray:
    """Axes whose second column (the long one of ears, limbs, locks) is `direction`."""
    y = np.asarray(direction, float) / np.linalg.norm(direction)
    helper = np.array([0.0, 0.0, 1.0]) if abs(y[2]) < 0.9 else np.array([1.0, 0, 0])
    x = np.cross(y, helper)
    x /= np.linalg.norm(x)
    return np.stack([x, y, np.cross(x, y)], axis=1)


def solid(center, radii, color, kind, group, axes=None, **extra) -> Part:
    """A part from plain numbers; `axes` default to the frame's."""
    return Part(np.asarray(center, float), np.maximum(np.asarray(radii, float), 1e-3),
                np.eye(3) if axes is None else axes, np.asarray(color, float), kind, group, **extra)


def taper(start, end, r0, r1, color, kind, group, steps=5, flat=1.0, bend=None, **extra) -> list[Part]:
    """A cone-like chain of ellipsoids from `start` (radius r0) to `end` (radius r1)."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    bend = np.zeros(3) if bend is None else np.asarray(bend, float)
    axes = along(end - start)
    reach = np.linalg.norm(end - start) / max(steps - 1, 1)
    chain = []
    for i in range(steps):
        t = i / max(steps - 1, 1)
        r = r0 * (1 - t) + r1 * t
        middle = start * (1 - t) + end * t + bend * np.sin(np.pi * t)
        chain.append(solid(middle, (r, max(reach * 1.15, r), r * flat), color, kind, group, axes, **extra))
    return chain


def on_surface(radii, direction) -> np.ndarray:
    """Point of an origin-centred ellipsoid in a direction (not a unit vector by need)."""
    d = np.asarray(direction, float)
    return d / np.sqrt(((d / np.asarray(radii)) ** 2).sum())
