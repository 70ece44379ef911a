"""Close-ups of acted faces, cut by the face box: what expression and pose are learned from.

In a crop of the whole head, hat and ears included, a mouth is five pixels; in one of the face it is twenty.
"""
from __future__ import annotations

import numpy as np

from castline_training.drawn import Identity, render_head
from castline_training.drawn.head import HeadRender

from .bearing_network import TRAITS
from .crop_bank import BANK_SCALE, CropLabel
from .identity_plan import RenderPlan
from .network import EXPRESSIONS
from .square_crop import cut_square_clear, square_around

CLOSE_PREFIX = "closeval"  # of chunks that are never trained on
RENDER_SIZE = 150
CLOSE_BANK_SIZE = 128
CLOSE_SCALE = 1.35  # side of the product's crop over the longer side of the face box


def render_close_ups(seed: int, plans: list[RenderPlan]) -> tuple[list[np.ndarray], list[CropLabel]]:
    """Bank pictures and labels of one identity; views that show no face are left out."""
    pictures, labels = [], []
    for number, plan in enumerate(plans):
        head = render_acted(seed, number, plan, RENDER_SIZE)
        if head.face_box is None:
            continue
        square = square_around(head.face_box, CLOSE_SCALE * BANK_SCALE / 1.25)
        pictures.append(cut_square_clear(head.rgba, square, CLOSE_BANK_SIZE))
        labels.append(CropLabel(
            identity=f"drawn/{seed}", family="", style=plan.style, form=plan.form, face=1, opaque=False,
            expression=EXPRESSIONS.index(plan.expression) if can_be_read(head) else -1,
            pose=[round(float(angle), 2) for angle in head.pose], traits=traits_of(head.state),
        ))
    return pictures, labels


def render_acted(seed: int, number: int, plan: RenderPlan, size: int) -> HeadRender:
    identity = Identity.from_seed(seed, form=plan.form)
    rng = np.random.default_rng([seed, number, 31])
    return render_head(
        identity, size=size, style=plan.style, yaw=plan.yaw, pitch=plan.pitch, roll=plan.roll, expression=plan.expression,
        rng=rng, acted=True,
    )


def can_be_read(head: HeadRender) -> bool:
    """At least one eye and the mouth are in sight; without them an expression is a guess for anybody."""
    left, right, mouth = head.points
    return mouth is not None and (left is not None or right is not None)


def traits_of(state: dict) -> list[float]:
    """The generator's face state as the numbers of TRAITS, each of about unit size."""
    gaze = {"gaze_x": state["gaze"][0], "gaze_y": state["gaze"][1]}
    known = {**state, **gaze, "brow_tilt": state["brow_tilt"] / 24, "brow_up": state["brow_up"] * 4}
    return [round(float(known[name]), 3) for name in TRAITS]
