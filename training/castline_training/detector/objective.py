"""Which cell answers for which face (static at first, SimOTA after), and the loss."""
from __future__ import annotations

import torch
from torch.nn import functional as F

from .network import boxes_from

PULL_FLOOR = 0.6
FACE, HEAD, EDGES = 2.5, 0.7, 1.0  # weights of the box losses beside the score's
RANGES = {8.0: (0.0, 48.0), 16.0: (36.0, 104.0), 32.0: (84.0, 1e9)}  # face size (px, longer side) per stride


def overlap(a, b, generalised: bool = False):
    """IoU (or GIoU) of boxes that broadcast, [...,4]."""
    lt, rb = torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])
    inter = (rb - lt).clamp(min=0).prod(-1)
    area_a, area_b = (a[..., 2:] - a[..., :2]).clamp(min=0).prod(-1), (b[..., 2:] - b[..., :2]).clamp(min=0).prod(-1)
    union = area_a + area_b - inter + 1e-6
    iou = inter / union
    if not generalised:
        return iou
    hull = (torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])).prod(-1) + 1e-6
    return iou - (hull - union) / hull


def _inside(centres, boxes):
    """[G,A]: is the cell's centre in the box."""
    c, b = centres[None], boxes[:, None]
    return ((c >= b[..., :2]) & (c <= b[..., 2:])).all(-1)


def _near(centres, strides, boxes, radius):
    """[G,A]: is the cell within `radius` strides of the box's centre."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    return ((centres[None] - middle[:, None]).abs() < radius * strides[None, :, None]).all(-1)


def assign_static(centres, strides, faces):
    """Centre sampling with size ranges. Returns the face index of each cell [A], -1 = background."""
    size = (faces[:, 2:4] - faces[:, :2]).max(1).values[:, None]
    low, high = torch.tensor([RANGES[float(s)] for s in (8, 16, 32)], device=centres.device)[(strides.log2() - 3).long()].T
    fits = (size >= low) & (size < high) & _near(centres, strides, faces, 1.2) & (_inside(centres, faces) | (size < 10))
    area = (size ** 2).expand_as(fits).masked_fill(~fits, 1e12)
    best, face = area.min(0)
    return torch.where(best < 1e11, face, torch.full_like(face, -1))


def assign_simota(centres, strides, faces, logits, boxes):
    """Dynamic assignment: each face takes as many cells as its ten best overlaps add up to."""
    candidate = _near(centres, strides, faces, 2.5) & (_inside(centres, faces) | _near(centres, strides, faces, 1.0))
    where = candidate.any(0).nonzero()[:, 0]
    result = torch.full((len(centres),), -1, dtype=torch.long, device=centres.device)
    if not len(where):
        return result
    iou = overlap(boxes[where][None], faces[:, None])
    score = torch.sigmoid(logits[where])[None].clamp(1e-4, 1 - 1e-4)
    cost = -torch.log(score) * (iou.clamp(min=0.05)) + 3.0 * -torch.log(iou + 1e-6) + 1e4 * ~candidate[:, where]
    chosen = torch.zeros_like(cost, dtype=torch.bool)
    k_all = iou.masked_fill(~candidate[:, where], 0).topk(min(10, len(where)), 1).values.sum(1).int().clamp(min=1)
    for g, k in enumerate(k_all.tolist()):
        chosen[g, cost[g].topk(min(k, len(where)), largest=False).indices] = True
    chosen &= candidate[:, where]
    cheapest = cost.masked_fill(~chosen, 1e9).min(0)
    taken = cheapest.values < 1e8
    result[where[taken]] = cheapest.indices[taken]
    return result


def detection_loss(logits, reach, labels, centres, strides, dynamic: bool):
    """Sum of quality focal loss and GIoU losses over a batch.

    labels: per image float [n,10] = face box, head box, flag (1 face, 0 ignore), head known (0/1).
    """
    target = torch.zeros_like(logits)
    weight = torch.ones_like(logits)
    face_boxes = boxes_from(centres, reach[..., :4])
    picked, goals = [], []
    for n, rows in enumerate(labels):
        if not len(rows):
            continue
        faces, ignored = rows[rows[:, 8] > 0], rows[rows[:, 8] == 0]
        if len(ignored):
            weight[n][_inside(centres, ignored[:, :4]).any(0)] = 0
        if not len(faces):
            continue
        with torch.no_grad():
            if dynamic:
                owner = assign_simota(centres, strides, faces[:, :4], logits[n].detach(), face_boxes[n].detach())
            else:
                owner = assign_static(centres, strides, faces[:, :4])
        cells = (owner >= 0).nonzero()[:, 0]
        picked.append(torch.stack([torch.full_like(cells, n), cells], 1))
        goals.append(faces[owner[cells]])
        weight[n][cells] = 1
    if not picked or not sum(len(p) for p in picked):
        return _quality_focal(logits, target, weight).sum() / 10, {'pos': 0}
    picked, goals = torch.cat(picked), torch.cat(goals)
    n, a = picked[:, 0], picked[:, 1]
    centre = centres[a]
    face = face_boxes[n, a]
    head = boxes_from(centre, reach[n, a, 4:])
    quality = overlap(face.detach(), goals[:, :4]).clamp(min=0.05 if dynamic else 0.3)
    target[n, a] = quality
    count = max(1.0, float(quality.sum()))
    loss_score = _quality_focal(logits, target, weight).sum() / count
    # A floor, so that a loosely boxed face is pulled as hard as a tight one.
    pull = quality.clamp(min=PULL_FLOOR)
    loss_face = ((1 - overlap(face, goals[:, :4], True)) * pull).sum() / pull.sum().clamp(min=1)
    loss_head = ((1 - overlap(head, goals[:, 4:8], True)) * pull * goals[:, 9]).sum() / pull.sum().clamp(min=1)
    loss_edges = (_edge_error(face, goals[:, :4]) * pull).sum() / pull.sum().clamp(min=1)
    parts = {'pos': len(a), 'score': float(loss_score), 'face': float(loss_face), 'head': float(loss_head), 'edges': float(loss_edges)}
    return loss_score + FACE * loss_face + HEAD * loss_head + EDGES * loss_edges, parts


def _edge_error(boxes, goals):
    """How far the four edges are off, in sides of the box: the overlap hardly pulls at one loose edge of four."""
    sides = (goals[:, 2:] - goals[:, :2]).clamp(min=4).repeat(1, 2)
    return F.smooth_l1_loss(boxes / sides, goals / sides, reduction='none', beta=0.05).sum(-1)


def _quality_focal(logits, target, weight):
    p = torch.sigmoid(logits.detach())
    gap = (target - p).abs() ** 2
    return F.binary_cross_entropy_with_logits(logits, target, reduction='none') * gap * weight
