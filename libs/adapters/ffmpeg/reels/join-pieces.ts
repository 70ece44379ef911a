import { open } from 'node:fs/promises';
import type { VideoFacts } from '#domain/episode/episode.js';
import { evenSize } from '#domain/picture/even-size.js';
import type { ReelPlan } from '#domain/reels/reel.js';
import { CopyingRefused } from '../copying/copying-refused.js';
import { isParameterSet, joinNalUnits, listNalUnits, markSpliced } from '../copying/nal-units.js';
import { openHevcEntry, readConfiguration, uniteH264Entries } from '../copying/parameter-sets.js';
import { readSample } from '../copying/read-copied-packets.js';
import { readMp4Tracks, type Mp4Track } from '../copying/read-mp4-tracks.js';
import type { JoinedSample, JoinedVideo } from '../copying/write-joined-video.js';

interface MadePiece {
  readonly path: string;
  readonly track: Mp4Track;
  /** The reel's ticks at which its frames are shown. */
  readonly times: readonly number[];
}

/**
 * The finished pieces as one video, each frame at the plan's time. Every piece begins with a keyframe that resets the
 * decoder, so the pieces need not know of each other.
 * @throws CopyingRefused when they cannot stand in one stream
 */
export async function joinPieces(
  plan: ReelPlan,
  paths: readonly string[],
  facts: VideoFacts,
): Promise<JoinedVideo> {
  const pieces: MadePiece[] = [];
  for (const [at, path] of paths.entries()) {
    const track = (await readMp4Tracks(path)).find(({ kind }) => kind === 'vide');
    const times = plan.pieces[at]?.times ?? [];
    if (track?.samples.length !== times.length)
      throw new CopyingRefused(
        `piece ${at + 1} has ${track?.samples.length ?? 0} frames, not ${times.length}`,
      );
    pieces.push({ path, track, times });
  }
  const entries = pieces.map(({ track }) => track.entry);
  const isHevc = entries.some((entry) => readConfiguration(entry)?.codec === 'hevc');
  const entry = isHevc ? openEntry(entries[0]) : uniteH264Entries(entries);
  if (!entry) throw new CopyingRefused('its scenes are described in ways that do not go together');
  const samples = (await Promise.all(pieces.map((piece) => placeSamples(piece, isHevc)))).flat();
  const lengthInTicks = plan.lengthInTicks;
  return { timescale: facts.timeBase.den, ...evenSize(facts), entry, samples, lengthInTicks };
}

function openEntry(entry: Buffer | undefined): Buffer | undefined {
  const configuration = entry && readConfiguration(entry);
  return configuration && openHevcEntry(entry, configuration);
}

/** A piece's own times only tell the order of showing; the plan has the times. */
async function placeSamples({ path, track, times }: MadePiece, isHevc: boolean): Promise<JoinedSample[]> {
  const order = track.samples
    .map((_, at) => at)
    .sort((a, b) => track.samples[a]!.ticks - track.samples[b]!.ticks);
  const ticks: number[] = [];
  order.forEach((sample, shown) => (ticks[sample] = times[shown]!));
  const samples = track.samples.map(({ position, size, isKey }, at): JoinedSample => ({
    bytes: { path, position, size },
    ticks: ticks[at]!,
    isKey,
  }));
  return isHevc ? withParameterSets(path, track, samples) : samples;
}

/** HEVC's sets bear the same numbers in every piece, so they stand before every keyframe; the first one says that a splice is there. */
async function withParameterSets(
  path: string,
  track: Mp4Track,
  samples: readonly JoinedSample[],
): Promise<JoinedSample[]> {
  const sets = readConfiguration(track.entry)?.sets ?? [];
  const file = await open(path, 'r');
  try {
    const rewritten: JoinedSample[] = [];
    for (const [at, sample] of samples.entries()) {
      if (!sample.isKey) {
        rewritten.push(sample);
        continue;
      }
      const own = await readSample(file, track.samples[at]!);
      const hasSets = listNalUnits('hevc', own).some((unit) => isParameterSet('hevc', unit));
      const marked = at === 0 ? markSpliced(own) : own;
      rewritten.push({ ...sample, bytes: hasSets ? marked : Buffer.concat([joinNalUnits(sets), marked]) });
    }
    return rewritten;
  } finally {
    await file.close();
  }
}
