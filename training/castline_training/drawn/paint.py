"""What is painted on the solids: irises, lids, mouth, blush, markings, cloth patterns (vectors of visible pixels)."""
from __future__ import annotations

import numpy as np

from .palette import mix
from .parts import BODY, EYE, HAIR, MUZZLE, SKIN, Part
from .raster import GBuffer


def paint(buffer: GBuffer, parts: list[Part], genes: dict, state: dict, pixel: float) -> np.ndarray:
    """Albedo [N,3] of the visible pixels; `pixel` = size of a pixel in head units."""
    colors = np.array([p.color for p in parts], np.float32)
    kinds = np.array([p.kind for p in parts])[buffer.ids]
    albedo = colors[buffer.ids]
    skin = np.nonzero((kinds == SKIN) & (buffer.local[:, 2] > -0.3))[0]
    _markings(albedo, skin, buffer.local, genes)
    front = np.nonzero(((kinds == SKIN) | (kinds == MUZZLE)) & (buffer.local[:, 2] > 0.1))[0]
    if genes['beak'] is None:
        _mouth(albedo, front, buffer.local, genes, state, pixel)
    if state['tears']:
        _tears(albedo, front, buffer.local, genes)
    _cloth(albedo, np.nonzero(kinds == BODY)[0], buffer, parts, genes)
    hair = np.nonzero(kinds == HAIR)[0]
    _hair_shine(albedo, hair, buffer, genes)
    for k, part in enumerate(parts):
        if part.eye is not None:
            mine = np.nonzero(buffer.ids == k)[0]
            if len(mine):
                albedo[mine] = _eye(part, buffer.unit[mine], pixel)
    if state['tint'] is not None:
        albedo[front] *= np.asarray(state['tint'], np.float32)
    return albedo


def _markings(albedo, where, local, genes):
    """Fur markings, blush, freckles on the skin; a straight bridge line for a line nose."""
    x, y, z = local[where, 0], local[where, 1], local[where, 2]
    gap, ey, r = genes['eye_gap'], genes['eye_y'], genes['eye_r']
    mark, color = genes['marking'], genes['marking_color'].astype(np.float32)
    if mark == 'mask':
        albedo[where[(y < ey + 0.1 + 0.3 * np.cos(3 * x)) & (z > 0.2)]] = genes['muzzle_color']
    elif mark == 'eyepatch':
        hit = ((x - gap) / (r * 1.6 + .05)) ** 2 + ((y - ey) / (r * 1.8 + .05)) ** 2 < 1
        albedo[where[hit & (z > 0)]] = color
    elif mark == 'stripes':
        albedo[where[(np.sin(9 * x + 2 * y) > 0.65) & (y > 0.25)]] = color
    elif mark == 'blaze':
        albedo[where[(np.abs(x) < 0.16 + 0.1 * y) & (z > 0)]] = genes['muzzle_color']
    elif mark == 'spots':
        albedo[where[(np.sin(6 * x + 1) * np.sin(6 * y) > 0.55)]] = color
    if genes['blush']:
        for side in (-1, 1):
            d = ((x - side * (gap + 0.12)) / 0.2) ** 2 + ((y - ey + r + 0.22) / 0.13) ** 2
            hit = (d < 1) & (z > 0)
            albedo[where[hit]] = albedo[where[hit]] * 0.6 + 0.4 * genes['blush_color'].astype(np.float32)
    if genes['freckles']:
        hit = (np.sin(34 * x) * np.sin(34 * y + 5 * x) > 0.72) & (np.abs(y - ey + r + 0.2) < 0.14) & (np.abs(np.abs(x) - gap) < 0.25)
        albedo[where[hit & (z > 0)]] *= 0.65
    if genes['nose'] == 'line':
        hit = (np.abs(x - 0.06) < 0.022) & (np.abs(y - genes['nose_y']) < genes['nose_size'] * 1.3) & (z > 0)
        albedo[where[hit]] *= 0.45


def _tears(albedo, where, local, genes):
    """A stream down either cheek."""
    x, y, z = local[where, 0], local[where, 1], local[where, 2]
    below = genes['eye_y'] - genes['eye_r'] * genes['eye_tall']
    for side in (-1, 1):
        hit = (np.abs(x - side * (genes['eye_gap'] + 0.03)) < 0.055) & (y < below) & (y > below - 0.5) & (z > 0)
        albedo[where[hit]] = (0.55, 0.8, 1.0)


def mouth_frame(genes: dict):
    """Centre height, half width and room to the chin of the mouth, head units."""
    if genes['muzzle'] is not None:
        w, h, _, y = genes['muzzle']
        return y - h * 0.25, genes['mouth_w'], h * 0.75
    chin = genes['jaw'][2] - genes['jaw'][1]
    my = genes['mouth_y'] if genes['jaw'][1] < 0.8 else max(genes['mouth_y'], -0.5)
    return my, genes['mouth_w'], max(0.12, (my - chin) * 0.75)


def _mouth(albedo, where, local, genes, state, pixel):
    """Closed: a line. Open: cavity with teeth and tongue."""
    my, half, room = mouth_frame(genes)
    half, room = max(half, state['mouth_least']) * state['wide'], max(room, state['mouth_least'] * 0.8)
    reach = np.abs(local[where, 0]) < half * 1.25
    where = where[reach & (local[where, 1] > my - room * 2) & (local[where, 1] < my + half)]
    x, y = local[where, 0], local[where, 1]
    ink = (genes['ink'] * 0.8).astype(np.float32)
    thick = max(0.028, 1.1 * pixel) * state['line']
    t = x / half
    bow = state['curve'] * half * 0.75 * (t * t - 0.35) + state['skew'] * half * 0.6 * t + state['wave'] * 0.09 * np.sin(7 * t)
    upper = my + bow
    if genes['muzzle'] is not None:
        _philtrum(albedo, where, x, y, genes, my, ink, thick)
    if state['open'] < 0.08:
        albedo[where[(np.abs(y - upper) < thick) & (np.abs(t) < 1)]] = ink
        return
    deep = state['open'] * room * (0.9 if not state['round'] else 1.15)
    if state['round']:
        d = (t / 0.75) ** 2 + ((y - my + deep * 0.45) / (deep * 0.62)) ** 2
        inside, rim = d < 1, d < 1.25
        upper = my + 0 * x
    else:
        lower = upper - deep * np.sqrt(np.clip(1 - t * t, 0, 1))
        inside = (y < upper) & (y > lower) & (np.abs(t) < 1)
        rim = (y < upper + thick) & (y > lower - thick) & (np.abs(t) < 1.04)
    albedo[where[rim]] = ink
    albedo[where[inside]] = genes['mouth_color']
    if state['tongue'] or state['round']:
        hit = inside & ((t / 0.6) ** 2 + ((y - my + deep) / (deep * 0.5)) ** 2 < 1)
        albedo[where[hit]] = genes['tongue_color']
    if state['tongue_out']:
        hit = (((t - 0.25) / 0.38) ** 2 + ((y - my + deep * 0.95) / (deep * 0.7)) ** 2 < 1) & (y < upper)
        albedo[where[hit]] = genes['tongue_color']
    white = np.float32(0.97)
    if state['clench']:
        gap = np.abs(((t * 3.5) % 1) - 0.5) < 0.44
        albedo[where[inside & gap & (np.abs(y - upper + deep * 0.42) > thick * 0.6)]] = white
    elif state['teeth']:
        albedo[where[inside & (y > upper - deep * 0.26 - 0.02)]] = white


def _philtrum(albedo, where, x, y, genes, my, ink, thick):
    """The line from an animal's nose to its mouth."""
    w, h, _, cy = genes['muzzle']
    albedo[where[(np.abs(x) < thick * 0.7) & (y > my) & (y < cy + h * 0.5)]] = ink
    if genes['whiskers']:
        dots = (np.sin(26 * x) * np.sin(26 * y) > 0.8) & (np.abs(np.abs(x) - w * 0.55) < 0.14) & (np.abs(y - cy) < 0.12)
        albedo[where[dots]] = ink


def _eye(part, unit, pixel):
    """Colours [n,3] of one eye's pixels from their place on the unit disc (x right, y up)."""
    paint, state, genes = part.eye, part.eye['state'], part.eye['genes']
    u, v = unit[:, 0], unit[:, 1]
    side = paint['side']
    out = np.repeat(part.color[None].astype(np.float32), len(u), 0)
    ink = (genes['ink'] * 0.6).astype(np.float32)
    lid = mix(genes['skin'], np.zeros(3), 0.1).astype(np.float32)
    rough = pixel / max(genes['eye_r'], 1e-3)
    if paint['kind'] not in ('dot', 'glow'):
        _iris(out, u, v, part, state, genes, paint['kind'])
    elif paint['kind'] == 'dot' and genes['eye_shine']:
        out[(u + 0.3) ** 2 + (v - 0.4) ** 2 < 0.09] = 1.0
    if state['arcs'] or state['lid_up'] >= 1:
        return _shut(out, u, v, lid, ink, rough, state['arcs'])
    tilt = -state['lid_tilt'] * side * u
    top = 1.0 - 2 * state['lid_up'] - tilt * -1.0 * 0.6
    line = max(0.12, 1.4 * rough)
    if state['lid_up'] > 0.02 or abs(state['lid_tilt']) > 0.05:
        out[v > top] = lid
        out[np.abs(v - top) < line * 0.5] = ink
    if state['lid_low'] > 0.02:
        low = -1.0 + 2 * state['lid_low']
        out[v < low] = lid
        out[np.abs(v - low) < line * 0.5] = ink
    if paint['kind'] == 'anime' or genes['lashes']:
        edge = u * u + v * v
        out[(edge > (0.72 if paint['kind'] == 'anime' else 0.8)) & (v > 0.12)] = ink
    return out


def _iris(out, u, v, part, state, genes, kind):
    """Iris, pupil and highlight round the gaze point."""
    size = genes['eye_iris'] * (0.8 + 0.2 * state['pupil'])
    gu, gv = np.clip(state['gaze'], -0.55, 0.55) * (1 - 0.5 * size)
    stretch = 1.0
    if kind == 'anime':
        size, gu, gv, stretch = 0.86, gu * 0.5, gv * 0.3, 1.0
    ratio = genes['eye_tall'] if kind != 'anime' else stretch
    du, dv = u - gu, (v - gv) * ratio
    d = np.sqrt(du * du + dv * dv)
    iris, pupil = genes['iris_color'].astype(np.float32), size * genes['eye_pupil'] * state['pupil']
    if genes['eye_black']:
        out[d < size * 0.75] = 0.05
    else:
        out[d < size] = iris * 0.45
        inner = d < size * 0.88
        shade = (0.75 - 0.45 * np.clip(dv / size, -1, 1))[:, None].astype(np.float32)
        out[inner] = np.clip(iris * shade[inner] * 1.1, 0, 1)
        out[np.sqrt((du / genes['eye_slit']) ** 2 + dv * dv) < pupil] = 0.04
    if genes['eye_pie']:
        out[(d < size) & (np.abs(np.arctan2(dv, du) - 0.7) < 0.45)] = 1.0
    if genes['eye_shine']:
        r = 0.3 * size
        out[(du + 0.32 * size) ** 2 + (dv - 0.36 * size) ** 2 < r * r] = 1.0
        if kind == 'anime':
            out[(du - 0.3 * size) ** 2 + (dv + 0.4 * size) ** 2 < (0.16 * size) ** 2] = 1.0


def _shut(out, u, v, lid, ink, rough, arcs):
    """A shut eye: lid colour with an arc (up when laughing)."""
    out[:] = lid
    bow = (0.35 - 0.7 * u * u) if arcs else (-0.25 + 0.35 * u * u)
    out[np.abs(v - bow) < max(0.13, 1.5 * rough)] = ink
    return out


def _hair_shine(albedo, where, buffer, genes):
    """Strands: a streaky brightness along the hair."""
    if not len(where):
        return
    n = buffer.local[where]
    a = np.arctan2(n[:, 0], n[:, 1] + 1.2)
    streak = 0.06 * np.sin(a * 23 + genes['fringe_seed'] % 7) + 0.04 * np.sin(a * 51)
    albedo[where] *= (1 + streak)[:, None].astype(np.float32)


def _cloth(albedo, where, buffer, parts, genes):
    """Pattern of the shirt."""
    if genes['naked'] or genes['pattern'] == 'plain' or not len(where):
        return
    groups = np.array([p.group for p in parts])[buffer.ids[where]]
    where = where[groups == 71]
    x, y = buffer.local[where, 0], buffer.local[where, 1]
    z = buffer.local[where, 2]
    second = genes['shirt2'].astype(np.float32)
    if genes['pattern'] == 'stripes':
        albedo[where[np.sin(14 * y) > 0.1]] = second
    elif genes['pattern'] == 'dots':
        albedo[where[np.sin(11 * x) * np.sin(11 * y) > 0.45]] = second
    elif genes['pattern'] == 'vest':
        albedo[where[(np.abs(x) < 0.16 - 0.1 * (y + 1.6)) & (z > 0)]] = second
    elif genes['pattern'] == 'bib':
        albedo[where[(np.abs(x) < 0.36) & (y < -1.35)]] = second
    else:
        albedo[where[((x / 0.22) ** 2 + ((y + 1.75) / 0.22) ** 2 < 1) & (z > 0)]] = second
