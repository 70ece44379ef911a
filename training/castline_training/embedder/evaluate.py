"""Print every figure of an embedder beside the colour-only baseline.

    python3 -m castline_training.embedder.evaluate --checkpoint RUN/checkpoint.pt --shared ../shared

Drawn identities, the test film and the test art are never trained or tuned on; the test
film and art are for reporting only.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch

from . import figures
from .answers import Answers, answer
from .backdrops import Backdrops
from .colour_baseline import colour_embeddings
from .network import Embedder
from .test_sets import (
    TestSet, is_held_out_style, read_big_buck_bunny, read_drawn, read_learn_to_code, read_test_negatives,
)
from .training_run import load_average

DISTRACTORS = 2500


def drawn_figures(network: Embedder, bank: Path, backdrops: Backdrops, spoilt: bool) -> dict:
    """Held-out drawn identities, plain or spoilt as a film spoils them."""
    found = read_drawn(bank, "validation", backdrops, spoilt)
    strangers = read_drawn(bank, "distractor", backdrops, spoilt, DISTRACTORS)
    unseen_style = is_held_out_style(found)
    report = {"crops": len(found.crops), "distractors": len(strangers.crops)}
    known, unknown = answer(network, found.crops), answer(network, strangers.crops)
    colour, colour_unknown = colour_embeddings(found.crops), colour_embeddings(strangers.crops)
    for name, chosen in (("seenStyles", ~unseen_style), ("heldOutStyle", unseen_style)):
        part = found.where(chosen)
        report[name] = {
            "rank1": figures.rank1_with_distractors(known.embedding[chosen], part.identities, unknown.embedding),
            "rank1Colour": figures.rank1_with_distractors(colour[chosen], part.identities, colour_unknown),
            "lookalikes": figures.lookalike_accuracy(known.embedding[chosen], part.identities, part.families),
            "lookalikesColour": figures.lookalike_accuracy(colour[chosen], part.identities, part.families),
            "expressionMacroF1": _expression(known.where(chosen), part),
        }
    report["openSet"] = _open_set(known.embedding, found, unknown.embedding)
    report["quality"] = _quality(known, found)
    return report


def _open_set(embedding: np.ndarray, found: TestSet, strangers: np.ndarray) -> dict:
    """First crop of each identity enrols it, the others probe; strangers must stay unnamed."""
    _, first = np.unique(found.identities, return_index=True)
    probe = np.setdiff1d(np.arange(len(found.identities)), first)
    return {
        f"dirAtFpir{rate}": figures.detection_and_identification_rate(
            embedding[probe], found.identities[probe], strangers, embedding[first], found.identities[first], rate)
        for rate in (0.01, 0.1)
    }


def _quality(known: Answers, found: TestSet) -> dict:
    """Film Rank-1 of the better and the worse half by quality: the better half must lead."""
    better = known.quality >= np.median(known.quality)
    halves = {}
    for name, chosen in (("betterHalf", better), ("worseHalf", ~better)):
        halves[name], _ = figures.rank1_against_others(known.embedding[chosen], found.identities[chosen])
    return halves


def _expression(known: Answers, found: TestSet) -> float:
    labelled = found.expressions >= 0
    return figures.macro_f1(known.expression[labelled].argmax(1), found.expressions[labelled])


def thresholds(network: Embedder, bank: Path, backdrops: Backdrops) -> dict:
    """Cosine thresholds on drawn held-out identities, spoilt; nothing else is consulted."""
    found = read_drawn(bank, "validation", backdrops, True)
    known = answer(network, found.crops)
    genuine, impostors = figures.pair_similarities(known.embedding, found.identities, found.families)
    bars = {rate: figures.threshold_at(impostors, rate) for rate in (0.1, 0.01, 0.001)}
    return {f"fpr{rate}": {"cosine": bar, "truePositiveRate": float((genuine >= bar).mean())} for rate, bar in bars.items()}


def set_figures(network: Embedder, found: TestSet) -> dict:
    """Film Rank-1 and neighbours of one labelled set, with the baseline beside."""
    known, colour = answer(network, found.crops), colour_embeddings(found.crops)
    rank1, trials = figures.rank1_against_others(known.embedding, found.identities)
    report = {
        "crops": len(found.crops), "trials": trials, "rank1": rank1,
        "rank1Interval": figures.confidence_over_identities(known.embedding, found.identities),
        "nearestRight": figures.nearest_has_right_name(known.embedding, found.identities),
        "rank1Colour": figures.rank1_against_others(colour, found.identities)[0],
        "nearestRightColour": figures.nearest_has_right_name(colour, found.identities),
        "faceAtHalf": float((known.face >= 0.5).mean()),
    }
    if (found.families != "").any():
        report["twins"] = figures.lookalike_accuracy(known.embedding, found.identities, found.families)
        report["twinsColour"] = figures.lookalike_accuracy(colour, found.identities, found.families)
    if (found.expressions >= 0).any():
        report["expressionMacroF1"] = _expression(known, found)
    return report


def rejection(network: Embedder, bank: Path, backdrops: Backdrops, art: Path) -> dict:
    """Share of the test art's faceless crops rejected, at 0.5 and where 2 % of drawn faces are lost."""
    faces = read_drawn(bank, "validation", backdrops, True)
    scores = answer(network, faces.crops[faces.expressions >= 0]).face
    bar = float(np.quantile(scores, 0.02))
    negatives = answer(network, read_test_negatives(art)).face
    return {
        "crops": len(negatives), "rejectedAtHalf": float((negatives < 0.5).mean()),
        "drawnFacesKeptAtHalf": float((scores >= 0.5).mean()), "barAtTwoPercentLoss": bar,
        "rejectedAtTwoPercentLoss": float((negatives < bar).mean()),
    }


def evaluate(network: Embedder, bank: Path, backdrops: Backdrops, shared: Path) -> dict:
    art, films = shared / "art", shared / "films"
    return {
        "drawnPlain": drawn_figures(network, bank, backdrops, False),
        "drawnSpoilt": drawn_figures(network, bank, backdrops, True),
        "thresholds": thresholds(network, bank, backdrops),
        "bigBuckBunny": set_figures(network, read_big_buck_bunny(films)),
        "learnToCodeHard": set_figures(network, read_learn_to_code(art, by_head=False)),
        "learnToCodeHardByHead": set_figures(network, read_learn_to_code(art, by_head=True)),
        "learnToCodePlain": set_figures(network, read_learn_to_code(art, by_head=True, spoilt=False)),
        "nonFaces": rejection(network, bank, backdrops, art),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("build/embedder/run/checkpoint.pt"))
    parser.add_argument("--bank", type=Path, default=Path("build/embedder/bank"))
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with art/ and films/")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    network = load_average(options.checkpoint)
    report = evaluate(network, options.bank, Backdrops.from_folder(options.backdrops), options.shared)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
