"""Boxes of a creature's face and head from its own projected surface; who hides it is asked from outside."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np

from .camera import HEIGHT, WIDTH, Camera
from .creature import Piece
from .mesh import vertex_normals

SMALLEST = 7.0  # px
LEAST_VISIBLE = 0.35
TURNED_AWAY, BEHIND = -0.06, -0.22  # cosine between where the head faces and the way to the camera
CELLS = 44  # of the coarse depth picture over a head
TRIED = 90  # surface points asked for being hidden

Hidden = Callable[[np.ndarray], np.ndarray]  # world points [N,3] -> bool [N]: something else stands before it


@dataclass
class FaceLabel:
    """Boxes (x0, y0, x1, y1) px, clipped to the frame; `face` None = seen from behind."""

    face: Optional[tuple]
    head: tuple
    ignore: bool
    visible: float  # share of the face's visible surface that nothing hides and the frame does not cut
    facing: float

    def row(self) -> list:
        """Row of a shard: heads from behind are ignore regions with the head as face."""
        return [*(self.face or self.head), *self.head, 0 if self.ignore or self.face is None else 1]


def label_face(head: Piece, facing_axis: np.ndarray, centre: np.ndarray, camera: Camera, hidden: Hidden) -> Optional[FaceLabel]:
    """Label of a head in world units; None when it does not show in the frame."""
    pixels, depth = camera.project(head.verts)
    if depth.min() < 0.2:
        return None
    used = np.zeros(len(pixels), bool)
    used[head.quads] = True
    head_box = _clip((*pixels[used].min(0), *pixels[used].max(0)))
    if head_box is None:
        return None
    way = camera.place - centre
    facing = float(facing_axis @ way / np.linalg.norm(way))
    front = _seen(head, pixels, depth, camera) & used
    face = front & head.face
    whole = _span(pixels[face]) if face.sum() >= 8 else None
    if facing < BEHIND or whole is None:
        return FaceLabel(None, head_box, True, 0.0, facing)
    inside = ((pixels >= 0) & (pixels < (WIDTH, HEIGHT))).all(1)
    spots = np.nonzero(face)[0]
    spots = spots[np.linspace(0, len(spots) - 1, min(TRIED, len(spots))).astype(int)]
    shows = inside[spots] & ~hidden(head.verts[spots])
    eyes = front & head.eye & inside
    box = _clip(whole)
    if box is None:
        return FaceLabel(None, head_box, True, 0.0, facing)
    visible = float(shows.mean())
    small = max(box[2] - box[0], box[3] - box[1]) < SMALLEST or min(box[2] - box[0], box[3] - box[1]) < 4
    ignore = small or visible < LEAST_VISIBLE or facing < TURNED_AWAY or eyes.sum() == 0
    return FaceLabel(box, head_box, bool(ignore), visible, facing)


def _seen(head: Piece, pixels, depth, camera: Camera) -> np.ndarray:
    """Vertices that face the camera and that neither the head's own bulk nor its hair or hat hides (coarse depth pictures)."""
    towards = camera.place - head.verts
    normals = vertex_normals(head.verts, head.quads)
    front = (normals * towards).sum(1) > 0
    low, high = pixels.min(0), pixels.max(0)
    cell = ((pixels - low) / np.maximum(high - low, 1e-6) * CELLS).astype(int)
    flat = cell[:, 0] * (CELLS + 1) + cell[:, 1]
    used = np.zeros(len(pixels), bool)
    used[head.quads] = True
    reach = np.linalg.norm(head.verts.max(0) - head.verts.min(0))
    for hiding, slack in ((front, 0.09), (front & used & head.cover, 0.012)):
        nearest = np.full((CELLS + 1) ** 2, np.inf)
        np.minimum.at(nearest, flat[hiding], depth[hiding])
        front = front & (depth < nearest[flat] + slack * reach)
    return front


def _span(pixels) -> tuple:
    """Box without the stray quarter per cent at each end."""
    low, high = np.percentile(pixels, [0.1, 99.9], axis=0)
    return (*low, *high)


def _clip(box) -> Optional[tuple]:
    x0, y0, x1, y1 = max(0.0, box[0]), max(0.0, box[1]), min(float(WIDTH), box[2]), min(float(HEIGHT), box[3])
    return (float(x0), float(y0), float(x1), float(y1)) if x1 - x0 > 2 and y1 - y0 > 2 else None
