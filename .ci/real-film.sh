#!/usr/bin/env bash
# Analyses the second minute or so of an open film, which is full of its cast, with its cast folder and checks that what comes out is whole.
set -euo pipefail
cd "$(dirname "$0")/.."
film=../shared/films/big-buck-bunny
if [ ! -f "$film/episode.mp4" ]; then
  echo "skipped: $film is not here"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ffmpeg -nostdin -v error -ss 100 -i "$film/episode.mp4" -t 60 -c copy "$work/minute.mp4"
npx castline analyze "$work/minute.mp4" --cast "$film/cast" --out "$work/out" --home "$work/home" --clip "bunny OR frank OR rinky OR gimera"
node - "$work/out" <<'JS'
const { readFileSync, readdirSync, statSync } = require('node:fs');
const out = process.argv[2];
const timeline = JSON.parse(readFileSync(`${out}/timeline.json`, 'utf8'));
const faults = [];
if (timeline.shots.length < 3) faults.push(`only ${timeline.shots.length} shots`);
if (!timeline.characters.some((character) => character.known)) faults.push('nobody of the cast was found');
if (statSync(`${out}/report.html`).size < 10_000) faults.push('the report is empty');
const clips = readdirSync(`${out}/clips`);
if (clips.length === 0) faults.push('no clip was cut');
if (faults.length > 0) throw new Error(faults.join('; '));
console.log(`${timeline.characters.length} characters, ${timeline.shots.length} shots, ${clips.length} clips`);
JS
