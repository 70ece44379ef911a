"""Analytic z-buffer of ellipsoids and rounded boxes (orthographic, numpy only)."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .parts import Part

FAR = np.float32(-1e9)


@dataclass
class Placement:
    """Where a frame stands in the picture: pixel = origin + scale * R p (y flipped)."""

    rotation: np.ndarray
    scale: float  # px per unit
    origin: np.ndarray  # (x, y up, z) px; x, y from the picture's lower-left turned up: y = -row


@dataclass
class GBuffer:
    """Per pixel: depth [S,S], part index [S,S] (-1 = nothing); per visible pixel: the rest."""

    depth: np.ndarray
    index: np.ndarray
    rows: np.ndarray
    cols: np.ndarray
    ids: np.ndarray  # [N]
    unit: np.ndarray  # [N,3] position in the part's unit frame
    local: np.ndarray  # [N,3] position in the head's or body's frame
    normal: np.ndarray  # [N,3] camera frame


def _project(part: Part, place: Placement):
    """Inverse axes [3,3] (px -> unit), centre (px) and half extents (px) of a part."""
    turned = place.rotation @ part.axes
    reach = part.radii * place.scale
    center = place.rotation @ part.center * place.scale + place.origin
    matrix = turned * reach
    extent = np.abs(matrix).sum(1) if part.power > 2 else np.sqrt((matrix * matrix).sum(1))
    return turned.T / reach[:, None], center, extent


def _ellipsoid_depth(inverse, x, y):
    """Front depth relative to the centre on a grid (row y [h,1], column x [1,w]); NaN outside."""
    bx, by, bz = inverse[:, 0], inverse[:, 1], inverse[:, 2]
    bb = np.float32(bz @ bz)
    lx, ly = np.float32(bx @ bz), np.float32(by @ bz)
    qxx = np.float32((bx @ bz) ** 2 - bb * (bx @ bx))
    qyy = np.float32((by @ bz) ** 2 - bb * (by @ by))
    qxy = np.float32(2 * ((bx @ bz) * (by @ bz) - bb * (bx @ by)))
    q = (qxx * x * x + bb) + (qyy * y * y) + (qxy * x) * y
    inside = q > 0
    np.sqrt(np.maximum(q, 0, out=q), out=q)
    q -= lx * x + ly * y
    q /= bb
    return q, inside


def _box_depth(inverse, x, y, reach, power):
    """As `_ellipsoid_depth` for |u|^p + |v|^p + |w|^p = 1, by Newton steps from the front."""
    a = [inverse[i, 0] * x + inverse[i, 1] * y for i in range(3)]
    b = inverse[:, 2]
    z = np.full(a[0].shape, reach, np.float32)
    value = None
    for _ in range(9):
        value, slope = np.float32(-1), np.float32(0)
        for i in range(3):
            u = a[i] + b[i] * z
            m = np.abs(u) ** np.float32(power - 1)
            value = value + m * np.abs(u)
            slope = slope + power * m * np.sign(u) * b[i]
        step = value / np.where(slope > 1e-9, slope, np.inf)
        z = np.where(value > 0, z - step, z).astype(np.float32)
    return z, np.abs(value) < 0.15


def _splat(k, part, place, shape, depth, index):
    """Depth-tests one part into the buffers."""
    inverse, center, extent = _project(part, place)
    height, width = shape
    c0, c1 = int(max(0, center[0] - extent[0] - 1)), int(min(width, center[0] + extent[0] + 2))
    r0, r1 = int(max(0, -center[1] - extent[1] - 1)), int(min(height, -center[1] + extent[1] + 2))
    if c0 >= c1 or r0 >= r1:
        return inverse, center
    x = (np.arange(c0, c1, dtype=np.float32) + np.float32(0.5 - center[0]))[None]
    y = (-np.arange(r0, r1, dtype=np.float32) - np.float32(0.5 + center[1]))[:, None]
    if part.power > 2:
        z, inside = _box_depth(inverse.astype(np.float32), x, y, np.float32(extent[2]), part.power)
    else:
        z, inside = _ellipsoid_depth(inverse, x, y)
    z = z + np.float32(center[2])
    if part.keep is not None:
        back = place.rotation.T / place.scale
        d = center - place.origin
        px, py, pz = x + np.float32(d[0]), y + np.float32(d[1]), z - np.float32(place.origin[2])
        local = [(back[i, 0] * px + back[i, 1] * py + back[i, 2] * pz).astype(np.float32) for i in range(3)]
        inside = inside & part.keep(*local)
    z += np.float32(part.lift * place.scale)
    view_d, view_i = depth[r0:r1, c0:c1], index[r0:r1, c0:c1]
    won = inside & (z > view_d)
    np.copyto(view_d, z, where=won)
    np.copyto(view_i, np.int16(k), where=won)
    return inverse, center


def rasterise(parts: list[Part], places: list[Placement], shape: tuple[int, int]) -> GBuffer:
    """Z-buffer of all parts; `places[i]` is the placement of `parts[i]`'s frame."""
    depth = np.full(shape, FAR, np.float32)
    index = np.full(shape, -1, np.int16)
    frames = [_splat(k, p, pl, shape, depth, index) for k, (p, pl) in enumerate(zip(parts, places))]
    rows, cols = np.nonzero(index >= 0)
    ids = index[rows, cols]
    point = np.empty((len(ids), 3), np.float32)
    point[:, 0], point[:, 1], point[:, 2] = cols + 0.5, -rows - 0.5, depth[rows, cols]
    lifts = np.array([p.lift * pl.scale for p, pl in zip(parts, places)], np.float32)
    point[:, 2] -= lifts[ids]
    inverses = np.array([f[0] for f in frames], np.float32)
    centers = np.array([f[1] for f in frames], np.float32)
    unit = np.einsum('nij,nj->ni', inverses[ids], point - centers[ids])
    powers = np.array([p.power for p in parts], np.float32)
    slope = unit
    if (powers > 2).any():
        power = powers[ids][:, None]
        slope = np.where(power > 2, np.sign(unit) * np.abs(unit) ** (power - 1), unit)
    normal = np.einsum('nij,ni->nj', inverses[ids], slope)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    local = _local(point, ids, places)
    return GBuffer(depth, index, rows, cols, ids, unit, local, normal.astype(np.float32))


def _local(point, ids, places):
    """Points [N,3] px in the frame of their own placement."""
    distinct = {id(pl): pl for pl in places}
    which = np.array([list(distinct).index(id(pl)) for pl in places])[ids]
    local = np.empty_like(point)
    for n, pl in enumerate(distinct.values()):
        mine = which == n
        local[mine] = (point[mine] - pl.origin.astype(np.float32)) @ (pl.rotation / pl.scale).astype(np.float32)
    return local
