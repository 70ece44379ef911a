"""Render drawn identities and objects into a crop bank.

    python3 -m castline_training.embedder.render_bank --split train --count 3000 --out BANK

Chunks already there are skipped, so the command may be stopped and started again; every
picture follows from its seed alone.
"""
from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from castline_training.drawn import STYLES, Identity, render_head, render_object

from .close_ups import render_close_ups, traits_of
from .crop_bank import BANK_SCALE, BANK_SIZE, CropLabel, write_chunk
from .identity_plan import (
    FIRST_SEED, HELD_OUT_STYLE, TWINS, RenderPlan, family_of, plan_close_ups, plan_training, plan_validation,
)
from .network import EXPRESSIONS
from .square_crop import cut_square_clear, square_around

IDENTITIES_PER_CHUNK = 50
OBJECTS_PER_CHUNK = 500
RENDER_SIZE = 104  # a head of some 75 px, which the bank keeps at 66
THINGS = ("objects", "things")  # to train on, and kept from training
CLOSE_UPS = ("closeups", "closeval")  # likewise
VISIBLE = 0.3  # share of the face that must be seen to call the crop a face

TRAINING_STYLES = [style for style in STYLES if style != HELD_OUT_STYLE]


def render_identity(seed: int, plans: list[RenderPlan]) -> tuple[list[np.ndarray], list[CropLabel]]:
    """Bank pictures and labels of one identity."""
    family = family_of(seed)
    pictures, labels = [], []
    for number, plan in enumerate(plans):
        identity = Identity.from_seed(seed, family=family, form=plan.form)
        rng = np.random.default_rng([seed, number, 31])
        head = render_head(
            identity, size=RENDER_SIZE, style=plan.style, yaw=plan.yaw, pitch=plan.pitch,
            roll=plan.roll, expression=plan.expression, rng=rng,
        )
        seen = head.face_box is not None and head.visible_face >= VISIBLE
        pictures.append(cut_square_clear(head.rgba, square_around(head.head_box, BANK_SCALE), BANK_SIZE))
        labels.append(CropLabel(
            identity=f"drawn/{seed}", family="" if family is None else f"drawn/{family}",
            style=plan.style, form=plan.form, face=1 if seen else -1, opaque=False,
            expression=EXPRESSIONS.index(plan.expression) if seen else -1,
            pose=[round(float(angle), 2) for angle in head.pose] if seen else None,
            traits=traits_of(head.state) if seen else None,
        ))
    return pictures, labels


def render_object_picture(seed: int) -> tuple[np.ndarray, CropLabel]:
    """One thing that is no character, filling the square as a mistaken head box would."""
    rng = np.random.default_rng([seed, 37])
    style = TRAINING_STYLES[int(rng.integers(len(TRAINING_STYLES)))]
    rgba = render_object(seed, size=RENDER_SIZE, style=style)
    rows, columns = np.nonzero(rgba[..., 3] > 8)
    box = (0, 0, RENDER_SIZE, RENDER_SIZE)
    if len(rows):
        box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    picture = cut_square_clear(rgba, square_around(box, BANK_SCALE), BANK_SIZE)
    return picture, CropLabel("", "", style, 0, -1, 0, False)


def render_identity_chunks(options: argparse.Namespace) -> None:
    first = FIRST_SEED[options.split] + options.first
    for start in range(first, first + options.count, IDENTITIES_PER_CHUNK):
        name = f"{options.split}-{start:07d}"
        if (options.out / f"{name}.json").exists():
            continue
        began, pictures, labels = time.time(), [], []
        for seed in range(start, min(start + IDENTITIES_PER_CHUNK, first + options.count)):
            if options.split in TWINS and family_of(seed) is None:
                continue
            render = render_close_ups if options.split in CLOSE_UPS else render_identity
            found = render(seed, _plans(seed, options))
            pictures += found[0]
            labels += found[1]
        write_chunk(options.out, name, pictures, labels)
        print(f"{name}: {len(pictures)} pictures, {len(pictures) / (time.time() - began):.0f}/s", flush=True)


def _plans(seed: int, options: argparse.Namespace) -> list[RenderPlan]:
    expressions = list(EXPRESSIONS)
    if options.split in ("train", "train-twins"):
        return plan_training(seed, options.pictures, TRAINING_STYLES, expressions)
    if options.split == "closeups":
        return plan_close_ups(seed, options.pictures, TRAINING_STYLES, expressions)
    held_out = options.pictures // 2 if options.split in ("validation", "closeval") else 0
    return plan_validation(seed, options.pictures, TRAINING_STYLES, expressions, held_out)


def render_object_chunks(options: argparse.Namespace) -> None:
    first = FIRST_SEED[options.split] + options.first
    for start in range(first, first + options.count, OBJECTS_PER_CHUNK):
        name = f"{options.split}-{start:07d}"
        if (options.out / f"{name}.json").exists():
            continue
        found = [render_object_picture(seed) for seed in range(start, min(start + OBJECTS_PER_CHUNK, first + options.count))]
        write_chunk(options.out, name, [picture for picture, _ in found], [label for _, label in found])
        print(f"{name}: {len(found)} pictures", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=[*FIRST_SEED], required=True)
    parser.add_argument("--first", type=int, default=0, help="offset from the split's first seed")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--pictures", type=int, default=14, help="pictures of each identity")
    parser.add_argument("--out", type=Path, default=Path("build/embedder/bank"))
    options = parser.parse_args()
    cv2.setNumThreads(1)
    (render_object_chunks if options.split in THINGS else render_identity_chunks)(options)


if __name__ == "__main__":
    main()
