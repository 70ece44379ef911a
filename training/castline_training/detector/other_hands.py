"""Validation on pictures that other hands drew, for exported models of any version, side by side.

    python3 -m castline_training.detector.other_hands --shared ../shared --avatars ../scratch/avatars --emoji ../scratch/emoji \
        --cache ../scratch/detector/frames --models ../models/castline-face-v1 OTHER_FOLDER [--photographs FOLDER] [--two-scales]

A model is a folder with manifest.json. Prints AP of each set, false alarms at the shipped bar, and the figure that the lab book's rule chooses by.
`--embedder FOLDER` leaves out what that embedder takes for no face, as the product does.
`--two-scales` looks at the picture at half its size too, for large faces, where the graph does not do so itself. Needs onnxruntime.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from ..embedder.square_crop import cut_square, square_around
from .figures import load_figures
from .measure import average_precision, letterbox, match, suppress
from .network import LARGE, cell_centres
from .sources import CLIP_ART, load_backgrounds, load_more_frames, load_penny, load_popeye
from .validation import pasted_sets

LABELS = Path(__file__).parents[2] / 'labels'
ALARMS = 0.05  # share of pictures without a face in which one may be seen, where recalls are compared
CHOSEN_BY = ('pennyHeld', 'art', 'clipArt', 'sintel')  # where they are there
FLOOR, MOST = 0.02, 300


def opened(folder: Path) -> tuple[dict, onnxruntime.InferenceSession]:
    """(manifest, session on one thread) of a model's folder."""
    manifest = json.loads((folder / 'manifest.json').read_text())
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    return manifest, onnxruntime.InferenceSession(str(folder / manifest['file']), settings, providers=['CPUExecutionProvider'])


class FaceJudge:
    """The faceness of an embedder's folder, at its own bar."""

    def __init__(self, folder: Path) -> None:
        self.manifest, self.session = opened(folder)

    def are_faces(self, image: np.ndarray, heads: np.ndarray) -> np.ndarray:
        """bool [N] of head boxes [N,4] px."""
        crops = np.stack([cut_square(image, square_around(tuple(map(float, head)))) for head in heads])
        tensor = crops.transpose(0, 3, 1, 2).astype(np.float32) / 255
        fed = {entry.name: tensor for entry in self.session.get_inputs()}
        return self.session.run([self.manifest['outputs']['face']], fed)[0] >= self.manifest['thresholds']['face']


class ShippedDetector:
    """A model folder as the product runs it at 640x384."""

    def __init__(self, folder: Path, two_scales: bool) -> None:
        self.manifest, self.session = opened(folder)
        self.halves = two_scales and len(self.manifest['strides']) == 3
        self.name = f"{self.manifest['version']} {self.manifest['sha256'][:6]}{' two scales' if self.halves else ''}"
        self.bar = self.manifest['thresholds']['score']

    def _cells(self, tensor: np.ndarray, factor: float) -> tuple[np.ndarray, np.ndarray]:
        """(scores, boxes of face and head [A,8]) of all cells, in px of the whole input."""
        cells = self.session.run(None, {'images': tensor})[0][0]
        centres = cell_centres(tensor.shape[2], tensor.shape[3], tuple(self.manifest['strides']))[0].numpy()
        corners = [edge for k in (1, 5) for edge in (centres - cells[:, k:k + 2], centres + cells[:, k + 2:k + 4])]
        return cells[:, 0], np.hstack(corners) * factor

    def detect(self, image: np.ndarray, judge: FaceJudge | None = None) -> tuple[np.ndarray, np.ndarray]:
        """(boxes px of the picture, scores), duplicates removed, and what `judge` takes for no face."""
        tensor, scale = letterbox(image)
        scores, boxes = self._cells(tensor.numpy(), 1)
        if self.halves:
            half = tensor.numpy().reshape(1, 3, 192, 2, 320, 2).mean((3, 5))
            more, large = self._cells(half, 2)
            more = more * ((large[:, 2:4] - large[:, :2]).max(1) >= LARGE)
            scores, boxes = np.concatenate([scores, more]), np.concatenate([boxes, large])
        first = np.argsort(-scores)[:MOST]
        first = first[scores[first] > FLOOR]
        boxes = np.clip(boxes[first] / scale, 0, np.array([image.shape[1], image.shape[0]] * 4, np.float32))
        keep = suppress(boxes[:, :4], scores[first])
        boxes, scores = boxes[keep], scores[first][keep]
        if judge is not None and len(boxes):
            faces = judge.are_faces(image, boxes[:, 4:])
            boxes, scores = boxes[faces], scores[faces]
        return boxes[:, :4], scores


def load_sets(options: argparse.Namespace) -> dict:
    """{name: [(picture, label rows)]}; 'things' and 'photographs' show no face and have no rows."""
    films = options.shared / 'films'
    figures = load_figures(options.shared / 'art', options.avatars, options.emoji, options.clip_art, LABELS)
    pasted = pasted_sets(figures, load_backgrounds(options.shared / 'art' / 'backgrounds'))
    penny = load_penny(films, options.cache)
    more = load_more_frames(films, LABELS / 'film-frames.json', options.cache)
    sets = {'pennyHeld': penny['held'], 'pennySeen': penny['train'], 'popeye': load_popeye(films, options.cache), 'moreFrames': more,
            **pasted, 'things': [(picture, None) for picture, _ in pasted['things']]}
    if options.sintel:
        sets['sintel'] = load_more_frames(options.sintel.parent, LABELS / 'sintel-frames.json', options.cache)
    if options.photographs:
        files = sorted(p for p in options.photographs.iterdir() if p.suffix in ('.png', '.jpg'))
        sets['photographs'] = [(np.ascontiguousarray(cv2.imread(str(file))[..., ::-1]), None) for file in files]
    return sets


def figures_of(detector: ShippedDetector, judge: FaceJudge | None, sets: dict) -> dict:
    """AP of each set with faces, false alarms of each without, and recalls at the bar that lets the same share of things pass."""
    found = {name: [(*detector.detect(picture, judge), rows) for picture, rows in frames] for name, frames in sets.items()}
    empty = {name: np.array([max(scores, default=0.0) for _, scores, _ in results]) for name, results in found.items() if results[0][2] is None}
    labelled = {name: results for name, results in found.items() if name not in empty}
    bar = float(np.quantile(np.concatenate(list(empty.values())), 1 - ALARMS))
    recalls = {name: recall_at(labelled[name], bar) for name in CHOSEN_BY if name in labelled}
    return {
        'model': detector.name,
        'ap': {name: round(average_precision(results)[0], 4) for name, results in labelled.items()},
        'falseAlarmsAtShippedBar': {'bar': detector.bar, **{name: round(float((best >= detector.bar).mean()), 4) for name, best in empty.items()}},
        'recallAtEqualAlarms': {'bar': round(bar, 3), **recalls, 'mean': round(float(np.mean(list(recalls.values()))), 4)},
    }


def recall_at(results: list, bar: float) -> float:
    marks = [mark for boxes, scores, rows in results for mark in match(boxes, scores, rows, 0.5)]
    return round(sum(hit for score, hit in marks if score >= bar) / sum(int((rows[:, 8] > 0).sum()) for _, _, rows in results), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--models', type=Path, nargs='+', required=True)
    parser.add_argument('--shared', type=Path, default=Path('../shared'))
    parser.add_argument('--avatars', type=Path, default=Path('../scratch/avatars'))
    parser.add_argument('--emoji', type=Path, default=Path('../scratch/emoji'))
    parser.add_argument('--clip-art', type=Path, default=Path(CLIP_ART))
    parser.add_argument('--sintel', type=Path, help='the clip that labels/sintel-frames.json speaks of')
    parser.add_argument('--cache', type=Path, default=Path('../scratch/detector/frames'))
    parser.add_argument('--photographs', type=Path, help='pictures without any face')
    parser.add_argument('--embedder', type=Path, help='folder of the embedder that the product would ask whether it is a face')
    parser.add_argument('--two-scales', action='store_true')
    options = parser.parse_args()
    cv2.setNumThreads(1)
    sets = load_sets(options)
    print(json.dumps({name: len(frames) for name, frames in sets.items()}), flush=True)
    judge = FaceJudge(options.embedder) if options.embedder else None
    for folder in options.models:
        for halves in (False, True) if options.two_scales else (False,):
            detector = ShippedDetector(folder, halves)
            if detector.halves == halves:
                print(json.dumps(figures_of(detector, judge, sets)), flush=True)


if __name__ == '__main__':
    main()
