"""Meshes out of solid parts: single ellipsoids, star-shaped heads, and blended bodies (surface nets). Numpy only.

Frame as in `drawn.parts`: x right, y up, z to the viewer, one unit about the radius of the cranium.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..drawn.parts import Part

FAR = 1e9


@dataclass
class Mesh:
    """verts [N,3], quads int [M,4]; `ids` [N] says which part a vertex belongs to, `unit` [N,2] its place on that part's disc."""

    verts: np.ndarray
    quads: np.ndarray
    ids: np.ndarray
    unit: np.ndarray


def ball_grid(rings: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Unit directions [N,3] and quads of a sphere whose pole, and finer part, is at +z."""
    polar = np.pi * np.linspace(0, 1, rings + 1)[:, None] ** 1.15
    around = 2 * np.pi * np.arange(columns)[None] / columns
    z = np.broadcast_to(np.cos(polar), (rings + 1, columns))
    directions = np.stack([np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), z], -1).reshape(-1, 3)
    row, column = np.meshgrid(np.arange(rings), np.arange(columns), indexing='ij')
    here, right = row * columns + column, row * columns + (column + 1) % columns
    quads = np.stack([here, here + columns, right + columns, right], -1).reshape(-1, 4)
    return directions, quads


def solid_mesh(part: Part, index: int, rings: int, columns: int) -> Mesh:
    """One ellipsoid or rounded box, without the quads that its `keep` leaves out."""
    directions, quads = ball_grid(rings, columns)
    unit = directions / (np.abs(directions) ** part.power).sum(1, keepdims=True) ** (1 / part.power)
    verts = part.center + (unit * part.radii) @ part.axes.T
    if part.keep is not None:
        kept = part.keep(verts[:, 0], verts[:, 1], verts[:, 2])
        quads = quads[kept[quads].sum(1) >= 3]
    return Mesh(verts, quads, np.full(len(verts), index), unit[:, :2])


def distance(points: np.ndarray, part: Part) -> np.ndarray:
    """About the signed distance of points [...,3] to a part."""
    local = (points - part.center) @ (part.axes / part.radii)
    steep = local / part.radii
    slope = np.sqrt(np.einsum('...i,...i', steep, steep)) + 1e-9
    if part.power == 2:
        reach = np.sqrt(np.einsum('...i,...i', local, local))
    else:
        reach = (np.abs(local) ** part.power).sum(-1) ** (1 / part.power)
    return reach * (reach - 1) / slope


def star_mesh(parts: list[Part], indices: list[int], size: tuple[int, int], blend: float, centre: np.ndarray) -> Mesh:
    """The blended outside of parts as seen from `centre`: muzzle, jaw and cranium in one skin."""
    directions, quads = ball_grid(*size)
    steps = np.linspace(0.25, 3.25, 17)
    field = _union(centre + directions[:, None] * steps[None, :, None], parts, blend)[0]
    inside = field < 0
    last = np.where(inside.any(1), inside.shape[1] - 1 - inside[:, ::-1].argmax(1), 0)
    low, high = steps[last], steps[np.minimum(last + 1, len(steps) - 1)]
    for _ in range(8):
        middle = (low + high) / 2
        within = _union(centre + directions * middle[:, None], parts, blend)[0] < 0
        low, high = np.where(within, middle, low), np.where(within, high, middle)
    verts = centre + directions * low[:, None]
    nearest = _union(verts, parts, blend)[1]
    return Mesh(verts, quads, np.asarray(indices)[nearest], np.zeros((len(verts), 2)))


def _union(points, parts, blend):
    """(blended distance, index of the nearest part)."""
    apart = np.stack([distance(points, part) for part in parts])
    nearest = apart.argmin(0)
    least = apart.min(0)
    return least - blend * np.log(np.exp(-(apart - least) / blend).sum(0)), nearest


def blended_mesh(parts: list[Part], indices: list[int], step: float, blend: float) -> Mesh:
    """Any union of parts in one smooth skin, on a grid of `step`."""
    reach = [np.sqrt(((part.axes * part.radii) ** 2).sum(1)) * 1.25 + 3 * step + blend for part in parts]
    low = np.min([part.center - r for part, r in zip(parts, reach)], 0)
    shape = np.ceil((np.max([part.center + r for part, r in zip(parts, reach)], 0) - low) / step).astype(int) + 1
    total, nearest, least = np.zeros(shape), np.zeros(shape, np.int32), np.full(shape, FAR)
    for index, part, r in zip(indices, parts, reach):
        first = np.clip(np.floor((part.center - r - low) / step).astype(int), 0, shape)
        last = np.clip(np.ceil((part.center + r - low) / step).astype(int) + 1, 0, shape)
        box = tuple(slice(a, b) for a, b in zip(first, last))
        axes = [low[k] + step * np.arange(first[k], last[k]) for k in range(3)]
        d = distance(np.stack(np.meshgrid(*axes, indexing='ij'), -1), part)
        total[box] += np.exp(-np.clip(d / blend, -60, 60))
        nearer = d < least[box]
        nearest[box] = np.where(nearer, index, nearest[box])
        least[box] = np.minimum(least[box], d)
    field = np.where(total > 1e-12, -blend * np.log(np.maximum(total, 1e-30)), 3 * step)
    verts, quads, cells = surface_nets(field)
    ids = nearest[tuple(cells.T)]
    return Mesh(low + verts * step, quads, ids, np.zeros((len(verts), 2)))


def surface_nets(field: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Zero surface of a grid: verts [N,3] in grid units, quads [M,4], and the cell [N,3] of each vertex."""
    shape = np.array(field.shape)
    cells = shape - 1
    sums, counts = np.zeros((*cells, 3)), np.zeros(cells)
    inside = field < 0
    for axis in range(3):
        others = [k for k in range(3) if k != axis]
        for a in (0, 1):
            for b in (0, 1):
                start = [slice(None)] * 3
                start[others[0]], start[others[1]] = slice(a, a + cells[others[0]]), slice(b, b + cells[others[1]])
                start[axis] = slice(0, cells[axis])
                end = list(start)
                end[axis] = slice(1, cells[axis] + 1)
                f0, f1 = field[tuple(start)], field[tuple(end)]
                crosses = inside[tuple(start)] != inside[tuple(end)]
                share = np.where(crosses, f0 / np.where(crosses, f0 - f1, 1), 0)
                sums[..., axis] += share
                sums[..., others[0]] += a * crosses
                sums[..., others[1]] += b * crosses
                counts += crosses
    found = counts > 0
    number = np.full(tuple(cells), -1)
    number[found] = np.arange(int(found.sum()))
    where = np.argwhere(found)
    verts = where + sums[found] / counts[found][:, None]
    return verts, _net_quads(inside, number), where


def _net_quads(inside, number):
    """One quad across every grid edge that the surface cuts."""
    quads = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        core = [slice(1, -1)] * 3
        core[axis] = slice(0, -1)
        ahead = list(core)
        ahead[axis] = slice(1, None)
        start, end = inside[tuple(core)], inside[tuple(ahead)]
        spots = np.argwhere(start != end)
        spots[:, u] += 1
        spots[:, v] += 1
        flips = start[start != end]
        corners = []
        for du, dv in ((0, 0), (-1, 0), (-1, -1), (0, -1)):
            cell = spots.copy()
            cell[:, u] += du
            cell[:, v] += dv
            corners.append(number[tuple(cell.T)])
        quad = np.stack(corners, 1)
        quad[~flips] = quad[~flips, ::-1]
        quads.append(quad)
    return np.concatenate(quads)


def vertex_normals(verts: np.ndarray, quads: np.ndarray) -> np.ndarray:
    """Unit normals, area-weighted."""
    a, b, c, d = (verts[quads[:, k]] for k in range(4))
    face = np.cross(c - a, d - b)
    normals = np.zeros_like(verts)
    for k in range(4):
        np.add.at(normals, quads[:, k], face)
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
