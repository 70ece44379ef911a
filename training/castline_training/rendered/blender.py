"""Inside Blender (`blender -b --factory-startup --python blender.py -- ...`): renders scenes of a range of seeds into one shard.

Blender's own Python must have numpy and OpenCV, as Debian's has.
"""
from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import bpy
import cv2
import numpy as np

from castline_training.detector.shards import write_shard
from castline_training.rendered.finish import finish
from castline_training.rendered.labels import label_face
from castline_training.rendered.stage import Scene, plan_scene
from castline_training.rendered.studio import SCRATCH, Studio


def labels_of(studio: Studio, scene: Scene) -> tuple[list, list]:
    """(shard rows, what is known of each)."""
    bpy.context.view_layer.update()
    rows, known = [], []
    for k, actor in enumerate(scene.actors):
        label = label_face(actor, scene.camera, studio.hidden_from(scene, k))
        if label is None:
            continue
        rows.append(label.row())
        known.append({'identity': actor.number, 'kind': actor.kind, 'expression': actor.expression, 'light': scene.light.name,
                      'facing': round(label.facing, 3), 'visible': round(label.visible, 3), 'behind': label.face is None,
                      'ignore': label.ignore})
    return rows, known


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--out', required=True, help='shard without ending')
    parser.add_argument('--faces', required=True, help='file for what is known of each face')
    parser.add_argument('--first', type=int, required=True)
    parser.add_argument('--count', type=int, default=50)
    parser.add_argument('--troupe', default='train')
    options = parser.parse_args(sys.argv[sys.argv.index('--') + 1:])
    cv2.setNumThreads(1)
    studio = Studio()
    frames, faces = [], []
    spent = np.zeros(4)
    for seed in range(options.first, options.first + options.count):
        marks = [time.process_time()]
        scene = plan_scene(seed, options.troupe)
        marks.append(time.process_time())
        studio.set_up(scene)
        rows, known = labels_of(studio, scene)
        marks.append(time.process_time())
        rgb = studio.render(scene)
        marks.append(time.process_time())
        frames.append((finish(rgb, scene, np.random.default_rng([58, seed])), rows))
        faces.append(known)
        marks.append(time.process_time())
        spent += np.diff(marks)
    Path(options.faces).write_text(json.dumps(faces))
    write_shard(Path(options.out), frames)
    print('spent plan/labels/render/finish', np.round(spent / options.count, 2), flush=True)
    Path(SCRATCH).unlink(missing_ok=True)


main()
