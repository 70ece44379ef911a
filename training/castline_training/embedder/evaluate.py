"""Print every figure of an embedder beside the colour-only baseline.

    python3 -m castline_training.embedder.evaluate --checkpoint RUN/checkpoint.pt --shared ../shared

Drawn identities and things kept from training serve to choose checkpoints and thresholds
(`--validation-only`); the test film and the test art are for the report only.
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
from .crop_bank import CropBank
from .network import Embedder
from .test_sets import (
    TestSet, is_held_out_style, read_big_buck_bunny, read_drawn, read_learn_to_code, read_pilot,
    read_test_negatives, read_things,
)
from .training_run import load_average

DISTRACTORS = 2500
RIGHT_NAMES = 0.95  # share of the names given that shall be right
THINGS_TAKEN = 0.02  # share of things that may pass for a face
FACE_BARS = (0.3, 0.9)


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
    """What the product is told, from drawn identities and things kept from training, spoilt; nothing else is consulted."""
    found = read_drawn(bank, "validation", backdrops, True)
    known = answer(network, found.crops)
    genuine, impostors = figures.pair_similarities(known.embedding, found.identities, found.families)
    bars = {rate: figures.threshold_at(impostors, rate) for rate in (0.1, 0.01, 0.001)}
    report: dict = {f"fpr{rate}": {"cosine": bar, "truePositiveRate": float((genuine >= bar).mean())} for rate, bar in bars.items()}
    report["margin"] = figures.least_margin(known.embedding, found.identities, bars[0.01], RIGHT_NAMES)
    faces, things = known.face[found.expressions >= 0], answer(network, read_things(bank, backdrops)).face
    bar = float(np.clip(np.quantile(things, 1 - THINGS_TAKEN), *FACE_BARS))
    report["face"] = {"bar": bar, "facesKept": float((faces >= bar).mean()), "thingsTaken": float((things >= bar).mean()), "things": len(things)}
    # Not what the bar is set by: what the face detector fires on, and things of other hands.
    for name, prefix in (("alarms", "alarms"), ("clipArt", "clipthings")):
        if len(CropBank([bank], prefix)):
            crops = read_drawn(bank, prefix, backdrops, True).crops
            report["face"] |= {name: len(crops), f"{name}Taken": float((answer(network, crops).face >= bar).mean())}
    return report


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


def rejection(network: Embedder, bar: float, art: Path) -> dict:
    """Share of the test art's faceless crops that pass for a face, at 0.5 and at the shipped bar."""
    negatives = answer(network, read_test_negatives(art)).face
    return {
        "crops": len(negatives), "takenAtHalf": float((negatives >= 0.5).mean()),
        "bar": bar, "takenAtBar": float((negatives >= bar).mean()),
    }


def validate(network: Embedder, bank: Path, backdrops: Backdrops) -> dict:
    """Figures on which checkpoints and thresholds may be chosen: drawn identities and things kept from training."""
    return {
        "drawnPlain": drawn_figures(network, bank, backdrops, False),
        "drawnSpoilt": drawn_figures(network, bank, backdrops, True),
        "rendered": set_figures(network, read_drawn(bank, "val-rval", backdrops, False)) if any(bank.glob("val-rval*.json")) else None,
        "nearTwins": near_twins(network, bank, backdrops) if any(bank.glob("twinval*.json")) else None,
        "thresholds": thresholds(network, bank, backdrops),
    }


def near_twins(network: Embedder, bank: Path, backdrops: Backdrops) -> dict:
    """Film Rank-1 of near-twins among themselves, spoilt: the mean over families."""
    found = read_drawn(bank, "twinval", backdrops, True)
    known, colour = answer(network, found.crops).embedding, colour_embeddings(found.crops)
    families = [found.families == family for family in sorted(set(found.families))]
    return {
        "crops": len(found.crops), "families": len(families),
        "rank1": float(np.mean([figures.rank1_against_others(known[one], found.identities[one])[0] for one in families])),
        "rank1Colour": float(np.mean([figures.rank1_against_others(colour[one], found.identities[one])[0] for one in families])),
        "lookalikes": figures.lookalike_accuracy(known, found.identities, found.families),
    }


def test(network: Embedder, bar: float, shared: Path, pilot: Path) -> dict:
    """Figures for the report only, on the test films and the test art."""
    art, films = shared / "art", shared / "films"
    return {
        "bigBuckBunny": set_figures(network, read_big_buck_bunny(films, 1280)),
        "bigBuckBunny640": set_figures(network, read_big_buck_bunny(films, 640)),
        "learnToCodeHard": set_figures(network, read_learn_to_code(art, by_head=False)),
        "learnToCodeHardByHead": set_figures(network, read_learn_to_code(art, by_head=True)),
        "learnToCodePlain": set_figures(network, read_learn_to_code(art, by_head=True, spoilt=False)),
        "pilot640": set_figures(network, read_pilot(pilot, 640)) if pilot.exists() else None,
        "nonFaces": rejection(network, bar, art),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("build/embedder/run/checkpoint.pt"))
    parser.add_argument("--bank", type=Path, default=Path("build/embedder/bank"))
    parser.add_argument("--backdrops", type=Path, default=Path("build/embedder/backdrops"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with art/ and films/")
    parser.add_argument("--pilot", type=Path, default=Path("../.castline/pilot"), help="folder of the drawn pilot")
    parser.add_argument("--validation-only", action="store_true", help="leave the test film and the test art alone")
    parser.add_argument("--size", type=int, default=0, help="px that crops are shrunk to; as the checkpoint was trained by default")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    network = load_average(options.checkpoint)
    network.working_size = options.size or network.working_size
    report = validate(network, options.bank, Backdrops.from_folder(options.backdrops))
    if not options.validation_only:
        report |= test(network, report["thresholds"]["face"]["bar"], options.shared, options.pilot)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
