"""Drawn creatures rendered in 3D by headless Blender: scenes with exact boxes, deterministic from integer seeds."""
