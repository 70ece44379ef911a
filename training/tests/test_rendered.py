"""Checks of the rendered creatures: meshes, boxes, pictures cut out, and one small run of Blender where it is installed."""
from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np

from castline_training.detector.shards import ShardPool, write_shard
from castline_training.drawn.identity import Identity
from castline_training.drawn.parts import BODY, rotation, solid
from castline_training.embedder.crop_bank import CropBank
from castline_training.rendered import prerender
from castline_training.rendered.camera import HEIGHT, WIDTH, Camera
from castline_training.rendered.cast import PART, SECOND_PART_FROM, THIRD_PART_FROM, draw_member, member
from castline_training.rendered.creature import Detail, build
from castline_training.rendered.crops import write_crops
from castline_training.rendered.finish import smeared
from castline_training.rendered.labels import label_face
from castline_training.rendered.mesh import blended_mesh, solid_mesh, surface_nets, vertex_normals
from castline_training.rendered.stage import Actor, plan_scene

CAMERA = Camera(height=2.0, pitch=0.0, roll=0.0, focal=700.0)


def _nobody(points: np.ndarray) -> np.ndarray:
    return np.zeros(len(points), bool)


def _actor(yaw: float, place: tuple, who: Identity | None = None) -> Actor:
    """A creature (the troupe's first if none is given) at a place of the world, turned by `yaw`."""
    turn, centre = rotation(yaw), np.array(place, float)
    pieces = build(who or member('train', 0), 'neutral', Detail.for_height(60), np.random.default_rng(1))
    head, body = (replace(piece, verts=piece.verts @ turn.T + centre) for piece in pieces)
    return Actor(0, '', 'neutral', head, body, turn[:, 2], centre, 60.0)


class Meshes(unittest.TestCase):
    def test_the_net_of_a_ball_is_closed_and_faces_outwards(self) -> None:
        axis = np.linspace(-2, 2, 21)
        grid = np.stack(np.meshgrid(axis, axis, axis, indexing='ij'), -1)
        verts, quads, _ = surface_nets(np.linalg.norm(grid, axis=-1) - 1.3)
        points = verts * 0.2 - 2
        np.testing.assert_allclose(np.linalg.norm(points, axis=1), 1.3, atol=0.05)
        edges = np.sort(np.concatenate([quads[:, [k, (k + 1) % 4]] for k in range(4)]), axis=1)
        self.assertEqual(set(np.unique(edges, axis=0, return_counts=True)[1]), {2})
        self.assertTrue(((vertex_normals(points, quads) * points).sum(1) > 1.2).all())

    def test_two_balls_far_apart_stay_two_and_keep_their_numbers(self) -> None:
        parts = [solid((x, 0, 0), (0.5, 0.5, 0.5), (1, 0, 0), BODY, 0) for x in (-2, 2)]
        mesh = blended_mesh(parts, [4, 9], 0.1, 0.05)
        self.assertEqual(set(mesh.ids[mesh.verts[:, 0] < 0]), {4})
        self.assertEqual(set(mesh.ids[mesh.verts[:, 0] > 0]), {9})

    def test_a_part_without_its_lower_half_has_no_quads_there(self) -> None:
        part = solid((0, 0, 0), (1, 1, 1), (1, 1, 1), BODY, 0, keep=lambda x, y, z: y > 0)
        mesh = solid_mesh(part, 0, 20, 24)
        self.assertGreater(mesh.verts[mesh.quads][:, :, 1].mean(1).min(), -0.2)
        self.assertGreater(len(mesh.quads), 0)


class Cameras(unittest.TestCase):
    def test_a_pixel_put_into_the_world_comes_back(self) -> None:
        camera = Camera(3.0, -0.3, 0.2, 800.0)
        pixels, depth = camera.project(camera.point_at(100, 50, 9)[None])
        np.testing.assert_allclose(pixels[0], (100, 50), atol=1e-6)
        self.assertAlmostEqual(float(depth[0]), 9.0)


class Labels(unittest.TestCase):
    def test_a_face_towards_the_camera_lies_within_its_head(self) -> None:
        for number in range(12):
            label = label_face(_actor(0, (0, 2, -12), member('train', number)), CAMERA, _nobody)
            self.assertEqual(label.row()[8], 1, member('train', number).kind)
            face, head = label.face, label.head
            self.assertTrue(head[0] <= face[0] < face[2] <= head[2] and head[1] <= face[1] < face[3] <= head[3])
            self.assertGreater(face[3] - face[1], 60)

    def test_a_profile_is_a_face_and_reaches_to_the_muzzle_but_not_to_the_back_of_the_head(self) -> None:
        label = label_face(_actor(80, (0, 2, -12)), CAMERA, _nobody)
        self.assertEqual(label.row()[8], 1)
        self.assertGreater(label.face[0], label.head[0] + 10)
        self.assertLess(abs(label.face[2] - label.head[2]), 8)

    def test_from_behind_the_head_is_an_ignored_region(self) -> None:
        row = label_face(_actor(180, (0, 2, -12)), CAMERA, _nobody).row()
        self.assertEqual(row[8], 0)
        self.assertEqual(row[:4], row[4:8])

    def test_hidden_tiny_and_cut_off_faces_are_ignored(self) -> None:
        def two_thirds(points: np.ndarray) -> np.ndarray:
            return np.arange(len(points)) % 10 < 7
        self.assertEqual(label_face(_actor(0, (0, 2, -12)), CAMERA, two_thirds).row()[8], 0)
        self.assertEqual(label_face(_actor(0, (0, 2, -260)), CAMERA, _nobody).row()[8], 0)
        edge = CAMERA.point_at(WIDTH + 25, HEIGHT / 2, 12)
        self.assertEqual(label_face(_actor(0, tuple(edge)), CAMERA, _nobody).row()[8], 0)

    def test_a_face_whose_eyes_are_above_the_frame_is_ignored(self) -> None:
        actor = _actor(0, tuple(CAMERA.point_at(WIDTH / 2, -8, 12)))
        pixels, _ = CAMERA.project(actor.head.verts[actor.head.eye])
        self.assertLess(pixels[:, 1].max(), 6)
        self.assertEqual(label_face(actor, CAMERA, _nobody).row()[8], 0)

    def test_a_head_hidden_altogether_has_no_label(self) -> None:
        self.assertIsNone(label_face(_actor(0, (0, 2, -12)), CAMERA, lambda points: np.ones(len(points), bool)))

    def test_a_helmet_hides_the_forehead_and_a_mask_does_not(self) -> None:
        bare = member('train', 0)
        tops = []
        for changes in ({'hat': 'none', 'mask': 'none'}, {'hat': 'none', 'mask': 'full'}, {'hat': 'helmet', 'mask': 'none'}):
            actor = _actor(0, (0, 2, -12), replace(bare, genes={**bare.genes, **changes}))
            tops.append(label_face(actor, CAMERA, _nobody).face[1])
        self.assertAlmostEqual(tops[0], tops[1], delta=3)
        self.assertGreater(tops[2], tops[0] + 8)

    def test_outside_the_frame_there_is_no_label(self) -> None:
        self.assertIsNone(label_face(_actor(0, (60, 2, -12)), CAMERA, _nobody))


class Creatures(unittest.TestCase):
    def test_no_skin_grows_over_the_eyes(self) -> None:
        straight = Camera(height=0.0, pitch=0.0, roll=0.0, focal=700.0)
        for number in (*range(PART, PART + 25), *range(2 * PART, 2 * PART + 25)):
            actor = _actor(0, (0, 0, -12), member('train', number))
            head = actor.head
            pixels, depth = straight.project(head.verts)
            skin = np.nonzero(head.face & ~head.eye)[0]
            for side in (-1, 1):
                eye = np.nonzero(head.eye & (head.verts[:, 0] * side > 0))[0]
                eye = eye[depth[eye] < np.median(depth[eye])][::9]
                apart = np.linalg.norm(pixels[eye][:, None] - pixels[skin][None], axis=2)
                free = depth[eye] < np.where(apart < 2, depth[skin][None], np.inf).min(1) + 0.02
                self.assertGreater(free.mean(), 0.5, (number, side))


class Scenes(unittest.TestCase):
    def test_a_seed_always_gives_the_same_scene(self) -> None:
        first, second = (plan_scene(8, 'train') for _ in range(2))
        self.assertEqual([a.number for a in first.actors], [a.number for a in second.actors])
        for a, b in zip(first.scenery, second.scenery, strict=True):
            np.testing.assert_array_equal(a.verts, b.verts)

    def test_nobody_plays_in_both_troupes(self) -> None:
        train, val = ({member(troupe, k).seed for k in range(30)} for troupe in ('train', 'val'))
        self.assertEqual(len(train), 30)
        self.assertFalse(train & val)

    def test_later_scenes_are_played_by_the_second_part_whose_animals_look_as_in_films(self) -> None:
        rng = np.random.default_rng(5)
        self.assertTrue(all(draw_member('train', 0, rng)[0] < PART for _ in range(10)))
        later = [draw_member('train', SECOND_PART_FROM, rng) for _ in range(30)]
        self.assertTrue(all(PART <= number < 2 * PART for number, _ in later))
        lengths = [ident.genes.get('fur_length') for _, ident in later if ident.genes['furry']]
        self.assertIn(0.0, lengths)
        self.assertNotIn(None, lengths)

    def test_the_third_part_brings_jowls_and_snouts_and_its_scenes_fill_the_frame(self) -> None:
        rng = np.random.default_rng(5)
        cast = [draw_member('train', THIRD_PART_FROM, rng) for _ in range(40)]
        self.assertTrue(all(2 * PART <= number < 3 * PART for number, _ in cast))
        skulls = [ident.genes for _, ident in cast if ident.genes['muzzle'] is not None]
        self.assertTrue(any(genes['jaw'][0] > genes['cranium'][0] for genes in skulls))
        self.assertTrue(any(genes['muzzle'][2] > 0.8 for genes in skulls))
        plans = {plan_scene(seed, 'train').plan for seed in range(THIRD_PART_FROM, THIRD_PART_FROM + 16)}
        self.assertIn('filling', plans)

    def test_motion_blur_spreads_a_point_and_keeps_its_light(self) -> None:
        picture = np.zeros((41, 41, 3), np.uint8)
        picture[20, 20] = 220
        blurred = smeared(picture, 11, 0)
        self.assertGreater((blurred[20, :, 0] > 0).sum(), 8)
        self.assertAlmostEqual(int(blurred.sum()), int(picture.sum()), delta=60)


class Crops(unittest.TestCase):
    def test_heads_go_to_the_bank_with_their_identity_and_patches_touch_none(self) -> None:
        rng = np.random.default_rng(3)
        frame = rng.integers(0, 255, (HEIGHT, WIDTH, 3)).astype(np.uint8)
        seen = [300, 100, 360, 160, 290, 80, 370, 170, 1]
        behind = [20, 20, 90, 90, 20, 20, 90, 90, 0]
        known = [{'identity': 5, 'expression': 'sad', 'visible': 1.0}, {'identity': 6, 'expression': 'sad', 'visible': 0.0}]
        with tempfile.TemporaryDirectory() as folder:
            shard, faces, bank = Path(folder) / 'rendered_000000', Path(folder) / 'faces.txt', Path(folder) / 'bank'
            write_shard(shard, [(frame, [seen, behind])])
            faces.write_text(json.dumps([known]))
            write_crops(shard, faces, bank, 'train')
            heads, others = CropBank([bank], 'train'), CropBank([bank], 'objects')
            self.assertEqual([(h.identity, h.expression, h.face, h.opaque) for h in heads.labels], [('rendered/5', 3, 1, True)])
            self.assertGreater(len(others), 0)
            self.assertEqual({o.identity for o in others.labels}, {''})


@unittest.skipUnless(shutil.which('blender'), 'Blender is not installed (apt install blender)')
class Blender(unittest.TestCase):
    def test_two_frames_come_out_lit_and_labelled(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            faces = Path(folder) / 'known' / 'a.faces.json'
            faces.parent.mkdir()
            prerender.render_shard('blender', Path(folder) / 'rendered_a', faces, range(2, 4), 'train')
            pool = ShardPool(Path(folder), 'rendered')
            self.assertEqual(pool.refresh(), 2)
            rows = [len(pool.frame(k)[1]) for k in range(2)]
            self.assertEqual(rows, [len(known) for known in json.loads(faces.read_text())])
            self.assertGreater(sum(rows), 0)
            for k in range(2):
                self.assertEqual(pool.frame(k)[0].shape, (HEIGHT, WIDTH, 3))
                self.assertGreater(pool.frame(k)[0].std(), 10)

    def test_boxes_are_those_of_the_painted_pixels(self) -> None:
        script = Path(prerender.__file__).with_name('check_boxes.py')
        command = ['blender', '-b', '--factory-startup', '-t', '1', '--python-exit-code', '3', '--python', str(script), '--', '--count', '14']
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = json.loads(next(line for line in printed.splitlines() if line.startswith('boxes')).removeprefix('boxes'))
        self.assertGreater(found['faces'], 5)
        self.assertGreater(found['face'][1], 0.9)
        self.assertGreater(found['head'][1], 0.9)


if __name__ == '__main__':
    unittest.main()
