"""Scene number `seed`: who stands where, in what world, under what light, before which camera. Meshes and numbers only; no Blender."""
from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..drawn.expression import EXPRESSIONS
from ..drawn.parts import rotation
from .camera import HEIGHT, WIDTH, Camera
from .cast import THIRD_PART_FROM, draw_member
from .creature import Detail, Piece, build
from .lighting import Light, indoors, outdoors
from .world import WorldPlan, furnish

PLANS = {'close': (0.27, (110, 300), 2), 'medium': (0.31, (40, 120), 3), 'wide': (0.2, (12, 48), 4), 'mixed': (0.1, (14, 220), 4),
         'none': (0.12, (0, 0), 0)}
FILM_PLANS = {'close': (0.26, (110, 300), 2), 'filling': (0.14, (240, 460), 1), 'medium': (0.28, (40, 130), 3), 'wide': (0.12, (12, 48), 4),
              'mixed': (0.1, (14, 220), 4), 'none': (0.1, (0, 0), 0)}
HEAD_TALL = 1.75  # face height in head units, about


@dataclass
class Actor:
    """One creature in world units."""

    number: int
    kind: str
    expression: str
    head: Piece
    body: Piece
    facing: np.ndarray
    centre: np.ndarray
    tall: float  # face height asked for, px


@dataclass
class Scene:
    """All that a renderer needs. `focus` None = all sharp; `smear` (px, degrees) = motion blur of the finished picture."""

    seed: int
    plan: str
    camera: Camera
    light: Light
    actors: list[Actor]
    scenery: list[Piece]
    focus: float | None
    aperture: float
    smear: tuple | None

    @property
    def filmed(self) -> bool:
        """Framed as films frame: faces that fill the picture, seen from below and above; and cleaned of the renderer's grain."""
        return is_filmed(self.seed)


@dataclass
class _Spot:
    tall: float
    x: float
    y: float
    depth: float = 0.0


def is_filmed(seed: int) -> bool:
    """Is the scene of a seed one of the third part of the troupe."""
    return seed >= THIRD_PART_FROM


def plan_scene(seed: int, troupe: str) -> Scene:
    """The scene of a seed, peopled from a troupe."""
    rng = np.random.default_rng([57, seed, 0 if troupe == 'train' else 1])
    plans = FILM_PLANS if is_filmed(seed) else PLANS
    plan = str(rng.choice(list(plans), p=[share for share, _, _ in plans.values()]))
    focal = WIDTH / 2 / np.tan(np.radians(rng.uniform(24, 58)) / 2)
    outside = rng.random() < 0.72
    spots = _spots(plan, plans[plan], rng)
    cast = [_prepare(spot, draw_member(troupe, seed, rng), rng) for spot in spots]
    for spot, (_, _, _, _, _, scale) in zip(spots, cast):
        spot.depth = focal * HEAD_TALL * scale / spot.tall
    above = rng.choice([rng.normal(0.05, 0.12), rng.normal(-0.35, 0.15), rng.normal(0.4, 0.15)], p=[0.6, 0.24, 0.16]) if is_filmed(seed) else None
    camera = _camera(spots, cast, focal, above, rng)
    actors = [_stand(spot, one, camera, plan, rng) for spot, one in zip(spots, cast)]
    middle = actors[0].centre if actors else np.array([0.0, 1.5, -12.0])
    light = outdoors(rng) if outside else indoors(rng, middle)
    world = WorldPlan(outside, camera, [a.centre for a in actors], middle, seed)
    scenery = furnish(world, rng)
    if outside and rng.random() < 0.6:
        _haze(scenery + [piece for a in actors for piece in (a.head, a.body)], light.horizon, rng.uniform(25, 140))
    sharp = rng.random() < 0.5 or not actors
    depth = spots[0].depth if spots else 10.0
    smear = (rng.uniform(3, 14), rng.uniform(0, 180)) if rng.random() < 0.07 else None
    return Scene(seed, plan, camera, light, actors, scenery, None if sharp else depth, depth * rng.uniform(0.002, 0.012), smear)


def _spots(plan, kind, rng) -> list[_Spot]:
    _, (low, high), most = kind
    count = int(rng.integers(1, most + 1)) if most else 0
    slots = rng.permutation(count)
    spots = []
    for k in range(count):
        tall = float(np.exp(rng.uniform(np.log(low), np.log(high))))
        x = (slots[k] + rng.uniform(0.15, 0.85)) / count * WIDTH
        y = HEIGHT * rng.uniform(0.25, 0.7)
        if plan == 'close' and rng.random() < 0.25:
            x, y = rng.uniform(-0.06, 1.06) * WIDTH, rng.uniform(0, 1) * HEIGHT
        spots.append(_Spot(tall, x, y))
    return sorted(spots, key=lambda s: -s.tall)


def _prepare(spot, who, rng):
    """Builds the creature of a spot: (number, ident, expression, head, body, scale)."""
    number, ident = who
    expression = EXPRESSIONS[rng.integers(7)] if rng.random() < 0.8 else 'neutral'
    head, torso = build(ident, expression, Detail.for_height(spot.tall), rng)
    return number, ident, expression, head, torso, float(np.exp(rng.normal(0, 0.25)))


def _camera(spots, cast, focal, above, rng) -> Camera:
    """Looks at the nearest creature so that its head comes to the planned height of the frame; `above` it by a share of the distance."""
    roll = rng.normal(0, 0.03) if rng.random() < 0.8 else rng.normal(0, 0.15)
    if not spots:
        return Camera(float(np.exp(rng.uniform(-0.5, 2))), rng.uniform(-0.4, 0.08), roll, focal)
    torso, scale, lead = cast[0][4], cast[0][5], spots[0]
    head_height = -(torso.verts[:, 1].min() if len(torso.verts) else -1.5) * scale
    height = max(0.4, head_height + lead.depth * (rng.normal(0.05, 0.12) if above is None else above))
    angle = np.arctan2(head_height - height, lead.depth)
    pitch = angle - np.arctan((HEIGHT / 2 - lead.y) / focal)
    return Camera(float(height), float(pitch), float(roll), float(focal))


def _haze(pieces: list[Piece], colour, reach) -> None:
    """Colours fade with distance, to 1/e over `reach` units."""
    for piece in pieces:
        kept = np.exp(-np.maximum(0, -piece.verts[:, 2:]) / reach)
        piece.colours = piece.colours * kept + colour * (1 - kept)


def _yaw(rng):
    pick = rng.random()
    if pick < 0.62:
        return rng.normal(0, 34)
    return rng.choice([-1, 1]) * rng.uniform(55, 100) if pick < 0.82 else rng.uniform(-180, 180)


def _stand(spot, one, camera: Camera, plan, rng) -> Actor:
    """Puts a creature on the ground (or in the air) at its spot."""
    number, ident, expression, head, torso, scale = one
    yaw, pitch, roll = _yaw(rng), rng.normal(0, 11), rng.normal(0, 8) if rng.random() < 0.93 else rng.normal(0, 35)
    turn = rotation(yaw, pitch + np.degrees(camera.pitch) * -0.3, roll)
    stance = rotation(yaw * 0.6 + rng.normal(0, 14), pitch * 0.25, roll * 0.2)
    ray = camera.point_at(spot.x, spot.y, spot.depth)
    below = torso.verts @ stance.T if len(torso.verts) else np.array([[0, -1.5, 0]])
    on_ground = -below[:, 1].min() * scale - rng.uniform(0, 0.3) * scale
    centre = ray.copy()
    if plan in ('medium', 'wide', 'mixed') and rng.random() < 0.85:
        centre[1] = on_ground
    centre[1] = max(centre[1], 0.5 * scale)
    return Actor(number, ident.kind, expression, _moved(head, turn, scale, centre), _moved(torso, stance, scale, centre),
                 turn[:, 2], centre, spot.tall)


def _moved(piece: Piece, turn, scale, centre) -> Piece:
    return replace(piece, verts=piece.verts @ turn.T * scale + centre)


