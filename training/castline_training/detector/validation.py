"""The validation sets: nothing in them is trained on."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from .figures import Figures
from .measure import average_precision, detect
from .mixing import Mixer
from .shards import ShardPool
from .sources import load_penny

PREFIXES = ('val', 'tone', 'rval', 'fval')  # drawn, held-out style, rendered creatures, rendered as films frame them
PASTED, THINGS = 120, 120  # pictures
ALARM = 0.4  # score from which a thing taken for a face counts


def stored_sets(shards: Path, most: int) -> dict:
    """Frames of the validation shards, where there are any."""
    sets = {}
    for prefix in PREFIXES:
        pool = ShardPool(shards, prefix)
        pool.refresh()
        if pool.items:
            sets[prefix] = [pool.frame(i) for i in range(min(most, len(pool.items)))]
    return sets


def pasted_sets(figures: Figures, grounds: list) -> dict:
    """'art': held-out figures before paintings; 'clipArt': the same with clip art; 'things': held-out things that are no faces."""
    if not figures.held or not grounds:
        return {}
    sets = {'art': _pasted(figures.held, grounds, 61)}
    if figures.clip_art:
        sets['clipArt'] = _pasted([(1.0, sprites) for sprites in figures.clip_art], grounds, 63)
    mixer = Mixer({}, [], [], [], figures.held_decoys)
    things = []
    for k in range(THINGS if figures.held_decoys else 0):
        rng = np.random.default_rng([62, k])
        things.append(mixer.litter(_ground(grounds, rng), np.zeros((0, 9), np.float32), rng))
    return {**sets, **({'things': things} if things else {})}


def _pasted(weighed: list, grounds: list, seed: int) -> list:
    """Pictures with one or two of the figures over paintings."""
    mixer, pictures = Mixer({}, weighed, [], [], []), []
    for k in range(PASTED):
        rng = np.random.default_rng([seed, k])
        pictures.append(mixer.paste(_ground(grounds, rng), np.zeros((0, 9), np.float32), rng))
    return pictures


def _ground(grounds: list, rng):
    """A piece of a painting, 640x360."""
    picture = grounds[rng.integers(len(grounds))]
    h, w = picture.shape[:2]
    tall = rng.uniform(0.4, 1.0) * min(h, w * 9 / 16)
    wide = tall * 16 / 9
    y, x = int(rng.uniform(0, h - tall)), int(rng.uniform(0, w - wide))
    return cv2.resize(np.ascontiguousarray(picture[y:y + int(tall), x:x + int(wide)]), (640, 360), interpolation=cv2.INTER_AREA)


def all_sets(shared: Path, shards: Path, cache: Path, figures: Figures, grounds: list, most: int) -> dict:
    """Every validation set by name."""
    return {'penny': load_penny(shared / 'films', cache)['held'], **stored_sets(shards, most), **pasted_sets(figures, grounds)}


def validate(net, sets: dict) -> dict:
    """(AP, AP at IoU 0.7, score of the best F1) of each set; of the things, the share of pictures with a false alarm."""
    net.eval()
    report = {}
    for name, frames in sets.items():
        results = [(*detect(net, image)[:2], rows) for image, rows in frames]
        if name == 'things':
            report[name] = round(float(np.mean([bool((scores >= ALARM).any()) for _, scores, _ in results])), 4)
            continue
        ap, _, score = average_precision(results)
        report[name] = (round(ap, 4), round(average_precision(results, 0.7)[0], 4), round(score, 3))
    return report
