"""Procedural drawn characters, scenes and objects, deterministic from integer seeds (numpy and OpenCV only)."""
from .expression import EXPRESSIONS
from .head import HeadRender, render_head
from .identity import KINDS, Identity
from .shade import STYLES

__all__ = ['EXPRESSIONS', 'HeadRender', 'Identity', 'KINDS', 'STYLES', 'render_head']
