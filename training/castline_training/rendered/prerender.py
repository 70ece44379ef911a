"""Renders ranges of seeds into detector shards and embedder chunks; run again, it goes on where it stopped.

    python3 -m castline_training.rendered.prerender --out ../scratch/shards --bank ../scratch/embed/bank --count 2500
"""
from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from .crops import write_crops

SCRIPT = Path(__file__).with_name('blender.py')


def render_shard(blender: str, path: Path, faces: Path, seeds: range, troupe: str) -> None:
    """One shard in a Blender process of its own, so that nothing piles up in memory."""
    command = [blender, '-b', '--factory-startup', '-t', '1', '--python-exit-code', '3', '--python', str(SCRIPT), '--',
               '--out', str(path), '--faces', str(faces), '--first', str(seeds.start), '--count', str(len(seeds)), '--troupe', troupe]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    spent = [line for line in made.stdout.splitlines() if line.startswith('spent')]
    if made.returncode or not path.with_suffix('.json').exists():
        raise SystemExit(f'Blender failed on {seeds} ({made.returncode}):\n{made.stdout[-2000:]}\n{made.stderr[-2000:]}')
    print(time.strftime('%H:%M:%S'), path.name, *spent, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, default=Path('../scratch/shards'))
    parser.add_argument('--bank', type=Path, help='folder of embedder chunks; none without it')
    parser.add_argument('--count', type=int, default=2500)
    parser.add_argument('--start', type=int, default=0, help='first seed')
    parser.add_argument('--per-shard', type=int, default=50)
    parser.add_argument('--prefix', default='rendered')
    parser.add_argument('--troupe', choices=('train', 'val'), default='train')
    parser.add_argument('--blender', default='blender')
    options = parser.parse_args()
    # Not beside the shards: what is there and ends in .json is read as a shard.
    beside = options.out / 'faces'
    beside.mkdir(parents=True, exist_ok=True)
    for first in range(options.start, options.start + options.count, options.per_shard):
        path = options.out / f'{options.prefix}_{first:06d}'
        faces = beside / f'{path.name}.faces.json'
        if not (path.with_suffix('.json').exists() and faces.exists()):
            render_shard(options.blender, path, faces, range(first, first + options.per_shard), options.troupe)
        if options.bank is not None:
            write_crops(path, faces, options.bank, options.troupe)


if __name__ == '__main__':
    sys.exit(main())
