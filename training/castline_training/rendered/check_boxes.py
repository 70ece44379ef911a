"""Inside Blender: are the labelled boxes those of the pixels? Paints faces red and the rest of heads green, renders, and compares.

    blender -b --factory-startup -t 1 --python castline_training/rendered/check_boxes.py -- --first 30000 --count 40
"""
from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import bpy
import numpy as np

from castline_training.rendered.labels import label_face
from castline_training.rendered.stage import Actor, Scene, plan_scene
from castline_training.rendered.studio import Studio

SEEN = 90  # of 255: what counts as painted


def plain_material():
    """Shows the mesh's colour and no light."""
    material = bpy.data.materials.new('plain')
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    colour, shader, output = (tree.nodes.new(f'ShaderNode{kind}') for kind in ('Attribute', 'Emission', 'OutputMaterial'))
    colour.attribute_name = 'Col'
    tree.links.new(colour.outputs['Color'], shader.inputs['Color'])
    tree.links.new(shader.outputs[0], output.inputs['Surface'])
    return material


def alone(scene: Scene, actor: Actor) -> Scene:
    """The scene with one painted actor in the dark."""
    for piece, tone in ((actor.head, (0, 1, 0)), (actor.body, (0, 0, 1))):
        piece.colours = np.tile(np.array(tone, float), (len(piece.verts), 1))
        piece.colours[piece.face] = (1, 0, 0)
        piece.stuff = np.zeros(len(piece.quads), int)
    dark = replace(scene.light, zenith=np.zeros(3), horizon=np.zeros(3), below=np.zeros(3), clouds=0.0, exposure=0.0, lamps=[])
    return replace(scene, actors=[actor], scenery=[], focus=None, light=dark, plan='wide')


def box_of(mask: np.ndarray):
    """Box of the painted pixels, None where there are too few to tell."""
    rows, columns = np.nonzero(mask)
    return (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) if len(rows) > 40 else None


def overlap(a, b) -> float:
    """Intersection over union."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0.0, width) * max(0.0, height)
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--first', type=int, default=30_000)
    parser.add_argument('--count', type=int, default=40)
    options = parser.parse_args(sys.argv[sys.argv.index('--') + 1:])
    studio = Studio()
    studio.materials = [plain_material()]
    found = []
    for seed in range(options.first, options.first + options.count):
        scene = plan_scene(seed, 'train')
        for actor in scene.actors[:1]:
            label = label_face(actor, scene.camera, lambda points: np.zeros(len(points), bool))
            if label is None or label.face is None or label.ignore:
                continue
            lonely = alone(scene, actor)
            studio.set_up(lonely)
            red, green, blue = np.moveaxis(studio.render(lonely).astype(int), -1, 0)
            face, head = box_of(red - np.maximum(green, blue) > SEEN), box_of(np.maximum(red, green) - blue > SEEN)
            if face and head:
                found.append((overlap(face, label.face), overlap(head, label.head)))
    low, middle = np.percentile(found, [10, 50], axis=0)
    print('boxes', json.dumps({'faces': len(found), 'face': [round(low[0], 3), round(middle[0], 3)],
                               'head': [round(low[1], 3), round(middle[1], 3)]}), flush=True)


main()
