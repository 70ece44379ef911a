"""Procedural drawn characters, scenes and objects, deterministic from integer seeds (numpy and OpenCV only)."""
from .expression import EXPRESSIONS
from .head import HeadRender, render_head
from .identity import KINDS, Identity
from .objects import render_object
from .scene import Scene, SceneFace, render_scene
from .shade import STYLES

__all__ = ['EXPRESSIONS', 'HeadRender', 'Identity', 'KINDS', 'STYLES', 'Scene', 'SceneFace', 'render_head', 'render_object',
           'render_scene']
