"""Drawn or photographed: nobody is learned from and measured on, and both media are spoilt alike."""
import unittest

import numpy as np

from castline_training.medium.photographs import FOLDS, TWICE, fold_of
from castline_training.embedder.square_crop import CROP_SIZE
from castline_training.medium.spoil import spoil


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


if __name__ == '__main__':
    unittest.main()
