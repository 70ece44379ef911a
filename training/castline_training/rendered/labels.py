"""Boxes of a creature's face and head from its own projected surface; who hides it is asked from outside."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np

from .camera import HEIGHT, WIDTH, Camera
from .creature import Piece
from .mesh import vertex_normals
from .stage import Actor

SMALLEST = 7.0  # px
LEAST_VISIBLE, LEAST_OF_EYES = 0.35, 0.2  # shares; less is argued about
BARELY = 0.04  # of a head; less is not there
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


def label_face(actor: Actor, camera: Camera, hidden: Hidden) -> Optional[FaceLabel]:
    """Label of a creature's head; None when it does not show, out of the frame or hidden."""
    head = actor.head
    pixels, depth = camera.project(head.verts)
    if depth.min() < 0.2:
        return None
    used = np.zeros(len(pixels), bool)
    used[head.quads] = True
    grid = _Grid(pixels)
    bare = used & ~grid.behind(*camera.project(actor.body.verts), depth, 0.1 * _size(head))
    head_box = _clip((*pixels[bare].min(0), *pixels[bare].max(0))) if bare.any() else None
    if head_box is None:
        return None
    way = camera.place - actor.centre
    facing = float(actor.facing @ way / np.linalg.norm(way))
    front = _seen(head, grid, depth, camera) & used
    inside = ((pixels >= 0) & (pixels < (WIDTH, HEIGHT))).all(1)

    def shown(vertices: np.ndarray) -> float:
        """Share of some vertices that lies in the frame with nothing before it."""
        spots = np.nonzero(vertices)[0]
        spots = spots[np.linspace(0, len(spots) - 1, min(TRIED, len(spots))).astype(int)]
        return float((inside[spots] & ~hidden(head.verts[spots])).mean()) if len(spots) else 0.0

    if shown(front) < BARELY:
        return None
    face = front & head.face
    box = _clip(_span(pixels[face])) if face.sum() >= 8 else None
    if facing < BEHIND or box is None:
        return FaceLabel(None, head_box, True, 0.0, facing)
    visible, eyes = shown(face), shown(front & head.eye)
    small = max(box[2] - box[0], box[3] - box[1]) < SMALLEST or min(box[2] - box[0], box[3] - box[1]) < 4
    unsure = visible < LEAST_VISIBLE or eyes < LEAST_OF_EYES or facing < TURNED_AWAY
    return FaceLabel(box, head_box, small or unsure, visible, facing)


class _Grid:
    """Coarse depth pictures over the head's pixels."""

    def __init__(self, pixels: np.ndarray) -> None:
        self._low, self._reach = pixels.min(0), np.maximum(pixels.max(0) - pixels.min(0), 1e-6)
        self.cells = self._cells(pixels)

    def _cells(self, pixels):
        return np.clip(((pixels - self._low) / self._reach * CELLS).astype(int), 0, CELLS)

    def nearest(self, cells, depth) -> np.ndarray:
        """Least depth per cell, inf where nothing is."""
        found = np.full((CELLS + 1, CELLS + 1), np.inf)
        np.minimum.at(found, tuple(cells.T), depth)
        return found

    def behind(self, pixels, others, depth, slack) -> np.ndarray:
        """Which of the head's vertices lie behind other points (their pixels and depth), whose gaps between vertices are closed."""
        over = ((pixels >= self._low) & (pixels <= self._low + self._reach)).all(1)
        found = self.nearest(self._cells(pixels[over]), others[over])
        padded = np.pad(found, 1, constant_values=np.inf)
        closed = np.min([padded[a:a + CELLS + 1, b:b + CELLS + 1] for a in range(3) for b in range(3)], axis=0)
        return depth > closed[tuple(self.cells.T)] + slack


def _seen(head: Piece, grid: _Grid, depth, camera: Camera) -> np.ndarray:
    """Vertices that face the camera and that neither the head's own bulk nor its hair or hat hides."""
    front = (vertex_normals(head.verts, head.quads) * (camera.place - head.verts)).sum(1) > 0
    used = np.zeros(len(depth), bool)
    used[head.quads] = True
    for hiding, slack in ((front, 0.09), (front & used & head.cover, 0.012)):
        found = grid.nearest(grid.cells[hiding], depth[hiding])
        front = front & (depth < found[tuple(grid.cells.T)] + slack * _size(head))
    return front


def _size(head: Piece) -> float:
    return float(np.linalg.norm(head.verts.max(0) - head.verts.min(0)))


def _span(pixels) -> tuple:
    """Box without the stray thousandth at each end."""
    low, high = np.percentile(pixels, [0.1, 99.9], axis=0)
    return (*low, *high)


def _clip(box) -> Optional[tuple]:
    x0, y0, x1, y1 = max(0.0, box[0]), max(0.0, box[1]), min(float(WIDTH), box[2]), min(float(HEIGHT), box[3])
    return (float(x0), float(y0), float(x1), float(y1)) if x1 - x0 > 2 and y1 - y0 > 2 else None
