"""Which pictures of which drawn identity are rendered: pure plans from seeds, no drawing."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HELD_OUT_STYLE = "painterly"
FORMS = 3
# Of ten neighbouring seeds the first four are siblings: look-alikes to be told apart.
BLOCK, SIBLINGS = 10, 4

# Near-twins among siblings have seeds whose families are `drawn.identity.NEAR_TWINS`; those that stand alone are left out.
TWINS = ("train-twins", "twinval")
FIRST_SEED = {
    "train": 0, "train-twins": 3_000_000, "twinval": 3_500_000, "closeups": 4_000_000, "closeval": 5_000_000, "validation": 1_000_000, "distractor": 2_000_000, "objects": 0, "things": 900_000,
}


@dataclass(frozen=True)
class RenderPlan:
    """One picture of an identity; angles in degrees."""

    form: int
    style: str
    yaw: float
    pitch: float
    roll: float
    expression: str


def family_of(seed: int) -> int | None:
    """The sibling family of an identity, or None for the six of ten that stand alone."""
    return seed // BLOCK if seed % BLOCK < SIBLINGS else None


def plan_training(seed: int, count: int, styles: list[str], expressions: list[str]) -> list[RenderPlan]:
    """`count` pictures over forms, styles, views and expressions; a tenth from behind."""
    rng = np.random.default_rng([seed, 17])
    home = styles[int(rng.integers(len(styles)))]
    forms = 1 + int(rng.integers(FORMS))
    plans = []
    for number in range(count):
        style = home if rng.random() < 0.5 else styles[int(rng.integers(len(styles)))]
        form = 0 if rng.random() < 0.6 else int(rng.integers(forms))
        behind = number > 2 and rng.random() < 0.07
        yaw = rng.uniform(115, 245) if behind else float(np.clip(rng.normal(0, 38), -100, 100))
        expression = expressions[int(rng.integers(len(expressions)))]
        plans.append(RenderPlan(form, style, yaw, rng.normal(0, 13), rng.normal(0, 6), expression))
    return plans


def plan_close_ups(seed: int, count: int, styles: list[str], expressions: list[str]) -> list[RenderPlan]:
    """`count` pictures to learn expressions from, every expression in turn, more from the front."""
    rng = np.random.default_rng([seed, 19])
    first = int(rng.integers(len(expressions)))
    return [
        RenderPlan(
            form=0, style=styles[int(rng.integers(len(styles)))], yaw=float(np.clip(rng.normal(0, 28), -80, 80)),
            pitch=rng.normal(0, 11), roll=rng.normal(0, 6), expression=expressions[(first + number) % len(expressions)],
        )
        for number in range(count)
    ]


def plan_validation(
    seed: int, count: int, styles: list[str], expressions: list[str], held_out: int
) -> list[RenderPlan]:
    """`count` pictures in training styles, one form each, and `held_out` in the held-out style."""
    rng = np.random.default_rng([seed, 23])
    names = [styles[int(rng.integers(len(styles)))] for _ in range(count)] + [HELD_OUT_STYLE] * held_out
    return [
        RenderPlan(
            form=0,
            style=style,
            yaw=float(np.clip(rng.normal(0, 35), -80, 80)),
            pitch=rng.normal(0, 10),
            roll=rng.normal(0, 5),
            expression=expressions[int(rng.integers(len(expressions)))],
        )
        for style in names
    ]
