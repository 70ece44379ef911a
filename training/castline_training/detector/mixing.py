"""Training samples: crops at many scales, pasted art, film frames, negatives, mosaics, colour changes."""
from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from .shards import ShardPool

SCALES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5)  # crop height in frame heights
SHARES = {'drawn': 0.23, 'rendered': 0.32, 'hard': 0.06, 'art': 0.26, 'film': 0.09, 'empty': 0.04}  # of samples, where a source has pictures
FEW = 300  # frames below which a pool's share is less, so that a few are not seen too often
TURNED = 0.15  # share of crops that are turned: their boxes are estimates
DECOYS = 0.2  # share of samples with things pasted in that are no faces


@dataclass
class Mixer:
    """Draws training samples; rows of labels are [face x4, head x4, flag, head known]."""

    pools: dict  # name -> ShardPool: 'drawn' and, where there are such shards, 'rendered' and 'hard' (false alarms)
    figures: list  # [(weight, sprites)]: packs of labelled figures without a ground, to be pasted
    films: list  # (rgb, rows [n,9]) without known heads
    empties: list = field(default_factory=list)  # rgb without any face
    decoys: list = field(default_factory=list)  # rgba without any face

    def refresh(self) -> None:
        """Picks up shards that came since; the shares follow."""
        for pool in self.pools.values():
            pool.refresh()
        present = {**{k: len(p.items) for k, p in self.pools.items()}, 'film': len(self.films), 'empty': len(self.empties),
                   'art': len(self.figures)}
        self.kinds = [k for k in SHARES if present.get(k)]
        weights = np.array([SHARES[k] * min(1.0, present[k] / FEW) if k in self.pools else SHARES[k] for k in self.kinds])
        self.shares = weights / weights.sum()

    def sample(self, rng, height: int, width: int, near: float = 1.0):
        """(rgb uint8 [height,width,3], labels float32 [n,10]); `near` < 1 narrows the range of scales."""
        if height == width and rng.random() < 0.12:
            return self._mosaic(rng, height)
        image, labels = self._part(rng, height, width, near)
        return recolour(image, rng), labels

    def _part(self, rng, height, width, near=1.0):
        """A crop with its labels, without changes of colour."""
        kind = str(rng.choice(self.kinds, p=self.shares))
        image, rows, known = self._picture(rng, kind)
        image, rows = crop(image, rows, rng, height, width, float(rng.choice(SCALES)) ** near)
        if kind == 'art':
            image, rows = self.paste(image, rows, rng)
        if self.decoys and rng.random() < (0.7 if kind == 'empty' else DECOYS):
            image, rows = self.litter(image, rows, rng)
        return image, np.concatenate([rows, np.full((len(rows), 1), known, np.float32)], 1)

    def _picture(self, rng, kind):
        if kind == 'film':
            image, rows = self.films[rng.integers(len(self.films))]
            return image, rows.copy(), 0.0
        if kind == 'art' and self.empties and rng.random() < 0.25:
            kind = 'empty'
        if kind == 'empty':
            return self.empties[rng.integers(len(self.empties))], np.zeros((0, 9), np.float32), 1.0
        if kind == 'art':
            kind = 'rendered' if 'rendered' in self.kinds and rng.random() < 0.5 else 'drawn'
        pool = self.pools[kind]
        image, rows = pool.frame(int(rng.integers(len(pool.items))))
        return image, rows, 1.0

    def _mosaic(self, rng, side):
        """Four samples of half the side."""
        half = side // 2
        canvas, labels = np.zeros((side, side, 3), np.uint8), []
        for x, y in ((0, 0), (half, 0), (0, half), (half, half)):
            image, rows = self._part(rng, half, half)
            canvas[y:y + half, x:x + half] = recolour(image, rng)
            rows[:, :8] += np.array([x, y] * 4, np.float32)
            labels.append(rows)
        return canvas, np.concatenate(labels)

    def litter(self, image, rows, rng):
        """Things without faces over the crop, beside or before the faces."""
        image = np.ascontiguousarray(image)
        for _ in range(int(rng.integers(1, 4))):
            thing = self.decoys[rng.integers(len(self.decoys))]
            side = float(np.exp(rng.uniform(np.log(14), np.log(0.6 * image.shape[0]))))
            s = min(1.5, side / max(thing.shape[:2]))
            thing = cv2.resize(thing, None, fx=s, fy=s, interpolation=cv2.INTER_AREA if s < 1 else cv2.INTER_LINEAR)
            if rng.random() < 0.5:
                thing = np.ascontiguousarray(thing[:, ::-1])
            x = int(rng.uniform(-0.2, 0.9) * image.shape[1])
            y = int(rng.uniform(-0.2, 0.9) * image.shape[0])
            rows = _over(image, rows, thing, np.zeros((0, 9), np.float32), x, y)
        return image, rows

    def paste(self, image, rows, rng):
        """One or two open-art figures over the crop."""
        image = np.ascontiguousarray(image)
        height, width = image.shape[:2]
        for _ in range(int(rng.integers(1, 3))):
            weights = np.array([weight for weight, _ in self.figures])
            source = self.figures[rng.choice(len(self.figures), p=weights / weights.sum())][1]
            sprite, faces = source[rng.integers(len(source))]
            lead = faces[rng.integers(len(faces))]
            tall = float(np.exp(rng.uniform(np.log(14), np.log(0.7 * height))))
            s = float(np.clip(tall / max(4.0, lead[3] - lead[1]), 0.04, 2.5))
            s = min(s, 2.2 * height / max(sprite.shape[:2]))
            figure = cv2.resize(sprite, None, fx=s, fy=s, interpolation=cv2.INTER_AREA if s < 1 else cv2.INTER_LINEAR)
            new = faces.copy()
            new[:, :8] *= s
            if rng.random() < 0.5:
                figure, new = mirrored(figure, new)
            middle = (new[0, 0] + new[0, 2]) / 2
            x = int(rng.uniform(0.05, 0.95) * width - middle)
            y = int(rng.uniform(0.1, 0.9) * height - (new[0, 1] + new[0, 3]) / 2)
            rows = _over(image, rows, figure, new, x, y)
        return image, rows


def _over(image, rows, figure, new, x, y):
    """Blends a figure at (x, y); labels under it become ignored or vanish."""
    h, w = image.shape[:2]
    a, b, c, d = max(0, x), max(0, y), min(w, x + figure.shape[1]), min(h, y + figure.shape[0])
    if a >= c or b >= d:
        return rows
    part = figure[b - y:d - y, a - x:c - x]
    alpha = part[..., 3:].astype(np.uint16)
    view = image[b:d, a:c]
    view[:] = ((view * (255 - alpha) + part[..., :3] * alpha) // 255).astype(np.uint8)
    cover = np.zeros((h, w), np.uint8)
    cover[b:d, a:c] = part[..., 3] > 110
    kept = []
    for row in rows:
        x0, y0, x1, y1 = (int(v) for v in row[:4])
        region = cover[max(0, y0):y1 + 1, max(0, x0):x1 + 1]
        hidden = float(region.mean()) if region.size else 0.0
        if hidden > 0.85:
            continue
        kept.append(row if hidden < 0.45 else np.array([*row[:8], 0.0], np.float32))
    new = new.copy()
    new[:, :8] += np.array([x, y] * 4, np.float32)
    return clipped(np.array([*kept, *new], np.float32).reshape(-1, 9), w, h)


def mirrored(image, rows):
    """Left-right flip of a picture and its boxes."""
    w = image.shape[1]
    rows = rows.copy()
    rows[:, [0, 2, 4, 6]] = w - rows[:, [2, 0, 6, 4]]
    return np.ascontiguousarray(image[:, ::-1]), rows


def clipped(rows, width, height, smallest: float = 7.0):
    """Boxes cut at the frame; too little left = ignored, nothing left = dropped."""
    if not len(rows):
        return rows
    bounds = np.array([width, height] * 4, np.float32)
    whole = np.maximum((rows[:, 2] - rows[:, 0]) * (rows[:, 3] - rows[:, 1]), 1e-3)
    out = rows.copy()
    out[:, :8] = np.clip(rows[:, :8], 0, bounds)
    w, h = out[:, 2] - out[:, 0], out[:, 3] - out[:, 1]
    left = np.maximum(w, 0) * np.maximum(h, 0) / whole
    out[(left < 0.35) | (np.maximum(w, h) < smallest), 8] = 0
    return out[(left > 0.04) & (w > 1.5) & (h > 1.5)]


def crop(image, rows, rng, height, width, factor):
    """A random window `factor` frame heights tall, scaled to height x width, maybe mirrored and slightly turned in shape."""
    h, w = image.shape[:2]
    tall = factor * h
    wide = tall * width / height * float(np.exp(rng.normal(0, 0.09)))
    if len(rows) and rng.random() < 0.75:  # look where there is something to learn
        pick = rows[rng.integers(len(rows))]
        size = max(pick[2] - pick[0], pick[3] - pick[1])
        if rng.random() < 0.35:  # every size of face alike, close-ups too
            tall = max(size / float(np.exp(rng.uniform(np.log(0.1), np.log(0.95)))), 0.18 * h)
            wide = tall * width / height * float(np.exp(rng.normal(0, 0.09)))
        tall, wide = (max(v, size * 0.75) for v in (tall, wide))
        x = (pick[0] + pick[2]) / 2 - rng.uniform(0.12, 0.88) * wide
        y = (pick[1] + pick[3]) / 2 - rng.uniform(0.12, 0.88) * tall
    else:
        x, y = rng.uniform(min(0, w - wide), max(0, w - wide)), rng.uniform(min(0, h - tall), max(0, h - tall))
    rows = rows[rows[:, 8] >= 0]  # false alarms are places to look at, no labels
    sx, sy = width / wide, height / tall
    if sx < 0.62 and sy < 0.62:  # avoid aliasing: reduce first
        k = max(sx, sy) * 1.3
        image = cv2.resize(np.ascontiguousarray(image), None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
        window = np.array([[sx / k, 0, -x * sx], [0, sy / k, -y * sy]], np.float32)
    else:
        window = np.array([[sx, 0, -x * sx], [0, sy, -y * sy]], np.float32)
    fill = tuple(int(v) for v in rng.integers(0, 255, 3)) if rng.random() < 0.5 else (0, 0, 0)
    rows = rows.copy()
    rows[:, 0:8:2] = (rows[:, 0:8:2] - x) * sx
    rows[:, 1:8:2] = (rows[:, 1:8:2] - y) * sy
    if rng.random() < TURNED:
        window, rows = turned(window, rows, float(np.clip(rng.normal(0, 9), -22, 22)), width, height)
    out = cv2.warpAffine(np.ascontiguousarray(image), window, (width, height), flags=cv2.INTER_LINEAR, borderValue=fill)
    if rng.random() < 0.5:
        out, rows = mirrored(out, rows)
    return out, clipped(rows, width, height)


def turned(window, rows, degrees, width, height):
    """The window turned about the middle of the crop; boxes are those of the turned ellipses in them."""
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), [0, 0, 1]])
    window = (turn @ np.vstack([window, [0, 0, 1]]))[:2].astype(np.float32)
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    for k in (0, 4):
        middle = np.stack([rows[:, k] + rows[:, k + 2], rows[:, k + 1] + rows[:, k + 3], np.full(len(rows), 2.0)], 1) / 2 @ turn[:2].T
        w, h = rows[:, k + 2] - rows[:, k], rows[:, k + 3] - rows[:, k + 1]
        half = np.stack([np.hypot(w * c, h * s), np.hypot(w * s, h * c)], 1) / 2
        rows[:, k:k + 2], rows[:, k + 2:k + 4] = middle - half, middle + half
    return window, rows


def recolour(image, rng):
    """Brightness, contrast, gamma, saturation, channel gains, grey, blur, noise, JPEG."""
    if rng.random() < 0.3:
        table = (255 * (np.arange(256) / 255) ** np.exp(rng.normal(0, 0.4))).astype(np.uint8)
        image = cv2.LUT(np.ascontiguousarray(image), table)
    if rng.random() < 0.7:
        gain = rng.uniform(0.55, 1.35) * rng.uniform(0.82, 1.18, 3)
        table = np.clip((np.arange(256)[:, None] - 128) * gain + 128 + rng.uniform(-30, 30), 0, 255).astype(np.uint8)
        image = cv2.LUT(np.ascontiguousarray(image), table[None])
    if rng.random() < 0.15:
        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        image = np.repeat(gray[..., None], 3, 2)
    elif rng.random() < 0.2:
        image = np.ascontiguousarray(image[..., rng.permutation(3)])
    elif rng.random() < 0.2:
        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None]
        k = rng.uniform(0.2, 1.6)
        image = np.clip(gray + k * (image.astype(np.float32) - gray), 0, 255).astype(np.uint8)
    if rng.random() < 0.15:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.8))
    if rng.random() < 0.1:
        image = np.clip(image + rng.normal(0, rng.uniform(2, 10), image.shape), 0, 255).astype(np.uint8)
    if rng.random() < 0.12:
        _, data = cv2.imencode('.jpg', image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(20, 70))])
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return image
