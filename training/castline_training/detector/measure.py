"""Average precision (all-point, IoU 0.5, one class) and decoding with duplicate removal, as the product does it."""
from __future__ import annotations

import cv2
import numpy as np
import torch

from .network import TWO_SCALES, boxes_from, cell_centres, predictions


def letterbox(image, width: int = 640, height: int = 384):
    """(float tensor [1,3,H,W], scale): the picture at the upper left, grey below and to the right."""
    h, w = image.shape[:2]
    s = min(width / w, height / h)
    small = cv2.resize(np.ascontiguousarray(image), (round(w * s), round(h * s)), interpolation=cv2.INTER_AREA if s < 1 else cv2.INTER_LINEAR)
    canvas = np.full((height, width, 3), 114, np.uint8)
    canvas[:small.shape[0], :small.shape[1]] = small
    return torch.from_numpy(canvas).permute(2, 0, 1)[None].float() / 255, s


def suppress(boxes, scores, iou_max: float = 0.5, containment: float = 0.7):
    """Indices kept: greedy by score; a box goes when IoU or share of the smaller area is reached."""
    order, keep = np.argsort(-scores, kind='stable'), []
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    while len(order):
        i, rest = order[0], order[1:]
        keep.append(i)
        lt, rb = np.maximum(boxes[i, :2], boxes[rest, :2]), np.minimum(boxes[i, 2:], boxes[rest, 2:])
        inter = np.clip(rb - lt, 0, None).prod(1)
        iou = inter / (area[i] + area[rest] - inter + 1e-9)
        order = rest[(iou < iou_max) & (inter / (np.minimum(area[i], area[rest]) + 1e-9) < containment)]
    return np.array(keep, int)


@torch.no_grad()
def detect(net, image, floor: float = 0.02, width: int = 640, height: int = 384):
    """(boxes [n,4] px of the picture, scores [n], heads [n,4])."""
    tensor, s = letterbox(image, width, height)
    cells = predictions(net, tensor.to(memory_format=torch.channels_last))[0]
    centres, _ = cell_centres(height, width, TWO_SCALES)
    scores = cells[:, 0].numpy()
    mine = np.argsort(-scores)[:300]
    mine = mine[scores[mine] > floor]
    boxes = boxes_from(centres[mine], cells[mine, 1:5]).numpy() / s
    heads = boxes_from(centres[mine], cells[mine, 5:]).numpy() / s
    limit = np.array([image.shape[1], image.shape[0]] * 2, np.float32)
    boxes, heads = np.clip(boxes, 0, limit), np.clip(heads, 0, limit)
    keep = suppress(boxes, scores[mine])
    return boxes[keep], scores[mine][keep], heads[keep]


def average_precision(results, iou_min: float = 0.5):
    """results = [(boxes, scores, truth rows [n,9])]; ignored truths are neither right nor wrong.

    Returns (AP, best F1, score of the best F1).
    """
    marks, total = [], 0
    for n, (boxes, scores, rows) in enumerate(results):
        total += int((rows[:, 8] > 0).sum())
        marks += match(boxes, scores, rows, iou_min)
    marks.sort(key=lambda m: -m[0])
    hits = np.cumsum([m[1] for m in marks]) if marks else np.zeros(0)
    if not len(hits) or not total:
        return 0.0, 0.0, 0.5
    precision, recall = hits / (np.arange(len(hits)) + 1), hits / total
    ceiling = np.maximum.accumulate(precision[::-1])[::-1]
    ap = float((np.diff(np.concatenate([[0], recall])) * ceiling).sum())
    f1 = 2 * precision * recall / (precision + recall + 1e-9)
    best = int(f1.argmax())
    return ap, float(f1[best]), float(marks[best][0])


def match(boxes, scores, rows, iou_min):
    """(score, hit) of each detection of one picture that counts."""
    used, marks = set(), []
    for i in np.argsort(-scores, kind='stable'):
        lt, rb = np.maximum(boxes[i, :2], rows[:, :2]), np.minimum(boxes[i, 2:], rows[:, 2:4])
        inter = np.clip(rb - lt, 0, None).prod(1)
        area = (boxes[i, 2] - boxes[i, 0]) * (boxes[i, 3] - boxes[i, 1])
        iou = inter / (area + (rows[:, 2] - rows[:, 0]) * (rows[:, 3] - rows[:, 1]) - inter + 1e-9)
        free = [(v, k) for k, v in enumerate(iou) if rows[k, 8] > 0 and k not in used]
        value, which = max(free, default=(0.0, -1))
        if value >= iou_min:
            used.add(which)
            marks.append((float(scores[i]), 1))
        elif not len(rows) or max((v for k, v in enumerate(iou) if rows[k, 8] == 0), default=0.0) < iou_min:
            marks.append((float(scores[i]), 0))
    return marks
