"""Small checks of the embedder's arithmetic: `python3 -m unittest discover -s tests` in training/."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from castline_training.drawn.acting import QUIET
from castline_training.drawn.expression import EXPRESSIONS, face_state
from castline_training.drawn.identity import NEAR_TWINS, Identity
from castline_training.embedder import figures
from castline_training.embedder.backdrops import Backdrops
from castline_training.embedder.batches import ALARMS, BatchMaker
from castline_training.embedder.bearing_batches import turned
from castline_training.embedder.crop_bank import ALARM, CropBank, CropLabel, write_chunk
from castline_training.embedder.identity_plan import HELD_OUT_STYLE, family_of, plan_training, plan_validation
from castline_training.embedder.light import side_light
from castline_training.embedder.losses import face_loss, supervised_contrastive
from castline_training.embedder.network import Embedder, ShippedEmbedder
from castline_training.embedder.place_crop import CENTRED, place_on_backdrop, warp_matrix
from castline_training.embedder.square_crop import Square, cut_square, square_around


def _unit(*rows: tuple[float, ...]) -> np.ndarray:
    array = np.array(rows, np.float32)
    return array / np.linalg.norm(array, axis=1, keepdims=True)


class SquareCrop(unittest.TestCase):
    def test_the_square_is_a_quarter_longer_than_the_longer_side(self) -> None:
        self.assertEqual(square_around((10, 20, 50, 40)), Square(30, 30, 50))

    def test_outside_the_picture_the_border_is_repeated(self) -> None:
        image = np.zeros((10, 10, 3), np.uint8)
        image[:, 0] = 200
        crop = cut_square(image, Square(0, 5, 8), 8)
        self.assertTrue((crop[:, :5] == 200).all())
        self.assertTrue((crop[:, 5:] == 0).all())

    def test_a_square_wholly_outside_still_gives_a_crop(self) -> None:
        self.assertEqual(cut_square(np.zeros((10, 10, 3), np.uint8), Square(-50, -50, 8), 96).shape, (96, 96, 3))


class PlaceCrop(unittest.TestCase):
    def test_a_centred_placing_keeps_the_middle(self) -> None:
        picture = np.zeros((112, 112, 4), np.uint8)
        picture[50:62, 50:62] = 255
        matrix = warp_matrix(112, 96, CENTRED, np.random.default_rng(1))
        crop = place_on_backdrop(picture, False, np.zeros((96, 96, 3), np.uint8), matrix, 96)
        rows, columns = np.nonzero(crop[..., 0] > 128)
        self.assertAlmostEqual(rows.mean(), 47.5, delta=1)
        self.assertAlmostEqual(columns.mean(), 47.5, delta=1)


class Bearing(unittest.TestCase):
    def test_a_mirror_turns_yaw_and_roll_round(self) -> None:
        mirror = np.array([[-1.0, 0, 96], [0, 1.0, 0]])
        np.testing.assert_allclose(turned([30, 5, 10], mirror), [-30, 5, -10])

    def test_a_picture_turned_clockwise_leans_less_to_the_left(self) -> None:
        angle = np.radians(15)  # rows go down, so this turns clockwise
        turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0]])
        np.testing.assert_allclose(turned([30, 5, 10], turn), [30, 5, -5])

    def test_acting_enlarges_every_expression_and_changes_no_quiet_face(self) -> None:
        genes = Identity.from_seed(7).genes
        for expression in EXPRESSIONS:
            quiet = face_state(expression, genes, np.random.default_rng(3))
            acted = face_state(expression, genes, np.random.default_rng(3), acted=True)
            self.assertEqual({name: quiet[name] for name in QUIET}, QUIET)
            self.assertGreater(acted["line"], quiet["line"])
            self.assertGreaterEqual(abs(acted["brow_tilt"]), abs(quiet["brow_tilt"]) * 0.7)


class Figures(unittest.TestCase):
    def test_rank1_counts_ordered_pairs_and_ties_miss(self) -> None:
        embeddings = _unit((1, 0), (1, 0.1), (1, 0.05), (0, 1))
        labels = np.array(["a", "a", "b", "c"])
        rate, trials = figures.rank1_against_others(embeddings, labels)
        self.assertEqual((rate, trials), (0.0, 2))

    def test_rank1_with_distractors_ignores_other_identities(self) -> None:
        embeddings = _unit((1, 0), (1, 0.1), (1, 0.05), (0, 1))
        labels = np.array(["a", "a", "b", "c"])
        self.assertEqual(figures.rank1_with_distractors(embeddings, labels, _unit((0, 1))), 1.0)

    def test_lookalikes_compare_within_a_family_only(self) -> None:
        embeddings = _unit((1, 0), (1, 0.1), (0, 1), (1, 0.05))
        labels = np.array(["a", "a", "b", "stranger"])
        families = np.array(["f", "f", "f", ""])
        self.assertEqual(figures.lookalike_accuracy(embeddings, labels, families), 1.0)

    def test_the_margin_grows_until_the_names_given_are_right(self) -> None:
        embeddings = _unit((1, 0), (1, 0.05), (0.8, 0.6), (0.95, 0.3), (0, 1), (0, 1))
        labels = np.array(["a", "a", "b", "b", "c", "c"])
        found = figures.least_margin(embeddings, labels, 0.5, 1.0, size=1)
        self.assertEqual(found["right"], 1.0)
        self.assertGreater(found["margin"], 0.0)
        self.assertLess(found["named"], 1.0)
        self.assertAlmostEqual(found["rank1"], 2 / 3)

    def test_macro_f1_of_nothing_is_zero(self) -> None:
        self.assertEqual(figures.macro_f1(np.array([]), np.array([])), 0.0)

    def test_macro_f1_weighs_classes_alike(self) -> None:
        truth, predicted = np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])
        self.assertAlmostEqual(figures.macro_f1(predicted, truth), (6 / 7) / 2)


class Plans(unittest.TestCase):
    def test_four_of_ten_neighbours_are_siblings(self) -> None:
        self.assertEqual([family_of(seed) for seed in range(20, 26)], [2, 2, 2, 2, None, None])

    def test_near_twins_share_build_hair_and_clothes_but_are_not_the_same(self) -> None:
        family = NEAR_TWINS.start
        one, other = (Identity.from_seed(family * 10 + k, family=family).genes for k in range(2))
        changed = {name for name in one if not np.array_equal(one[name], other[name])}
        self.assertTrue(0 < len(changed) < len(one) / 3, changed)
        self.assertFalse(changed & {"hat", "glasses", "cranium", "fringe", "back"})

    def test_training_never_shows_the_held_out_style(self) -> None:
        plans = plan_training(5, 40, ["cel", "flat"], ["happy"])
        self.assertNotIn(HELD_OUT_STYLE, {plan.style for plan in plans})

    def test_validation_shows_it_as_often_as_asked(self) -> None:
        plans = plan_validation(5, 8, ["cel", "flat"], ["happy"], 4)
        self.assertEqual(sum(plan.style == HELD_OUT_STYLE for plan in plans), 4)


class Batches(unittest.TestCase):
    def test_of_the_things_without_a_face_some_are_such_as_the_detector_takes_for_faces(self) -> None:
        clear = np.zeros((112, 112, 4), np.uint8)
        with tempfile.TemporaryDirectory() as folder:
            heads = [CropLabel(f"drawn/{n // 4}", "", "cel", 0, 0, 1, False) for n in range(160)]
            write_chunk(Path(folder), "train-0", [clear] * 160, heads)
            write_chunk(Path(folder), "objects-0", [clear] * 500, [CropLabel("", "", "cel", 0, -1, 0, False)] * 500)
            plain = self.faceless(Path(folder))
            write_chunk(Path(folder), "objects-alarms_0", [clear + 255] * 5, [CropLabel("", "", ALARM, 0, -1, 0, True)] * 5)
            mixed = self.faceless(Path(folder))
        self.assertEqual(len(plain), len(mixed))
        white = [crop for crop in mixed if float(crop.mean()) > 0.95]
        self.assertGreaterEqual(len(white), ALARMS)

    @staticmethod
    def faceless(folder: Path) -> list:
        """The crops of one batch that are no face, before a black ground and not spoilt."""
        black = Backdrops([])
        black.draw = lambda size, rng: np.zeros((size, size, 3), np.uint8)  # type: ignore[method-assign]
        maker = BatchMaker(CropBank([folder], "train"), CropBank([folder], "objects"), black, {})
        batch = maker.make(32, 0.0, np.random.default_rng(3))
        return [crop for crop, face in zip(batch.crops, batch.faces) if face == 0]


class Light(unittest.TestCase):
    def test_side_light_differs_from_side_to_side_and_never_blackens(self) -> None:
        gains = side_light(5, 16, torch.Generator().manual_seed(1))
        self.assertEqual(tuple(gains.shape), (5, 3, 16, 16))
        self.assertGreaterEqual(float(gains.min()), 0.1 - 1e-6)
        self.assertTrue(bool(((gains.amax((2, 3)) - gains.amin((2, 3))) > 0.1).all()))


class Network(unittest.TestCase):
    def test_the_shipped_graph_gives_the_contracts_shapes(self) -> None:
        torch.manual_seed(1)
        with torch.no_grad():
            embedding, quality, face, expression = ShippedEmbedder(Embedder().eval()).eval()(torch.rand(3, 3, 96, 96))
        self.assertEqual([tuple(out.shape) for out in (embedding, quality, face, expression)],
                         [(3, 256), (3,), (3,), (3, 7)])
        self.assertTrue(torch.allclose(embedding.norm(dim=1), torch.ones(3), atol=1e-5))
        self.assertTrue(torch.allclose(expression.sum(1), torch.ones(3), atol=1e-5))

    def test_contrast_falls_when_the_same_come_together(self) -> None:
        labels = torch.tensor([0, 0, 1, 1])
        apart = torch.nn.functional.normalize(torch.tensor([[1.0, 0], [0, 1], [1, 0.1], [0.1, 1]]), dim=1)
        together = torch.nn.functional.normalize(torch.tensor([[1.0, 0], [1, 0.1], [0, 1], [0.1, 1]]), dim=1)
        self.assertLess(float(supervised_contrastive(together, labels)), float(supervised_contrastive(apart, labels)))

    def test_face_loss_leaves_out_heads_from_behind(self) -> None:
        logits, labels = torch.tensor([9.0, -9.0, 9.0]), torch.tensor([1, 0, -1])
        self.assertLess(float(face_loss(logits, labels)), 0.01)


if __name__ == "__main__":
    unittest.main()
