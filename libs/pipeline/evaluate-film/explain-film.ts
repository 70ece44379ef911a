import {
  type ClusteredTrack,
  type DiscoveredError,
  explainDiscovered,
} from '#domain/evaluation/discovered-budget.js';
import {
  type BudgetInput,
  type BudgetTrack,
  explainErrors,
  type TimelineError,
} from '#domain/evaluation/error-budget.js';
import { findUnsampled } from '#domain/evaluation/find-unsampled.js';
import type { TimelineScore } from '#domain/evaluation/score-timeline.js';
import type { TimelineTruth } from '#domain/evaluation/truth.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import { DEFAULT_TRACKING } from '#domain/tracking/tracking-options.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { FrameReader } from '#ports/frame-reader.port.js';
import type { StillReader } from '#ports/still-reader.port.js';
import type { ScanSettings } from '../scan-episode/scan-key.js';
import { countFacesAt, type FrameSource } from './examine-labelled-frames.js';
import { firstFrameAtOrAfter } from './labelled-frames.js';
import { readSamples } from './read-samples.js';
import type { ScannedFilm } from './scanned-film.js';
import { clustersOf, labelsOfTracks } from './score-film.js';

interface ExplainRequest {
  /** With the cast's names; absent without a cast. */
  readonly named: Timeline | undefined;
  readonly discovered: Timeline;
  /** Of the discovered characters. */
  readonly score: TimelineScore;
  readonly truth: TimelineTruth;
  readonly scanned: ScannedFilm;
  readonly settings: ScanSettings;
  readonly source: FrameSource;
}

/** Where and with what frames are looked at once more. */
export interface ExplainPorts {
  readonly stills: StillReader;
  readonly frames: FrameReader;
  readonly recognizer: FaceRecognizer;
}

export interface ExplainedFilm {
  /** Of the timeline with the cast's names. */
  readonly errors?: readonly TimelineError[];
  readonly discoveredErrors: readonly DiscoveredError[];
}

/** Every wrong second with its cause; where no track covers a missed face, the detector is asked once more. */
export async function explainFilm(request: ExplainRequest, ports: ExplainPorts): Promise<ExplainedFilm> {
  const { truth, scanned, named, discovered, score } = request;
  const shared = {
    truth,
    isDoubtful: doubtsOf(truth, scanned),
    cutsMs: scanned.scan.shots.slice(1).map(({ frames }) => scanned.clock.secondsAt(frames.start) * 1000),
  };
  const tracks = {
    named: named && budgetTracks(named, scanned),
    discovered: clusteredTracks(discovered, scanned),
  };
  const explain = (looked: Partial<BudgetInput>): ExplainedFilm => ({
    ...(named && tracks.named
      ? { errors: explainErrors({ ...shared, ...looked, timeline: named, tracks: tracks.named }) }
      : {}),
    discoveredErrors: explainDiscovered({
      ...{ ...shared, ...looked, score },
      ...{ timeline: discovered, tracks: tracks.discovered },
    }),
  });
  const { errors = [], discoveredErrors } = explain({});
  const uncovered = [...errors, ...discoveredErrors].filter(({ cause }) => cause === 'missed face');
  return explain(await lookAgain(new Set(uncovered.map(({ second }) => second)), request, ports));
}

async function lookAgain(
  seconds: ReadonlySet<number>,
  { scanned: { clock, scan }, settings, source }: ExplainRequest,
  { stills, frames: reader, recognizer }: ExplainPorts,
): Promise<Pick<BudgetInput, 'facesFound' | 'unsampled'>> {
  const frames = new Map([...seconds].map((second) => [second, firstFrameAtOrAfter(second, clock)] as const));
  const facesFound = await countFacesAt(frames, source, stills, recognizer);
  const moments = [...frames].flatMap(([second, frame]) => {
    const shot = scan.shots.find(({ frames: { start, end } }) => start <= frame && frame < end);
    if (shot === undefined || facesFound.get(second) === 0) return [];
    const { start, end } = shot.frames;
    return [
      {
        second,
        at: clock.secondsAt(frame),
        shot: [clock.secondsAt(start), clock.secondsAt(end)] as const,
      },
    ];
  });
  if (moments.length === 0) return { facesFound };
  // tracks reach half of the usual distance of two samples beyond their sightings
  const reach = DEFAULT_TRACKING.samplingSeconds / 2;
  const unsampled = findUnsampled(moments, await readSamples(source, settings, reader), reach);
  return { facesFound, unsampled };
}

function budgetTracks(timeline: Timeline, scanned: ScannedFilm): BudgetTrack[] {
  const known = new Set(timeline.characters.filter((character) => character.known).map(({ name }) => name));
  return clusteredTracks(timeline, scanned).map(({ cluster: name, isFace, ...track }) => ({
    ...track,
    name: name !== undefined && known.has(name) ? name : null,
    note: name ?? (isFace ? 'like nobody enough' : 'taken for no face'),
  }));
}

function clusteredTracks(timeline: Timeline, { scan, clock, frames, models }: ScannedFilm): ClusteredTrack[] {
  const names = clustersOf(timeline);
  const labels = labelsOfTracks(frames, scan);
  return scan.tracks.map(({ id, start, end, faceness }) => ({
    startMs: clock.secondsAt(start) * 1000,
    endMs: clock.secondsAt(end) * 1000,
    cluster: names.get(id),
    isFace: faceness >= models.thresholds.face,
    shows: soleLabel(labels.get(id)),
  }));
}

/** Whom a track shows, when all its labels agree. */
const soleLabel = (counts: ReadonlyMap<string, number> | undefined): string | undefined =>
  counts?.size === 1 ? [...counts.keys()][0] : undefined;

/** A label is doubtful where the box says so, and where a single second of a face stands among seconds that are not judged. */
function doubtsOf(truth: TimelineTruth, { clock, frames }: ScannedFilm): BudgetInput['isDoubtful'] {
  const ignored = new Set(
    frames.flatMap(({ frame, faces }) =>
      faces.flatMap(({ id, ignore }) => (id !== undefined && ignore ? [`${frame} ${id}`] : [])),
    ),
  );
  return (second, character) => {
    const [before, after] = [second - 1, second + 1].map(
      (other) => truth.seconds[String(other)]?.[character],
    );
    const isLone = before !== 'f' && after !== 'f' && (before !== undefined || after !== undefined);
    return isLone || ignored.has(`${firstFrameAtOrAfter(second, clock)} ${character}`);
  };
}
