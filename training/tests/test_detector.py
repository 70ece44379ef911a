"""Tests of the detector's training: python3 -m unittest tests.test_detector (in this folder)."""
from __future__ import annotations

import json
import re
import tempfile
import unittest
from argparse import Namespace
from pathlib import Path

import cv2
import numpy as np
import torch

from castline_training.detector.figures import divided, weighed
from castline_training.detector.grow import even
from castline_training.detector.mine import alarms
from castline_training.detector.mixing import FEW, Mixer, crop, turned
from castline_training.detector.average import mixed
from castline_training.detector.network import TWO_SCALES, FaceNet, boxes_from, cell_centres, conv, predictions
from castline_training.detector.objective import detection_loss
from castline_training.detector.sources import load_clip_art
from castline_training.detector.train import REFRESH_STEPS, Samples, batch_shape, freeze, rate
from castline_training.detector.validation import pasted_sets

LABELS = Path(__file__).parents[1] / 'labels'


class Pool:
    """Frames in memory in place of shards."""

    def __init__(self, count: int, rows):
        self.items, self.rows = [0] * count, rows

    def refresh(self) -> int:
        return len(self.items)

    def frame(self, _):
        return np.full((360, 640, 3), 90, np.uint8), self.rows.copy()


def row(x0, y0, x1, y1, flag=1.0):
    return [x0, y0, x1, y1, x0 - 5, y0 - 5, x1 + 5, y1 + 5, flag]


class Mixing(unittest.TestCase):
    def test_shares_follow_what_is_there(self):
        rows = np.array([row(100, 100, 160, 180)], np.float32)
        mixer = Mixer({'drawn': Pool(FEW, rows), 'rendered': Pool(0, rows), 'hard': Pool(FEW // 10, rows)}, [], [])
        mixer.refresh()
        self.assertEqual(mixer.kinds, ['drawn', 'hard'])
        self.assertGreater(mixer.shares[0], 20 * mixer.shares[1])

    def test_a_false_alarm_is_looked_at_but_is_no_label(self):
        rows = np.array([row(100, 100, 160, 180), row(400, 50, 480, 130, -1.0)], np.float32)
        for seed in range(20):
            _, kept = crop(np.zeros((360, 640, 3), np.uint8), rows, np.random.default_rng(seed), 224, 224, 1.0)
            self.assertTrue((kept[:, 8] >= 0).all())
            self.assertLessEqual(len(kept), 1)

    def test_a_quarter_turn_swaps_the_sides_of_a_box(self):
        _, rows = turned(np.eye(3)[:2].astype(np.float32), np.array([row(90, 40, 130, 60)], float), 90.0, 200, 200)
        np.testing.assert_allclose(rows[0, :4], [40, 70, 60, 110], atol=1e-4)

    def test_samples_have_the_shape_asked_for(self):
        mixer = Mixer({'drawn': Pool(FEW, np.array([row(100, 100, 160, 180)], np.float32))}, [], [])
        mixer.refresh()
        for step in range(4):
            _, height, width, near = batch_shape(step)
            image, labels = mixer.sample(np.random.default_rng(step), height, width, near)
            self.assertEqual(image.shape, (height, width, 3))
            self.assertEqual(labels.shape[1], 10)


def sprite(side: int = 60):
    """A red square whose middle is its face."""
    picture = np.zeros((side, side, 4), np.uint8)
    picture[..., 0], picture[..., 3] = 255, 255
    return picture, np.array([[20, 20, 40, 40, 5, 5, 55, 55, 1]], np.float32)


class Loading(unittest.TestCase):
    class Numbers:
        """A mixer whose pictures are drawn from the step's generator alone, and which counts its refreshes."""

        def __init__(self):
            self.refreshed = 0

        def refresh(self):
            self.refreshed += 1

        def sample(self, rng, height, width, near):
            return rng.integers(0, 256, (1, 1, 3), dtype=np.uint8), np.full((1, 10), self.refreshed, np.float32)

    def batches(self, workers: int) -> list:
        loader = torch.utils.data.DataLoader(Samples(self.Numbers(), 195, 210, 1), batch_size=None, num_workers=workers)
        return [(images.tolist(), labels[0][0, 0].item()) for images, labels in loader]

    def test_several_workers_give_the_same_batches_in_the_same_order(self):
        alone = self.batches(0)
        self.assertEqual(len(alone), 15)
        self.assertEqual(self.batches(2), alone)

    def test_new_shards_are_looked_for_at_every_round_step(self):
        self.assertEqual([refreshed for _, refreshed in self.batches(0)], [1] * (REFRESH_STEPS - 195) + [2] * (210 - REFRESH_STEPS))


class Figures(unittest.TestCase):
    packs = {name: [sprite()] * count for name, count in (
        ('renpy/eileen', 3), ('renpy/sylvie', 8), ('avatars/dylan', 30), ('avatars/avataaars', 30), ('gophers-free-pack/gopher', 12))}

    def test_held_out_characters_styles_and_pictures_are_never_learnt(self):
        learnt, held = divided(self.packs)
        self.assertEqual(set(learnt), {'renpy/sylvie', 'avatars/dylan', 'gophers-free-pack/gopher'})
        self.assertEqual({name: len(sprites) for name, sprites in held.items()},
                         {'renpy/eileen': 3, 'avatars/avataaars': 30, 'gophers-free-pack/gopher': 2})
        self.assertEqual(len(learnt['gophers-free-pack/gopher']), 10)

    def test_a_pack_of_few_pictures_counts_as_much_as_one_of_many(self):
        weights = [weight for weight, _ in weighed({'avatars/dylan': [sprite()] * 30, 'avatars/adventurer': [sprite()] * 2})]
        self.assertEqual(weights[0], weights[1])

    def test_validation_pictures_are_the_same_each_time_and_things_have_no_face(self):
        figures = Namespace(held=[(1.0, [sprite()])], clip_art=[[sprite()]], held_decoys=[sprite()[0]])
        grounds = [np.full((400, 700, 3), 90, np.uint8)]
        first, second = (pasted_sets(figures, grounds) for _ in range(2))
        self.assertGreater(sum(len(rows) for _, rows in first['art']), 60)
        self.assertEqual(sum(len(rows) for _, rows in first['things']), 0)
        for (a, rows_a), (b, rows_b) in zip(first['art'], second['art']):
            np.testing.assert_array_equal(a, b)
            np.testing.assert_array_equal(rows_a, rows_b)


class ClipArt(unittest.TestCase):
    def test_pictures_come_with_px_boxes_and_those_of_ignored_faces_alone_do_not_come(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, shape in (('cat.png', (80, 40, 4)), ('shadow.png', (50, 50, 4)), ('ball.png', (900, 600, 3))):
                cv2.imwrite(f'{folder}/{name}', np.full(shape, 200, np.uint8))
            faces = {'cat.png': False, 'shadow.png': True}
            known = {'pictures': {name: {'kind': 'animal', 'faces': [{'face': [25, 10, 75, 40], 'head': [0, 0, 100, 50], 'ignore': ignored}]}
                                  for name, ignored in faces.items()}, 'things': ['ball.png', 'absent.png']}
            labels = Path(folder) / 'labels.json'
            labels.write_text(json.dumps(known))
            groups = load_clip_art(Path(folder), labels)
        self.assertEqual({kind: len(found) for kind, found in groups.items()}, {'animal': 1, 'person': 0, 'other': 0, 'thing': 1})
        np.testing.assert_allclose(groups['animal'][0][1], [[10, 8, 30, 32, 0, 0, 40, 40, 1]])
        self.assertEqual(groups['thing'][0].shape, (300, 200, 4))


class Growing(unittest.TestCase):
    def test_weights_made_even_give_the_same_answers(self):
        torch.manual_seed(2)
        pair = conv(3, 4)
        with torch.no_grad():
            pair[0].weight.mul_(0.001)
            pair[1].running_var.fill_(0.0004)
        pair.eval()
        image = torch.rand(1, 3, 16, 16)
        before = pair(image)
        even([pair])
        torch.testing.assert_close(pair(image), before)
        self.assertAlmostEqual(float(pair[0].weight.detach().flatten(1).norm(dim=1).mean()), 2 ** 0.5, places=4)


class Mining(unittest.TestCase):
    def test_only_loud_boxes_away_from_every_face_are_alarms(self):
        boxes = np.array([[100, 100, 160, 180], [300, 100, 360, 160], [500, 100, 560, 160], [10, 10, 20, 20]], np.float32)
        rows = np.array([row(98, 102, 158, 182), row(480, 90, 600, 200, 0.0)], np.float32)
        found = alarms(boxes, np.array([0.9, 0.8, 0.7, 0.1]), rows)
        self.assertEqual([box.tolist() for box in found], [[300, 100, 360, 160]])

    def test_everything_is_an_alarm_where_nobody_is(self):
        self.assertEqual(len(alarms(np.array([[0, 0, 9, 9.0]]), np.array([0.5]), np.zeros((0, 9), np.float32))), 1)


class Training(unittest.TestCase):
    def test_frozen_batch_norm_keeps_its_statistics(self):
        net = FaceNet().train()
        freeze(net)
        before = net.to8[0][1].running_mean.clone()
        net(torch.rand(1, 3, 64, 64))
        self.assertTrue(torch.equal(before, net.to8[0][1].running_mean))

    def test_weights_from_before_the_tower_give_the_same_answers_with_it(self):
        torch.manual_seed(3)
        old, net = FaceNet(depths=(1, 4, 3)), FaceNet().eval()
        state = {name: value for name, value in old.state_dict().items() if not name.startswith('edge')}
        net.load_weights(state)
        picture = torch.rand(1, 3, 64, 96)
        for mine, theirs in zip(net(picture), old.eval()(picture)):
            torch.testing.assert_close(mine, theirs)
        with self.assertRaises(ValueError):
            net.load_weights({'out.weight': old.out.weight})

    def test_the_half_size_picture_adds_large_faces_in_px_of_the_picture(self):
        torch.manual_seed(4)
        net, picture = FaceNet().eval(), torch.rand(1, 3, 128, 192)
        with torch.no_grad():
            cells, half = predictions(net, picture)[0], net(torch.nn.functional.avg_pool2d(picture, 2))
        self.assertEqual(len(cells), len(cell_centres(128, 192, TWO_SCALES)[0]))
        coarse = cells[-half[0].shape[1]:]
        torch.testing.assert_close(coarse[:, 1:], half[1][0] * 2)
        size = boxes_from(torch.zeros(len(coarse), 2), coarse[:, 1:5])
        large = (size[:, 2:] - size[:, :2]).amax(1) >= 120
        self.assertTrue(bool(large.any()) and not bool(large.all()))
        self.assertTrue(bool((coarse[~large, 0] == 0).all()) and bool((coarse[large, 0] > 0).all()))

    def test_an_average_of_weights_lessens_a_block_that_one_of_them_lacks(self):
        one = {'a.weight': torch.tensor([1.0])}
        other = {'a.weight': torch.tensor([3.0]), 'b.body.0.weight': torch.tensor([5.0]), 'b.body.1.weight': torch.tensor([2.0])}
        self.assertEqual({k: float(v) for k, v in mixed(one, other, 0.5).items()}, {'a.weight': 2.0, 'b.body.0.weight': 5.0, 'b.body.1.weight': 1.0})

    def test_the_box_loss_pulls_at_one_loose_edge(self):
        centres, strides = torch.tensor([[50.0, 50.0]]), torch.tensor([8.0])
        rows = [torch.tensor([[30.0, 30, 70, 70, 25, 25, 75, 75, 1, 1]])]
        losses = []
        for right in (20.0, 26.0, 40.0):
            reach = torch.tensor([[[20.0, 20, right, 20, 25, 25, 25, 25]]], requires_grad=True)
            loss, _ = detection_loss(torch.zeros(1, 1), reach, rows, centres, strides, True)
            loss.backward()
            losses.append(float(loss))
            if right > 20:
                self.assertGreater(float(reach.grad[0, 0, 2]), 0)
                self.assertLess(abs(float(reach.grad[0, 0, 0])), float(reach.grad[0, 0, 2]))
        self.assertLess(losses[0], losses[2])

    def test_the_rate_warms_up_and_falls_to_a_hundredth(self):
        self.assertLess(rate(0, 0.0, 1.0), 0.01)
        self.assertGreater(rate(300, 0.01, 1.0), 0.99)
        self.assertAlmostEqual(rate(9000, 1.0, 1.0), 0.01)


class Labels(unittest.TestCase):
    def test_film_boxes_lie_in_the_frame_and_off_the_held_out_clips(self):
        clips = json.loads((LABELS / 'film-frames.json').read_text())['clips']
        self.assertFalse([clip for clip in clips if re.search('bedtime|retro_gaming|splash|stargazing|bunny|vn-episode', clip)])
        for frames in clips.values():
            for entry in frames.values():
                for x0, y0, x1, y1 in (*entry['faces'], *entry['ignored']):
                    self.assertTrue(0 <= x0 < x1 <= 1000 and 0 <= y0 < y1 <= 1000)

    def test_no_decoy_is_a_labelled_face(self):
        labels = json.loads((LABELS / 'emoji.json').read_text())
        decoys = re.compile('|'.join(f'(?:{pattern})' for pattern in labels['decoys']))
        plain = [p['code'] for s in labels['sets'] if s['group'] == 'animals' for p in s['patterns']]
        self.assertEqual([code for code in plain if decoys.fullmatch(code)], [])


if __name__ == '__main__':
    unittest.main()
