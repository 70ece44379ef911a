"""Labelled pictures that the detector learns from beside drawn scenes: open art sprites and film frames (TRAIN only)."""
from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import cv2
import numpy as np

# Never trained on: the test pack and the test negatives of the shared art folder.
TEST_PACKS = ('learn-to-code-rpg', 'negatives')
HELD_OUT_CLIPS = ('bedtime', 'retro_gaming', 'splash', 'stargazing')
SPRITE_SIDE, THING_SIDE = 560, 300
CLIP_ART = '/usr/share/openclipart/png'  # where Debian's openclipart-png puts its pictures
# Two of the backgrounds show characters, so they are no backgrounds.
PEOPLED = ('loading_screen', 'tree', 'world')


def load_backgrounds(folder: Path) -> list:
    """Open paintings without any character, RGB uint8."""
    files = [p for p in sorted(folder.rglob('*.webp')) if p.stem not in PEOPLED]
    pictures = [np.ascontiguousarray(cv2.imread(str(p))[..., ::-1]) for p in files]
    return [p for p in pictures if p.std() > 1]  # one is a blank sheet


def load_sprites(art: Path) -> dict:
    """{'pack/character': [(rgba uint8 [h,w,4], labels float32 [n,9] px)]} of the labelled TRAIN pictures without a painted ground."""
    sprites: dict = {}
    for name, faces in json.loads((art / 'faces.json').read_text()).items():
        if name.split('/')[0] in TEST_PACKS or not faces:
            continue
        if not (art / name).exists():
            continue
        picture = _small(art / name)
        h, w = picture.shape[:2]
        scale = np.array([w, h, w, h] * 2, np.float32) / 100
        rows = [[*(np.array([*f['face'], *(f.get('head') or f['face'])]) * scale), 0.0 if f['ignore'] else 1.0]
                for f in faces if f.get('face')]
        drawing = (picture, np.array(rows, np.float32).reshape(-1, 9))
        sprites.setdefault('/'.join(name.split('/')[:2]), []).append(drawing)
    return sprites


def load_avatars(folder: Path, labels: Path) -> dict:
    """{'avatars/style': sprites} of render-avatars.mjs with the one box that every style has; an absent folder gives none."""
    sprites: dict = {}
    for style, entry in json.loads(labels.read_text())['styles'].items():
        for file in sorted(folder.glob(f'{style}_*.png')):
            picture = _rgba(file)
            h, w = picture.shape[:2]
            row = np.array([*entry['face'], *entry['head']]) * np.array([w, h, w, h] * 2) / 100
            sprites.setdefault(f'avatars/{style}', []).append((picture, np.array([[*row, 1.0]], np.float32)))
    return sprites


def load_emoji(folder: Path, labels: Path) -> dict:
    """{'animals': sprites, 'people': sprites, 'decoys': [rgba]} of render-emoji.mjs; an absent folder gives none."""
    groups = {'animals': [], 'people': [], 'decoys': [_rgba(file) for file in sorted(folder.glob('decoy_*'))]}
    for entry in json.loads(labels.read_text())['sets']:
        for name in entry['sets']:
            for file in sorted(folder.glob(f'{name}_*')):
                found = [p for p in entry['patterns'] if re.fullmatch(p['code'], file.stem[len(name) + 1:])]
                if not found:
                    continue
                picture = _rgba(file)
                h, w = picture.shape[:2]
                row = np.array([*found[0]['face'], *found[0]['head']]) * np.array([w, h, w, h] * 2) / 100
                groups[entry['group']].append((picture, np.array([[*row, 1.0]], np.float32)))
    return groups


def load_clip_art(folder: Path, labels: Path) -> dict:
    """{'animal', 'person', 'other': [(rgba, labels)], 'thing': [rgba]} of Debian's openclipart-png; an absent folder gives none.

    Silhouettes, faces of things and the like are labelled to be ignored, and pictures of nothing else are left out.
    """
    known = json.loads(labels.read_text())
    groups: dict = {'animal': [], 'person': [], 'other': [], 'thing': [_small(folder / name, THING_SIDE) for name in known['things'] if (folder / name).exists()]}
    for name, entry in known['pictures'].items():
        if not (folder / name).exists() or all(f.get('ignore') for f in entry['faces']):
            continue
        picture = _small(folder / name)
        h, w = picture.shape[:2]
        rows = [[*(np.array([*f['face'], *f['head']]) * np.array([w, h, w, h] * 2) / 100), 0.0 if f.get('ignore') else 1.0] for f in entry['faces']]
        groups[entry['kind']].append((picture, np.array(rows, np.float32)))
    return groups


def _small(file: Path, side: int = SPRITE_SIDE):
    """A picture as RGBA, no side over `side` px."""
    picture = _rgba(file)
    s = min(1.0, side / max(picture.shape[:2]))
    return np.ascontiguousarray(cv2.resize(picture, None, fx=s, fy=s, interpolation=cv2.INTER_AREA))


def _rgba(file: Path):
    """A picture with its transparency, RGBA uint8."""
    picture = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
    if picture.dtype != np.uint8:
        picture = (picture // 257).astype(np.uint8)
    if picture.ndim == 2 or picture.shape[2] == 1:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    if picture.shape[2] == 3:
        picture = np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)])
    return np.ascontiguousarray(picture[..., [2, 1, 0, 3]])


def _extract(clip: Path, at: float, width: int, target: Path):
    """One frame as PNG, cached in `target`."""
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(['ffmpeg', '-v', 'error', '-ss', f'{at:.3f}', '-i', str(clip), '-frames:v', '1', '-vf', f'scale={width}:-2',
                        str(target)], check=True)
    return cv2.imread(str(target))[..., ::-1]


def _frame(image, faces, factor):
    """Label rows of a film frame; head boxes are not known and repeat the face."""
    rows = [[*(np.array(f['box'], float) * factor), *(np.array(f['box'], float) * factor), 0.0 if f['ignore'] else 1.0] for f in faces]
    return image, np.array(rows, np.float32).reshape(-1, 9)


def load_penny(films: Path, cache: Path) -> dict:
    """{'train': [...], 'held': [...]} frames of penny-and-chip at 854 px width."""
    folder = films / 'penny-and-chip'
    sets = {'train': [], 'held': []}
    for name, entry in json.loads((folder / 'boxes.json').read_text()).items():
        image = _extract(folder / 'clips' / entry['clip'], entry['atSeconds'], 854, cache / f'penny_{name}.png')
        held = Path(entry['clip']).stem in HELD_OUT_CLIPS
        sets['held' if held else 'train'].append(_frame(image, entry['faces'], 854 / 1280))
    return sets


def load_popeye(films: Path, cache: Path) -> list:
    """Labelled frames of popeye-sindbad at 720 px width."""
    folder, frames = films / 'popeye-sindbad', []
    for part in ('T00-1', 'T01-2'):
        data = json.loads((folder / f'{part}.json').read_text())
        for second, faces in data['boxes'].items():
            image = _extract(folder / data['clip'], float(second), 720, cache / f'popeye_{part}_{second}.png')
            frames.append(_frame(image, faces, 720 / data['pictureWidth']))
    return frames


def load_more_frames(films: Path, labels: Path, cache: Path) -> list:
    """The film frames that we labelled ourselves, at 800 px width."""
    frames = []
    for clip, entries in json.loads(labels.read_text())['clips'].items():
        for second, entry in entries.items():
            image = _extract(films / clip, float(second), 800, cache / f'more_{Path(clip).stem}_{second}.png')
            scale = np.array([image.shape[1], image.shape[0]] * 2) / 1000
            rows = [[*(np.array(box) * scale), *(np.array(box) * scale), flag]
                    for key, flag in (('faces', 1.0), ('ignored', 0.0)) for box in entry[key]]
            frames.append((image, np.array(rows, np.float32).reshape(-1, 9)))
    return frames
