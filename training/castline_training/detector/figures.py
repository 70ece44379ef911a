"""Figures to be pasted: which packs are learnt from and how often, and which are kept for validation."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .sources import load_avatars, load_clip_art, load_emoji, load_sprites

# Drawn by group, then by pack, then by picture: a pack of few pictures is as much a manner of drawing as one of many.
GROUPS = {
    'visual novel': (0.26, r'renpy/.*|snowy-vn/.*|pepper-carrot-(runner|comic)/pepper'),
    'avatars': (0.18, r'avatars/.*'),
    'animals': (0.15, r'emoji/animals'),
    'people': (0.06, r'emoji/people'),
    'mascots': (0.11, r'gophers-.*|pepper-carrot-runner/(?!pepper).*'),
    'clip art': (0.24, r'clip-art/(animal|person)'),
    'smileys': (0.02, r'clip-art/other'),
}
HELD_OUT = re.compile(r'renpy/(eileen|lucy)|avatars/(notionists|micah|avataaars|bottts|pixelArt)')
EVERY = 6  # of a pack of mascots and of clip art, one picture in so many is kept for validation; of the decoys one in ten
SPLIT = re.compile(r'gophers-.*|pepper-carrot-runner/(carrot|pepper)|clip-art/.*')


@dataclass
class Figures:
    """`learnt` and `held`: [(weight, sprites)]; `clip_art`: held too, [sprites]; `decoys` and `held_decoys`: rgba without any face."""

    learnt: list
    held: list
    clip_art: list
    decoys: list
    held_decoys: list


def load_figures(art: Path, avatars: Path, emoji: Path, clip_art: Path, labels: Path) -> Figures:
    """All figures there are, divided."""
    drawn = load_emoji(emoji, labels / 'emoji.json')
    clips = load_clip_art(clip_art, labels / 'clip-art.json')
    packs = {**load_sprites(art), **load_avatars(avatars, labels / 'avatars.json'),
             'emoji/animals': drawn['animals'], 'emoji/people': drawn['people'],
             **{f'clip-art/{kind}': clips[kind] for kind in ('animal', 'person', 'other') if clips[kind]}}
    learnt, held = divided(packs)
    decoys = drawn['decoys'] + clips['thing']
    clip_held = [sprites for name, sprites in held.items() if name.startswith('clip-art/')]
    return Figures(weighed(learnt), [(1.0, sprites) for name, sprites in held.items() if not name.startswith('clip-art/')], clip_held,
                   [thing for k, thing in enumerate(decoys) if k % 10], [thing for k, thing in enumerate(decoys) if k % 10 == 0])


def divided(packs: dict) -> tuple[dict, dict]:
    """(packs to learn from, packs of validation)."""
    learnt, held = {}, {}
    for name, sprites in sorted(packs.items()):
        if HELD_OUT.fullmatch(name):
            held[name] = sprites
        elif SPLIT.fullmatch(name):
            learnt[name] = [sprite for k, sprite in enumerate(sprites) if k % EVERY]
            held[name] = [sprite for k, sprite in enumerate(sprites) if k % EVERY == 0]
        else:
            learnt[name] = sprites
    return ({k: v for k, v in learnt.items() if v}, {k: v for k, v in held.items() if v})


def weighed(packs: dict) -> list:
    """[(weight, sprites)]: a group's weight shared evenly by its packs."""
    result = []
    for weight, pattern in GROUPS.values():
        mine = [sprites for name, sprites in packs.items() if re.fullmatch(pattern, name)]
        result += [(weight / len(mine), sprites) for sprites in mine if mine]
    return result
