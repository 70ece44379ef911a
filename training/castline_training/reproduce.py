"""Makes one of the models from random weights: every command of its recipe, one after the other.

    python3 -m castline_training.reproduce face|embed|medium --shared ../shared --out ../scratch [--blender] [--device cuda]

Run again, it goes on: a step that is done has a stamp in OUT/done, and the one that was interrupted goes on from what it left. `--dry-run`
only prints the commands, `--small` proves the chain on a few pictures and steps, in OUT/small. The models are written to OUT; nothing shipped
is touched.
"""
from __future__ import annotations

import argparse
import shlex
import subprocess
from pathlib import Path
from typing import Callable

from .detector.sources import CLIP_ART
from .recipes import RECIPES, TRAINING, Plan, Step


def line_of(step: Step) -> str:
    """The step as it can be typed in the training folder."""
    line = shlex.join(step.command)
    return line if step.folder == TRAINING else f'(cd {shlex.quote(str(step.folder))} && {line})'


def is_done(step: Step, stamps: Path) -> bool:
    """Done with these very options; with others it is run again, and goes on or begins as the step itself sees fit."""
    stamp = stamps / step.name
    return stamp.exists() and stamp.read_text() == line_of(step)


def run_command(step: Step) -> int:
    """The exit status; 127 where the program is missing."""
    try:
        return subprocess.run(step.command, cwd=step.folder, check=False).returncode
    except FileNotFoundError as missing:
        print(missing, flush=True)
        return 127


def run_steps(steps: list[Step], stamps: Path, run: Callable[[Step], int] = run_command) -> None:
    """Runs what is not done yet; ends at the first step that fails."""
    stamps.mkdir(parents=True, exist_ok=True)
    for number, step in enumerate(steps, 1):
        title = f'[{number}/{len(steps)}] {step.name}'
        if is_done(step, stamps):
            print(f'{title}: done before', flush=True)
            continue
        print(f'{title}\n{line_of(step)}', flush=True)
        status = run(step)
        if status:
            raise SystemExit(f'{title} failed with status {status}:\n{line_of(step)}\nRun the same command again to go on from there.')
        (stamps / step.name).write_text(line_of(step))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('model', choices=[*RECIPES])
    parser.add_argument('--shared', type=Path, default=Path('../shared'), help='folder with the open art and films')
    parser.add_argument('--out', type=Path, default=Path('../scratch'), help='scratch folder outside the repository')
    parser.add_argument('--device', choices=('cpu', 'cuda'), default='cpu')
    parser.add_argument('--blender', action='store_true', help='with rendered creatures, as the shipped models had: days on one core')
    parser.add_argument('--clip-art', type=Path, default=Path(CLIP_ART), help="folder of Debian's openclipart-png; left out where there is none")
    parser.add_argument('--small', action='store_true', help='a trial of a few pictures and steps, in a folder of its own')
    parser.add_argument('--dry-run', action='store_true', help='print the commands and run none')
    options = parser.parse_args()
    out = (options.out / 'small' if options.small else options.out).resolve()
    clip_art = options.clip_art.resolve() if options.clip_art.exists() else None
    if clip_art is None:
        print(f'No {options.clip_art}: without clip art (apt install openclipart-png)', flush=True)
    steps = RECIPES[options.model](Plan(options.shared.resolve(), out, options.device, options.blender, options.small, clip_art))
    if options.dry_run:
        print('\n'.join(f'# {step.name}\n{line_of(step)}' for step in steps))
    else:
        run_steps(steps, out / 'done')


if __name__ == '__main__':
    main()
