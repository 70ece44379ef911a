"""Drawn or photographed: nobody is learned from and measured on, both media are spoilt alike, and a training goes on where it stopped."""
import contextlib
import io
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from castline_training.embedder.crop_bank import CropLabel, write_chunk
from castline_training.embedder.square_crop import CROP_SIZE
from castline_training.medium import training_run
from castline_training.medium.material import Grounds, Material
from castline_training.medium.photographs import FOLDS, TWICE, Photograph, fold_of
from castline_training.medium.spoil import spoil
from castline_training.medium.training_run import MediumRun, Settings, train


class Folds(unittest.TestCase):
    def test_two_cuts_of_one_photograph_are_held_out_together(self):
        for copy, first in TWICE.items():
            self.assertEqual(fold_of(copy), fold_of(first))

    def test_every_fold_has_people(self):
        self.assertEqual({fold_of(number) for number in (1, 2, 3, 4)}, set(range(FOLDS)))


class Spoiling(unittest.TestCase):
    def test_equal_seeds_spoil_alike(self):
        crop = np.random.default_rng(5).integers(0, 256, (112, 112, 3), dtype=np.uint8)
        one, other = (spoil(crop, np.random.default_rng(3)) for _ in range(2))
        self.assertEqual(one.shape, (CROP_SIZE, CROP_SIZE, 3))
        np.testing.assert_array_equal(one, other)
        self.assertFalse(np.array_equal(one, spoil(crop, np.random.default_rng(4))))


class Noise:
    """Material of noise; `stops` batches in, the power fails."""

    def __init__(self, stops: int = 10**9) -> None:
        self.left = stops

    def batch(self, size: int, random: np.random.Generator):
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return random.integers(0, 256, (size, 32, 32, 3), dtype=np.uint8), np.arange(size) % 2 == 0


class Resuming(unittest.TestCase):
    settings = Settings(steps=6, size=4, seed=1)

    def trained(self, checkpoint: Path, material: Noise, settings: Settings = settings) -> dict:
        with contextlib.redirect_stdout(io.StringIO()), mock.patch.object(training_run, 'CHECKPOINT_STEPS', 2):
            return train(MediumRun.resume_or_start(checkpoint, settings, 'cpu'), material, checkpoint).state_dict()

    def test_a_stopped_training_ends_with_the_same_bits(self):
        with tempfile.TemporaryDirectory() as folder:
            whole = self.trained(Path(folder) / 'whole', Noise())
            with self.assertRaises(KeyboardInterrupt):
                self.trained(Path(folder) / 'stopped', Noise(stops=5))
            torch.rand(7)
            rest = Noise(stops=2)
            resumed = self.trained(Path(folder) / 'stopped', rest)
        self.assertEqual(rest.left, 0)
        for name, value in whole.items():
            self.assertTrue(torch.equal(value, resumed[name]), name)

    def test_a_checkpoint_of_another_schedule_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            self.trained(Path(folder) / 'checkpoint', Noise())
            with self.assertRaisesRegex(SystemExit, 'was begun with'):
                self.trained(Path(folder) / 'checkpoint', Noise(), Settings(steps=9, size=4, seed=1))


class Banks(unittest.TestCase):
    def test_what_a_bank_lacks_the_others_make_up_for(self):
        grey = np.full((112, 112, 4), 255, np.uint8)
        with tempfile.TemporaryDirectory() as folder:
            write_chunk(Path(folder), 'train-film', [grey], [CropLabel('film/a', '', 'film', 0, -1, 1, True)])
            material = Material(Path(folder), Grounds(Path(folder), []), [Photograph('001', 0, [grey[..., :3]], [grey[..., :3]])])
            crops, photographed = material.batch(6, np.random.default_rng(1))
        self.assertEqual((crops.shape, photographed.sum()), ((6, CROP_SIZE, CROP_SIZE, 3), 3))


if __name__ == '__main__':
    unittest.main()
