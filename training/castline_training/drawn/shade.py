"""Styles: how albedo, normals and depth become a drawn or a rendered picture."""
from __future__ import annotations

import cv2
import numpy as np

from .parts import EAR, EYE, HAIR, LIMB, MUZZLE, Part, SKIN
from .raster import FAR, GBuffer

STYLES = ('cel', 'flat', 'outline', 'screentone', 'soft3d', 'painterly', 'rubberhose')
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def shade(style: str, buffer: GBuffer, albedo: np.ndarray, parts: list[Part], genes: dict, span: float,
          rng) -> np.ndarray:
    """`span` = px of a head picture's side at this scale (sets line widths).

    RGBA float32 [S,S,4], not premultiplied, alpha 0/1 (smoothed by the caller's downscale)."""
    side = rng.uniform(-0.8, 0.8)
    light = np.array([side, rng.uniform(0.35, 0.9), rng.uniform(0.5, 1.0)], np.float32)
    light /= np.linalg.norm(light)
    shine = np.array([p.shine for p in parts])[buffer.ids]
    if style in ('soft3d', 'painterly'):
        color = _soft(buffer, albedo, parts, light, span, genes['furry'], rng)
    elif style == 'flat' or (style == 'outline' and rng.random() < 0.5):
        color = albedo.copy()
    else:
        color = _cel(buffer, albedo, light, rng)
    color[shine] = albedo[shine]
    image = np.zeros((*buffer.index.shape, 4), np.float32)
    image[buffer.rows, buffer.cols, :3] = np.clip(color, 0, 1)
    image[buffer.rows, buffer.cols, 3] = 1
    if style == 'soft3d':
        return _fur_edge(image, rng, span * rng.choice([0.0, 0.003, 0.006]) * genes['furry'], span)
    if style == 'painterly':
        return _brush(image, span, rng)
    if style == 'screentone':
        image = _screentone(image, span, rng)
    elif style == 'rubberhose':
        gray = np.clip((image[..., :3] @ _LUMA) * rng.uniform(1.0, 1.25), 0, 1)
        image[..., :3] = (gray[..., None] * np.array([1, rng.uniform(.96, 1), rng.uniform(.86, 1)], np.float32))
    if style != 'flat' or rng.random() < 0.25:
        image = _ink(image, buffer, parts, genes, style, span, rng)
    return image


def _cel(buffer, albedo, light, rng):
    """Two or three flat tones."""
    lit = buffer.normal @ light
    edge = rng.uniform(-0.1, 0.35)
    dark = np.array([rng.uniform(0.6, 0.85)] * 3, np.float32) * np.array([1, rng.uniform(.92, 1), rng.uniform(.98, 1.12)], np.float32)
    color = np.where((lit < edge)[:, None], albedo * dark, albedo)
    if rng.random() < 0.3:
        color = np.where((lit > 0.93)[:, None], np.minimum(color * 1.15 + 0.04, 1), color)
    return color


def _soft(buffer, albedo, parts, light, span, furry, rng):
    """Lambert, sky fill, rim, specular, contact darkening and fur noise."""
    n, albedo = _melted(buffer, albedo, parts, span) if furry else (buffer.normal, albedo)
    key = np.clip(n @ light, 0, 1)
    wrap = 0.5 + 0.5 * (n @ light)
    sky = 0.5 + 0.5 * n[:, 1]
    warm = np.array([1.0, rng.uniform(.93, 1), rng.uniform(.82, 1)], np.float32)
    cool = np.array([rng.uniform(.7, 1), rng.uniform(.85, 1), 1.0], np.float32)
    k = rng.uniform(0.45, 0.75)
    light_rgb = (k * key + 0.25 * wrap)[:, None] * warm + (rng.uniform(0.25, 0.45) * sky)[:, None] * cool + 0.12
    color = albedo * light_rgb * _contact(buffer, span)[:, None]
    half = light + np.array([0, 0, 1], np.float32)
    half /= np.linalg.norm(half)
    gloss = np.array([p.gloss for p in parts], np.float32)[buffer.ids]
    color += (gloss * np.clip(n @ half, 0, 1) ** 24)[:, None] * 0.7
    rim = (1 - np.clip(n[:, 2], 0, 1)) ** 3 * rng.uniform(0, 0.35)
    color += rim[:, None] * albedo
    return color * _fur(buffer, parts, rng)[:, None] if furry else color


def _melted(buffer, albedo, parts, span):
    """Normals and colours of skin and muzzle blurred into one another: volumes of one body, not balls in contact."""
    k = max(3, int(span / 13)) | 1
    kinds = np.array([p.kind for p in parts])[buffer.ids]
    soft = np.isin(kinds, (SKIN, MUZZLE))
    stack = np.zeros((*buffer.index.shape, 4), np.float32)
    rows, cols = buffer.rows[soft], buffer.cols[soft]
    stack[rows, cols, :3], stack[rows, cols, 3] = buffer.normal[soft], 1
    mean = cv2.blur(cv2.blur(stack, (k, k)), (k, k))[rows, cols]
    normal = buffer.normal.copy()
    normal[soft] = mean[:, :3] / (np.linalg.norm(mean[:, :3], axis=1, keepdims=True) + 1e-6)
    stack[rows, cols, :3] = albedo[soft]
    k = max(3, int(span / 60)) | 1
    mean = cv2.blur(stack, (k, k))[rows, cols]
    melted = albedo.copy()
    melted[soft] = mean[:, :3] / np.maximum(mean[:, 3:], 1e-3)
    return normal, melted


def _contact(buffer, span):
    """Darkening where the surroundings stand nearer to the viewer, per visible pixel 0.45..1."""
    seen = (buffer.depth > FAR / 2).astype(np.float32)
    near = np.where(seen > 0, buffer.depth, 0)
    k = max(5, int(span / 14)) | 1
    mean = cv2.boxFilter(near, -1, (k, k)) / np.maximum(cv2.boxFilter(seen, -1, (k, k)), 1e-3)
    gap = (mean - near)[buffer.rows, buffer.cols] / k
    return np.clip(1 - 0.55 * np.clip(gap, 0, 1), 0.5, 1)


def _fur(buffer, parts, rng):
    """Streaky brightness noise on furry and hairy parts."""
    shape = buffer.index.shape
    amount = rng.choice([0.0, 0.05, 0.11])
    if amount == 0:
        return np.ones(len(buffer.ids), np.float32)
    noise = rng.standard_normal((shape[0] // 2 + 1, shape[1] // 2 + 1)).astype(np.float32)
    streak = cv2.GaussianBlur(noise, (3, 7), 0)
    streak = cv2.resize(streak / streak.std(), (shape[1], shape[0]))
    kinds = np.array([p.kind for p in parts])[buffer.ids]
    furry = np.isin(kinds, (SKIN, EAR, HAIR, MUZZLE, LIMB))
    return 1 + np.where(furry, amount * np.clip(streak[buffer.rows, buffer.cols], -1.5, 1.5), 0).astype(np.float32)


def _displace(image, rng, amount, grain):
    """Moves pixels by smooth noise of `amount` px, `grain` px wide."""
    h, w = image.shape[:2]
    coarse = rng.standard_normal((2, max(2, h // grain), max(2, w // grain))).astype(np.float32) * (amount)
    dx, dy = (cv2.resize(c, (w, h)) for c in coarse)
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    return cv2.remap(image, x + dx, y + dy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _fur_edge(image, rng, amount, span):
    return _displace(image, rng, amount, max(2, int(span * 0.012))) if amount else image


def _brush(image, span, rng):
    """Visible strokes: displaced patches, flattened tones."""
    image = _displace(image, rng, 0.006 * span, max(3, int(span * 0.03)))
    rgb = (image[..., :3] * 255).astype(np.uint8)
    k = max(3, int(span / 60)) | 1
    image[..., :3] = cv2.medianBlur(rgb, min(k, 9)).astype(np.float32) / 255
    levels = rng.integers(8, 16)
    image[..., :3] = np.round(image[..., :3] * levels) / levels
    return image


def _screentone(image, span, rng):
    """White, dotted grey, black by luminance."""
    h, w = image.shape[:2]
    gray = image[..., :3] @ _LUMA
    pitch = max(3.0, span / rng.uniform(45, 90))
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    dots = 0.5 + 0.25 * (np.cos((x + y) * 2 * np.pi / pitch) + np.cos((x - y) * 2 * np.pi / pitch))
    tone = np.where(gray > 0.72, 1.0, np.where(gray < 0.22, 0.05, np.where(dots < gray * 0.9 + 0.1, 1.0, 0.15)))
    image[..., :3] = tone[..., None]
    return image


def _ink(image, buffer, parts, genes, style, span, rng):
    """Lines where groups or depths meet, outer contour thicker."""
    groups = np.array([p.group for p in parts] + [-5], np.int16)[buffer.index]
    reach = 0.045 * span
    flat = np.where(buffer.index >= 0, buffer.depth, -4 * span).astype(np.float32)
    ink = np.zeros(groups.shape, np.uint8)
    for a, b in (((slice(1, None), slice(None)), (slice(None, -1), slice(None))), ((slice(None), slice(1, None)), (slice(None), slice(None, -1)))):
        ink[b] |= ((groups[a] != groups[b]) | (np.abs(flat[a] - flat[b]) > reach)).astype(np.uint8)
    width = {'outline': rng.uniform(0.012, 0.022), 'rubberhose': rng.uniform(0.01, 0.016)}.get(style, rng.uniform(0.005, 0.013))
    k = max(2, int(round(width * span)))
    ink = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (k, k)))
    line = np.zeros(3) if style in ('screentone', 'rubberhose') else genes['ink']
    hit = ink > 0
    image[hit, :3] = line
    image[hit, 3] = 1
    return image
