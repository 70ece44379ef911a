"""One creature as coloured meshes: the solids of the drawn generator with one skin for head and muzzle, a carved mouth, lids and fur."""
from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from ..drawn.anatomy import bare_head
from ..drawn.body import body
from ..drawn.expression import face_state
from ..drawn.eyes import eyes_and_brows, glasses
from ..drawn.hair import hair
from ..drawn.headwear import headwear
from ..drawn.paint import mouth_frame, paint
from ..drawn.palette import mix
from ..drawn.parts import BODY, BROW, EYE, FACE_KINDS, GLASS, HAIR, HAT, LIMB, MUZZLE, SKIN
from .fur import fur_over
from .mesh import Mesh, blended_mesh, solid_mesh, star_mesh, vertex_normals

MATERIALS = ('skin', 'fur', 'gloss', 'cloth', 'metal', 'glow')
MASK_GROUP = 63  # of the drawn generator's masks and visors
SKIN_STUFF, FUR, GLOSS, CLOTH, METAL, GLOW = range(6)


@dataclass
class Piece:
    """verts [N,3] and colours [N,3] (RGB 0..1, as seen on screen), quads [M,4], stuff [M].

    Marks of vertices, bool [N]: `face`, `eye`, and `cover` for hair and hats, which hide a face but are none of it.
    """

    verts: np.ndarray
    quads: np.ndarray
    colours: np.ndarray
    stuff: np.ndarray
    face: np.ndarray
    eye: np.ndarray
    cover: np.ndarray

    @staticmethod
    def plain(verts, quads, colours, stuff) -> 'Piece':
        """A piece without marks; `stuff` is one material or one per quad."""
        none = np.zeros(len(verts), bool)
        return Piece(verts, quads, colours, np.broadcast_to(stuff, len(quads)), none, none, none)


@dataclass(frozen=True)
class Detail:
    """How finely a creature is meshed."""

    head: tuple
    eye: tuple
    small: tuple
    step: float
    hairs: int

    @staticmethod
    def for_height(pixels: float) -> 'Detail':
        """Detail for a face of so many px."""
        if pixels < 32:
            return Detail((30, 44), (14, 18), (9, 12), 0.16, 900)
        if pixels < 90:
            return Detail((64, 84), (24, 32), (14, 20), 0.11, 6000)
        return Detail((100, 136), (40, 56), (26, 36), 0.075, 16000)


def build(ident, expression: str, detail: Detail, rng) -> tuple[Piece, Piece]:
    """(head, body) in their own frames, both with the head's centre as origin."""
    genes = ident.genes
    state = face_state(expression, genes, rng)
    parts = bare_head(genes, ident.kind, state) + eyes_and_brows(genes, state) + glasses(genes) + hair(genes) + headwear(genes)
    head = _head(parts, genes, ident.kind, state, detail)
    if ident.kind == 'ghost':
        return head, _empty()
    below = body(genes, rng)
    for part in below:  # animals without a neck
        part.center = part.center + np.array([0, 1.0, -0.6]) * genes.get('sunk', 0.0)
    mesh = blended_mesh(below, list(range(len(below))), detail.step * 1.15, 0.07)
    colours = _painted(mesh, below, genes, state)
    furry = genes['furry'] and genes['naked']
    torso = Piece.plain(mesh.verts, mesh.quads, colours, FUR if furry else (METAL if ident.kind == 'robot' else CLOTH))
    if furry and detail.hairs > 1000 and genes.get('fur_length', 1.0) > 0:
        torso = joined([torso, _coat(torso, np.ones(len(torso.verts)), genes, detail.hairs // 2, rng, 1.0)])
    return head, torso


def _empty():
    return Piece.plain(np.zeros((0, 3)), np.zeros((0, 4), int), np.zeros((0, 3)), FUR)


def joined(pieces: list[Piece]) -> Piece:
    """Several pieces as one."""
    starts = np.cumsum([0] + [len(p.verts) for p in pieces[:-1]])
    return Piece(*(np.concatenate(part) for part in (
        [p.verts for p in pieces], [p.quads + s for p, s in zip(pieces, starts)], [p.colours for p in pieces],
        [p.stuff for p in pieces], [p.face for p in pieces], [p.eye for p in pieces], [p.cover for p in pieces])))


def _head(parts, genes, kind, state, detail):
    """All meshes of the head, painted."""
    merged = [k for k, p in enumerate(parts) if p.kind in (SKIN, MUZZLE) and p.group in (1, 2) and p.eye is None
              and p.center[1] < 0.9 * genes['cranium'][1]]
    if genes['boxy']:
        merged = []
    meshes = []
    if merged:
        centre = np.array([0, -0.12, 0.12])
        meshes.append(star_mesh([parts[k] for k in merged], merged, detail.head, 0.06 + 0.05 * genes['cheeks'], centre))
        _raise_eyes(parts, meshes[0])
    meshes += _others(parts, set(merged), detail)
    pieces = []
    for mesh in meshes:
        colours = _painted(mesh, parts, genes, state)
        lead = parts[int(np.bincount(mesh.ids).argmax())]
        verts = _relief(mesh, colours, genes, lead)
        kinds = np.array([p.kind for p in parts])[mesh.ids]
        forehead = (0.8 if genes['hair'] == 'none' else 0.66) * genes['cranium'][1]
        worn = lead.kind == HAT and lead.group == MASK_GROUP  # a mask is the face of who wears it
        face = (np.isin(kinds, FACE_KINDS + (BROW,)) | worn) & (mesh.verts[:, 2] > 0.12)
        face &= (mesh.verts[:, 1] < max(forehead, genes['eye_y'] + 0.15)) | (kinds != SKIN) & (not worn)
        stuff = np.full(len(mesh.quads), _stuff(lead, genes, kind))
        pieces.append(Piece(verts, mesh.quads, colours, stuff, face, kinds == EYE, np.isin(kinds, (HAIR, HAT)) & (not worn)))
    if genes['furry'] and merged and genes.get('fur_length', 1.0) > 0:
        pieces.append(_coat(pieces[0], _fur_length(pieces[0].verts, genes), genes, detail.hairs,
                            np.random.default_rng(genes['fringe_seed'] + 5), 0.7))
    return joined(pieces)


def _raise_eyes(parts, skin: Mesh) -> None:
    """Brings eyes and brows out to the blended skin, which may lie before the cranium that they were set on."""
    front = skin.verts[skin.verts[:, 2] > 0]
    for part in parts:
        if part.eye is None and part.kind != BROW:
            continue
        tip = part.center + part.axes[:, 2] * part.radii[2]
        near = np.argsort(np.hypot(front[:, 0] - tip[0], front[:, 1] - tip[1]))[:6]
        wished = front[near, 2].max() + (0.45 * part.radii[2] if part.eye is not None else 0.03)
        part.center = part.center + np.array([0, 0, max(0.0, wished - tip[2])])


def _others(parts, merged, detail):
    """Meshes of the parts that are not in the head's skin: chains as one, single ones as ellipsoids."""
    groups: dict = {}
    for k, part in enumerate(parts):
        if k in merged:
            continue
        alone = part.eye is not None or part.keep is not None or part.kind in (BROW, GLASS)
        groups.setdefault((part.group, part.kind, k if alone else -1), []).append(k)
    meshes = []
    for (_, _, alone), members in groups.items():
        if len(members) == 1:
            part = parts[members[0]]
            size = detail.eye if part.eye is not None else (detail.head if part.keep is not None else detail.small)
            meshes.append(solid_mesh(part, members[0], *size))
        else:
            chosen = [parts[k] for k in members]
            thin = min(float(np.sort(p.radii)[1]) for p in chosen)
            meshes.append(blended_mesh(chosen, members, float(np.clip(thin * 0.7, 0.045, detail.step)), 0.03))
    return [mesh for mesh in meshes if len(mesh.verts) and len(mesh.quads)]


def _painted(mesh: Mesh, parts, genes, state) -> np.ndarray:
    buffer = SimpleNamespace(ids=mesh.ids, local=mesh.verts, unit=mesh.unit)
    return np.clip(paint(buffer, parts, genes, state, 0.025), 0, 1)


def _relief(mesh: Mesh, colours, genes, lead) -> np.ndarray:
    """Sinks what was painted as the inside of the mouth, raises lids over the eyeball."""
    verts = mesh.verts.copy()
    if lead.eye is not None:
        lid = np.abs(colours - mix(genes['skin'], np.zeros(3), 0.1)).max(1) < 0.004
        verts[lid] = lead.center + (verts[lid] - lead.center) * 1.07
    elif lead.kind in (SKIN, MUZZLE):
        for colour, depth in ((genes['mouth_color'], 0.16), (genes['tongue_color'], 0.1)):
            inside = (np.abs(colours - colour).max(1) < 0.004) & (verts[:, 2] > 0.1)
            verts[inside] -= depth * np.array([0, 0, 1.0])
    return verts


def _stuff(part, genes, kind):
    """Material of a part."""
    if part.shine:
        return GLOW
    if part.kind in (EYE, GLASS) or part.gloss >= 0.5:
        return GLOSS
    if kind == 'robot':
        return METAL
    if part.kind == HAIR:
        return FUR
    if part.kind in (BODY, LIMB):
        return CLOTH
    return FUR if genes['furry'] and part.kind not in (BROW,) else SKIN_STUFF


def _fur_length(verts, genes):
    """Short round eyes, nose and mouth, long on cheeks and crown (0..1)."""
    x, y, z = verts.T
    length = np.clip(1.1 - 0.75 * np.clip(z, 0, 1.2), 0.25, 1)
    for side in (-1, 1):
        apart = np.hypot(x - side * genes['eye_gap'], y - genes['eye_y']) / (genes['eye_r'] * genes['eye_tall'] + 0.08)
        length *= np.where((apart < 1.0) & (z > 0.2), 0, np.clip((apart - 0.9) * 1.2, 0.15, 1))
    my, half, room = mouth_frame(genes)
    mouth = (np.abs(x) < half * 1.1) & (np.abs(y - my + room * 0.3) < room) & (z > 0.4)
    return np.where(mouth | (z > 1.15), 0, length)


def _coat(skin: Piece, length, genes, hairs, rng, strength):
    normals = vertex_normals(skin.verts, skin.quads)
    long = genes.get('fur_length', 1.0) * strength * (0.1 + 0.16 * (genes['fringe_seed'] % 97) / 97 + 0.1 * genes['cheeks'])
    verts, quads, colours = fur_over(skin.verts, normals, skin.colours, length * long, hairs, rng)
    return Piece.plain(verts, quads, colours, FUR)
