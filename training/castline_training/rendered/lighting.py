"""Light of a scene: sun, sky and lamps, as plain numbers."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..drawn.palette import mix, vivid

OUTDOORS = ('noon', 'sunset', 'night', 'backlit', 'overcast', 'morning')
ODDS = (0.34, 0.13, 0.1, 0.13, 0.14, 0.16)


@dataclass
class Light:
    """Sun direction points from the ground to the sun (x right, y up, z to the viewer). Colours RGB 0..1."""

    name: str
    sun: np.ndarray
    sun_colour: np.ndarray
    sun_strength: float
    sun_size: float  # degrees
    zenith: np.ndarray
    horizon: np.ndarray
    below: np.ndarray
    sky_strength: float
    clouds: float
    exposure: float = 0.0
    lamps: list = field(default_factory=list)  # (place, colour, watts, size)


def _direction(azimuth, elevation):
    a, e = np.radians(azimuth), np.radians(elevation)
    return np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])  # azimuth 0 = behind the camera


def outdoors(rng) -> Light:
    """A time of day."""
    name = str(rng.choice(OUTDOORS, p=ODDS))
    around, white = rng.uniform(-130, 130), np.ones(3)
    green = np.array([0.25, 0.3, 0.15])
    if name == 'noon':
        return Light(name, _direction(around, rng.uniform(40, 78)), np.array([1, 0.96, 0.88]), rng.uniform(2.2, 4), 1.5,
                     np.array([0.2, 0.42, 0.9]), np.array([0.72, 0.86, 1.0]), green, rng.uniform(0.5, 0.9), rng.uniform(0, 1))
    if name == 'morning':
        return Light(name, _direction(around, rng.uniform(18, 40)), np.array([1, 0.88, 0.68]), rng.uniform(2, 3.6), 2.0,
                     np.array([0.4, 0.6, 0.92]), np.array([0.98, 0.92, 0.8]), green, rng.uniform(0.5, 0.8), rng.uniform(0, 0.8))
    if name == 'sunset':
        return Light(name, _direction(around, rng.uniform(5, 16)), np.array([1, 0.5, 0.22]), rng.uniform(2, 3.6), 2.5,
                     mix(np.array([0.25, 0.25, 0.6]), vivid(rng), 0.2), np.array([1.0, rng.uniform(0.45, 0.7), 0.35]), green * 0.7,
                     rng.uniform(0.4, 0.7), rng.uniform(0, 1))
    if name == 'night':
        return Light(name, _direction(around, rng.uniform(25, 65)), np.array([0.5, 0.65, 1]), rng.uniform(0.7, 1.6), 3.0,
                     np.array([0.04, 0.07, 0.22]), np.array([0.14, 0.22, 0.45]), np.array([0.03, 0.05, 0.1]),
                     rng.uniform(0.5, 0.9), rng.uniform(0, 0.4), rng.uniform(0, 0.7))
    if name == 'backlit':
        return Light(name, _direction(rng.choice([-1, 1]) * rng.uniform(130, 175), rng.uniform(15, 45)), np.array([1, 0.85, 0.6]),
                     rng.uniform(4, 7), 2.0, np.array([0.4, 0.6, 0.9]), np.array([1.0, 0.95, 0.82]), green, rng.uniform(0.55, 0.9), 0.3)
    return Light(name, _direction(around, rng.uniform(40, 80)), white, rng.uniform(0.3, 1.0), 25.0, np.full(3, 0.65),
                 np.full(3, rng.uniform(0.75, 0.95)), green, rng.uniform(0.8, 1.1), 1.0)


def indoors(rng, middle: np.ndarray) -> Light:
    """Lamps over a room or a plain stage; `middle` is where the creatures are."""
    tone = mix(np.ones(3), np.array([1, 0.75, 0.5]), rng.uniform(0, 0.8)) if rng.random() < 0.8 else vivid(rng, (0.2, 0.6), (0.8, 1))
    wall = rng.uniform(0.25, 0.6)
    light = Light('indoors', _direction(rng.uniform(-70, 70), rng.uniform(30, 65)), tone, rng.uniform(1.2, 2.8), 12.0,
                  tone * wall, tone * wall, tone * wall * 0.6, rng.uniform(0.7, 1.3), 0.0)
    if rng.random() < 0.4:
        place = middle + np.array([rng.uniform(-6, 6), rng.uniform(2, 6), rng.uniform(-2, 5)])
        light.lamps.append((place, vivid(rng, (0.0, 0.7), (0.8, 1)), rng.uniform(300, 1500), 1.5))
    return light
