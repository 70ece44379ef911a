"""Who plays: a fixed troupe of recurring characters, animals mostly, so that each occurs in many pictures."""
from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..drawn.identity import Identity

TROUPE = 400  # training characters; the validation troupe has its own
FIRST_SEED = {'train': 700_000, 'val': 1_400_000}
ODDS = {'rabbit': 9, 'squirrel': 7, 'mouse': 6, 'bear': 8, 'cat': 6, 'dog': 8, 'chinchilla': 6, 'fox': 5, 'pig': 5, 'monkey': 4,
        'frog': 6, 'bird': 6, 'duck': 5, 'owl': 4, 'robot': 4, 'masked': 4, 'human': 10, 'chibi': 3, 'creature': 7, 'mascot': 3,
        'blob': 4}


@lru_cache(maxsize=None)
def member(troupe: str, number: int) -> Identity:
    """Character `number` of a troupe: the first design of its own seeds that is of the kind drawn for it."""
    kinds, weights = list(ODDS), np.array(list(ODDS.values()), float)
    kind = str(np.random.default_rng([91, FIRST_SEED[troupe], number]).choice(kinds, p=weights / weights.sum()))
    first = FIRST_SEED[troupe] + number * 1000
    return next((ident for seed in range(first, first + 1000) if (ident := Identity.from_seed(seed)).kind == kind),
                Identity.from_seed(first))


def draw_member(troupe: str, rng) -> tuple[int, Identity]:
    """(number, character) of anyone in the troupe."""
    number = int(rng.integers(TROUPE))
    return number, member(troupe, number)
