"""What is run, and in which order, to make each model from random weights: nothing but command lines. README.md explains them."""
from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

TRAINING = Path(__file__).parents[1]  # the folder that the commands run in
SHIPPED_DETECTOR = TRAINING.parent / 'models/castline-face-v1'
PORTRAITS = ('https://github.com/cjdowner/interfaces', '2166b2273fd050699e112e95a251f0519cce58c3')
STYLES = 'cel,flat,outline,soft3d,painterly,rubberhose'
FILM_STYLES = 'soft3d,painterly,cel'
# The score from which a face counts: what `face-threshold` led to when 1.1.0 was trained so. Look at its table and export again where it says otherwise.
FACE_BAR = 0.38
# Minutes at the embedder's identity part: the stages of the shipped one, from random weights on a core of its own, together.
IDENTITY_MINUTES = 64 + 48 + 75 + 40


@dataclass(frozen=True)
class Step:
    """One command line; `name` is its stamp's. The same step in two recipes is done once."""

    name: str
    command: tuple[str, ...]
    folder: Path = TRAINING


@dataclass(frozen=True)
class Plan:
    """What the recipes depend on. `clip_art` is None where Debian's openclipart-png is not installed."""

    shared: Path
    out: Path
    device: str = 'cpu'
    blender: bool = False
    small: bool = False
    clip_art: Path | None = None

    def few(self, whole: float, small: int) -> str:
        """A count of the recipe, or of the trial run."""
        return str(small if self.small else whole)

    def length(self, minutes: float) -> tuple[str, str]:
        """How long the embedder's parts train."""
        return ('--steps', '4') if self.small else ('--minutes', str(minutes))

    @property
    def shards(self) -> Path:
        return self.out / 'shards'

    @property
    def emoji(self) -> Path:
        return self.out / 'emoji'

    @property
    def embed(self) -> Path:
        return self.out / 'embed'

    @property
    def bank(self) -> Path:
        return self.embed / 'bank'

    @property
    def to_bank(self) -> tuple:
        return ('--out', self.bank)

    @property
    def from_bank(self) -> tuple:
        return ('--bank', self.bank, '--backdrops', self.embed / 'backdrops')


def module(name: str, path: str, *options: object) -> Step:
    """A step that is one of our modules."""
    return Step(name, (sys.executable, '-m', f'castline_training.{path}', *map(str, options)))


def packages(plan: Plan) -> list[Step]:
    """Avatars and emoji, which both trainings draw from: the packages that package.json pins."""
    emoji = ('node', TRAINING / 'castline_training/detector/render-emoji.mjs', plan.emoji, TRAINING / 'labels/emoji.json')
    return [
        Step('packages', ('npm', 'ci', '--no-audit', '--no-fund')),
        Step('emoji', tuple(map(str, emoji))),
    ]


def rendered(plan: Plan) -> list[Step]:
    """Frames of creatures by Blender, for both trainings: days on one core, so only where asked for."""
    if not plan.blender:
        return []
    ranges = (
        ('rendered-first', '--count', plan.few(50, 2), '--per-shard', plan.few(25, 2)),
        ('rendered-validation', '--count', plan.few(100, 2), '--prefix', 'rval', '--troupe', 'val', '--per-shard', plan.few(50, 2)),
        ('rendered-validation-films', '--start', 10000, '--count', plan.few(50, 2), '--prefix', 'rval', '--troupe', 'val', '--per-shard', plan.few(50, 2)),
        ('rendered-films', '--start', 10000, '--count', plan.few(3000, 2), '--per-shard', plan.few(50, 2)),
    )
    return [module(name, 'rendered.prerender', '--out', plan.shards, '--bank', plan.bank, *options) for name, *options in ranges]


def scenes(plan: Plan) -> list[Step]:
    """Drawn scenes for the detector: (name, seeds, styles)."""
    ranges = (
        ('val', 900000, plan.few(100, 3), STYLES, 'val'),
        ('tone', 910000, plan.few(100, 3), 'screentone', 'tone'),
        ('first', 0, plan.few(3200, 4), STYLES, 'drawn'),
        ('more', 100000, plan.few(4000, 4), STYLES, 'drawn'),
        ('films', 200000, plan.few(3000, 4), FILM_STYLES, 'drawn'),
        ('more-films', 210000, plan.few(2300, 4), FILM_STYLES, 'drawn'),
    )
    fixed = ('--out', plan.shards, '--backgrounds', plan.shared / 'art/backgrounds')
    return [module(f'scenes-{name}', 'detector.prerender', *fixed, '--start', start, '--count', count, '--prefix', prefix, '--styles', styles)
            for name, start, count, styles, prefix in ranges]


def face(plan: Plan) -> list[Step]:
    """The face and head detector."""
    avatars, run = plan.out / 'avatars', plan.out / 'detector'
    draw_avatars = ('node', TRAINING / 'castline_training/detector/render-avatars.mjs', avatars, plan.few(30, 1))
    half, steps = (2, 4) if plan.small else (12000, 24000)
    train = ('--shared', plan.shared, '--shards', plan.shards, '--avatars', avatars, '--emoji', plan.emoji,
             *(('--clip-art', plan.clip_art) if plan.clip_art else ()), '--out', run, '--steps', steps, '--rate', '1.2e-3', '--every', 1000,
             '--val', plan.few(150, 2), '--bf16', '--device', plan.device, *(('--workers', 8) if plan.device != 'cpu' else ()))
    return [
        *packages(plan),
        Step('face-avatars', tuple(map(str, draw_avatars))),
        *scenes(plan),
        *rendered(plan),
        module('face-first-half', 'detector.train', *train, '--until', half),
        # False alarms on training frames, seen again in the second half.
        module('face-mine', 'detector.mine', '--checkpoint', run / f'at_{half:06d}.pt', '--shards', plan.shards, '--count', plan.few(1500, 4), '--round', 1),
        module('face-train', 'detector.train', *train),
        module('face-threshold', 'detector.threshold', '--shared', plan.shared, '--shards', plan.shards, '--out', run, '--checkpoint', run / 'last.pt'),
        module('face-export', 'detector.export', '--checkpoint', run / 'last.pt', '--threshold', FACE_BAR, '--out', plan.out / 'castline-face'),
    ]


def bank(plan: Plan) -> list[Step]:
    """Pictures that the embedder and the medium network learn from and are chosen by."""
    splits = (
        ('train', plan.few(2350, 30)), ('train-twins', plan.few(1200, 10)), ('objects', plan.few(1500, 30)),
        ('validation', plan.few(150, 10)), ('twinval', plan.few(300, 10)), ('distractor', plan.few(300, 10), '--pictures', 4), ('things', plan.few(300, 30)),
    )
    avatars = plan.embed / 'avatars'
    draw_avatars = ('node', TRAINING / 'castline_training/art/draw-avatars.mjs', '.', avatars, plan.few(60, 2))
    clip_art = [module('bank-clip-art', 'embedder.prepare_clip_art', '--clip-art', plan.clip_art, *plan.to_bank)] if plan.clip_art else []
    return [
        *packages(plan),
        *(module(f'bank-{split}', 'embedder.render_bank', *plan.to_bank, '--split', split, '--count', *options) for split, *options in splits),
        Step('embed-avatars', tuple(map(str, draw_avatars))),
        module('bank-avatars', 'embedder.prepare_avatars', '--avatars', avatars, *plan.to_bank),
        module('bank-emoji', 'embedder.prepare_emoji', '--emoji', plan.emoji, *plan.to_bank),
        module('bank-real', 'embedder.prepare_real', '--shared', plan.shared, *plan.to_bank, '--backdrops', plan.embed / 'backdrops'),
        *clip_art,
        *rendered(plan),
    ]


def portraits(plan: Plan) -> list[Step]:
    """Photographs for the medium network; each of the three commands may be run again."""
    address, commit = PORTRAITS
    folder = str(plan.out / 'interfaces')
    return [
        Step('portraits-folder', ('git', 'init', '--quiet', folder)),
        Step('portraits-fetch', ('git', '-C', folder, 'fetch', '--quiet', '--depth', '1', address, commit)),
        Step('portraits-files', ('git', '-C', folder, 'checkout', '--quiet', commit)),
    ]


def fold(plan: Plan, held: int) -> Step:
    """The medium network without a quarter of the people, or (-1) of all of them."""
    few = ('--steps', 4, '--size', 8) if plan.small else ()
    return module(f'medium-fold{held}', 'medium.train', *plan.from_bank, '--portraits', plan.out / 'interfaces', '--fold', held,
                  '--out', plan.out / 'medium', '--device', plan.device, *few)


def medium(plan: Plan) -> list[Step]:
    """Drawn or photographed: four folds to measure, and what ships."""
    return [*bank(plan), *portraits(plan), *(fold(plan, held) for held in (0, 1, 2, 3, -1))]


def embed(plan: Plan) -> list[Step]:
    """Identity, then expression and pose, exported with the medium network that is in the same graph."""
    run, heads, acted = plan.embed / 'run', plan.embed / 'bearing-heads', plan.embed / 'bearing'
    model, device = plan.out / 'castline-embed', ('--device', plan.device)
    alarms = ('--shared', plan.shared, '--emoji', plan.emoji, '--detector', SHIPPED_DETECTOR, *plan.to_bank)
    made = ('--checkpoint', run / 'checkpoint.pt', '--bearing', acted / 'bearing.pt', '--medium', plan.out / 'medium/fold-1.pt')
    return [
        *bank(plan),
        # What the shipped face detector takes for faces where there is none.
        module('bank-alarms', 'embedder.mine_alarms', *alarms, '--scenes', plan.few(3000, 10)),
        module('bank-alarms-kept', 'embedder.mine_alarms', *alarms, '--kept', '--scenes', plan.few(400, 10)),
        module('embed-train', 'embedder.train', *plan.from_bank, '--out', run, *plan.length(IDENTITY_MINUTES), *device),
        module('embed-validate', 'embedder.evaluate', '--checkpoint', run / 'checkpoint.pt', *plan.from_bank, '--validation-only'),
        # Expression and pose: first on the heads of the bank, then on close-ups of acted faces.
        module('bearing-heads', 'embedder.train_bearing', *plan.from_bank, '--out', heads, *plan.length(45), *device),
        module('bank-closeups', 'embedder.render_bank', *plan.to_bank, '--split', 'closeups', '--count', plan.few(1200, 10)),
        module('bank-closeval', 'embedder.render_bank', *plan.to_bank, '--split', 'closeval', '--count', plan.few(150, 4)),
        module('bearing', 'embedder.train_bearing', *plan.from_bank, '--out', acted, '--begin', heads / 'bearing.pt', '--rate', '1.2e-3', *plan.length(46), *device),
        module('bearing-validate', 'embedder.evaluate_bearing', '--checkpoint', acted / 'bearing.pt', *plan.from_bank),
        *portraits(plan), fold(plan, -1),
        module('embed-export', 'embedder.export', *made, *plan.from_bank, '--out', model),
        module('embed-check', 'embedder.check_export', *made, '--model', model),
    ]


RECIPES = {'face': face, 'embed': embed, 'medium': medium}
