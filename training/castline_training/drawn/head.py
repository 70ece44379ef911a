"""Renders one character: a head picture, or head and body for a scene."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import cv2
import numpy as np

from .anatomy import bare_head
from .body import body
from .expression import face_state
from .eyes import eyes_and_brows, glasses
from .hair import hair
from .headwear import headwear
from .identity import Identity
from .paint import mouth_frame, paint
from .parts import BEAK, BODY, BROW, EYE, FACE_KINDS, LIMB, MUZZLE, SKIN, Part, rotation
from .raster import GBuffer, Placement, rasterise
from .shade import shade


@dataclass
class HeadRender:
    """rgba uint8 [H,W,4]; boxes (x0, y0, x1, y1) px of this picture; visible_face 0..1; pose: yaw, pitch, roll in degrees."""

    rgba: np.ndarray
    face_box: Optional[tuple]
    head_box: tuple
    visible_face: float
    pose: tuple
    state: dict  # of lids, brows, pupils and mouth
    points: list  # (x, y) px of the eye on the viewer's left from the front, the other eye, the mouth; None where unseen


@dataclass
class Shot:
    """How a character is to be seen."""

    style: str = 'cel'
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    expression: str = 'neutral'
    body: bool = True
    width: int = 160
    height: int = 160
    scale: float = 40.0  # px per head unit
    center: tuple = (80.0, 80.0)  # where the cranium's centre goes, px
    supersample: float = 2.0
    acted: bool = False  # the expression as animators act it


def render_head(ident: Identity, size: int = 160, style: str = 'cel', yaw: float = 0, pitch: float = 0, roll: float = 0,
                expression: str = 'neutral', rng=None, body: bool = True, supersample: float = 0,
                acted: bool = False) -> HeadRender:
    """A head that fills about two thirds of a square, with what of the body fits below it."""
    rng = rng or np.random.default_rng(ident.seed)
    top, bottom, wide = _extent(ident.genes)
    scale = size * rng.uniform(0.68, 0.8) / max(top + bottom, 2 * wide * 0.8)
    middle = (size / 2, size * 0.44 + scale * (top - bottom) / 2)
    finer = supersample or (2.0 if size <= 112 else 1.5)
    shot = Shot(style, yaw, pitch, roll, expression, body, size, size, scale, middle, finer, acted)
    return render_character(ident, shot, rng)


def _extent(genes: dict):
    """Rough reach of the head above, below and beside the cranium's centre, head units."""
    top = genes['cranium'][1]
    top += {'rabbit': 1.0, 'cat': 0.4, 'squirrel': 0.35, 'mouse': 0.45, 'bear': 0.25}.get(genes['ear_kind'], 0.0) * genes['ear_size']
    top = max(top, {'none': 0, 'witch': 2.2, 'top': 1.7, 'cook': 1.7}.get(genes['hat'], 1.2))
    wide = genes['cranium'][0] * (1.2 if genes['ear_kind'] in ('mouse', 'dog', 'monkey') else 1.05)
    return top, -genes['jaw'][2] + genes['jaw'][1], wide


def render_character(ident: Identity, shot: Shot, rng) -> HeadRender:
    """Head (and body) of `ident` as `shot` says."""
    genes, ss = ident.genes, shot.supersample
    scene = _stand(ident, shot, rng)
    parts, head_parts, turn, scale = scene.parts, scene.head_parts, scene.places[0].rotation, shot.scale * ss
    buffer = scene.buffer
    albedo = paint(buffer, parts, genes, scene.state, 1.0 / scale)
    image = shade(shot.style, buffer, albedo, parts, genes, 3.2 * scale, rng)
    face, headbox, visible = _boxes(buffer, parts, head_parts, genes, turn, ss)
    points = facial_points(buffer, parts, head_parts, genes, ss)
    return HeadRender(_shrink(image, (shot.width, shot.height)), face, headbox, visible, scene.pose, scene.state, points)


@dataclass
class _Standing:
    """A character in its place, not yet painted."""

    parts: list
    head_parts: int
    places: list
    state: dict
    pose: tuple
    buffer: GBuffer


def _stand(ident: Identity, shot: Shot, rng) -> _Standing:
    genes = ident.genes
    state = face_state(shot.expression, genes, rng, shot.acted)
    head = bare_head(genes, ident.kind, state) + eyes_and_brows(genes, state) + glasses(genes) + hair(genes) + headwear(genes)
    ss = shot.supersample
    scale = shot.scale * ss
    origin = np.array([shot.center[0] * ss, -shot.center[1] * ss, 0.0])
    pose = (shot.yaw, shot.pitch + genes['habit_pitch'], shot.roll)
    turn = rotation(*pose)
    place = Placement(turn, scale, origin)
    parts, places = list(head), [place] * len(head)
    if shot.body and ident.kind != 'ghost':
        below = body(genes, rng)
        stance = Placement(rotation(shot.yaw * 0.6 + rng.normal(0, 12), shot.pitch * 0.3, shot.roll * 0.25), scale, origin)
        parts += below
        places += [stance] * len(below)
    shape = (int(round(shot.height * ss)), int(round(shot.width * ss)))
    return _Standing(parts, len(head), places, state, pose, rasterise(parts, places, shape))


def facial_points(buffer: GBuffer, parts: list[Part], head_parts: int, genes: dict, ss: float) -> list:
    """Middle of what is seen of either eye and of the mouth."""
    kinds, groups = np.array([p.kind for p in parts])[buffer.ids], np.array([p.group for p in parts])[buffer.ids]
    height, half, _ = mouth_frame(genes)
    x, y, z = buffer.local.T
    mouth = (buffer.ids < head_parts) & np.isin(kinds, (SKIN, MUZZLE, BEAK)) & (np.abs(x) < half) & (np.abs(y - height) < 0.12) & (z > 0.12)
    masks = [(kinds == EYE) & (groups == 19), (kinds == EYE) & (groups == 21), mouth]
    return [(float(buffer.cols[m].mean() + 0.5) / ss, float(buffer.rows[m].mean() + 0.5) / ss) if m.sum() > 3 * ss * ss else None
            for m in masks]


def _shrink(image, size):
    """Anti-aliased RGBA uint8 of (width, height)."""
    image[..., :3] *= image[..., 3:]
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    small[..., :3] /= np.maximum(small[..., 3:], 1e-3)
    return (np.clip(small, 0, 1) * 255 + 0.5).astype(np.uint8)


def _span(rows, cols, ss):
    return (cols.min() / ss, rows.min() / ss, (cols.max() + 1) / ss, (rows.max() + 1) / ss)


def _boxes(buffer: GBuffer, parts: list[Part], head_parts: int, genes: dict, turn, ss):
    """Face box (tight, None from behind), head box, share of the face turned to the viewer."""
    mine = buffer.ids < head_parts
    if mine.sum() < 4:
        return None, (0.0, 0.0, 1.0, 1.0), 0.0
    head_box = _span(buffer.rows[mine], buffer.cols[mine], ss)
    facing = float(turn[2, 2])
    visible = float(np.clip((facing + 0.3) / 0.8, 0, 1))
    kinds = np.array([p.kind for p in parts])
    face = mine & np.isin(kinds, FACE_KINDS + (BROW,))[buffer.ids]
    forehead = (0.8 if genes['hair'] == 'none' else 0.66) * genes['cranium'][1]
    face &= (buffer.local[:, 2] > 0.12) & ((buffer.local[:, 1] < max(forehead, genes['eye_y'] + 0.15)) | (kinds[buffer.ids] != SKIN))
    if facing < -0.22 or face.sum() < 0.03 * mine.sum():
        return None, head_box, 0.0
    return _trimmed(buffer.rows[face], buffer.cols[face], ss), head_box, visible


def _trimmed(rows, cols, ss):
    """Box without the stray half per cent at each end (slits between locks)."""
    r, c = np.sort(rows), np.sort(cols)
    k = int(len(r) * 0.004)
    return (c[k] / ss, r[k] / ss, (c[-1 - k] + 1) / ss, (r[-1 - k] + 1) / ss)
