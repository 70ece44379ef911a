import { heightOf, widthOf } from '../box/box.js';
import type { Episode, VideoFacts } from '../episode/episode.js';
import type { Scan } from '../episode/scan.js';
import type { TrackIdentity } from '../identity/assignment.js';
import { FrameClock } from '../time/frame-clock.js';
import { pointAt } from '../time/point.js';
import { formatRational, toNumber } from '../time/rational.js';
import { toMilliseconds } from '../time/timestamp.js';
import { type Appearance, groupAppearances, type IdentifiedTrack } from './group-appearances.js';
import type { Instance, Point, Timeline, TimelineCharacter } from './timeline.js';

export interface TimelineOptions {
  /** Gaps in which a character is not seen close inside a shot when they are no longer than this. */
  readonly mergeGapSeconds: number;
  /** Shorter appearances are left out. */
  readonly minInstanceSeconds: number;
}

const DEFAULTS: TimelineOptions = { mergeGapSeconds: 0.5, minInstanceSeconds: 0.1 };

export interface BuildTimelineInput {
  readonly episode: Pick<Episode, 'id' | 'name' | 'sha256'>;
  readonly facts: Pick<VideoFacts, 'frameRate' | 'timeBase' | 'width' | 'height'>;
  /** Complete. */
  readonly scan: Scan;
  /** At most one per track; tracks without one are nobody's and left out. */
  readonly identities: readonly TrackIdentity[];
  /** `id@version` of each model. */
  readonly models: Timeline['models'];
  readonly warnings?: readonly string[];
  /** Names of the gallery. */
  readonly cast?: readonly string[];
  readonly options?: Partial<TimelineOptions>;
}

/** Tracks with names become each character's appearances, at exact times. */
export function buildTimeline(input: BuildTimelineInput): Timeline {
  const { episode, facts, scan } = input;
  const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
  const at = (frame: number): Point => pointAt(frame, clock, facts.frameRate);
  const options = { ...DEFAULTS, ...input.options };
  const mergeGap = options.mergeGapSeconds * toNumber(facts.frameRate);
  const characters = tracksByCharacter(scan, input.identities)
    .map((tracks) => characterOf(tracks, groupAppearances(tracks, mergeGap), { at, options }))
    .filter(({ instances }) => instances.length > 0)
    .sort(byImportance);
  return {
    castline: 1,
    episode: {
      id: episode.id,
      name: episode.name,
      sha256: episode.sha256,
      durationMs: toMilliseconds({ ticks: scan.endTicks, timeBase: facts.timeBase }),
      frameRate: formatRational(facts.frameRate),
      width: facts.width,
      height: facts.height,
    },
    models: input.models,
    warnings: input.warnings ?? [],
    cast: input.cast ?? [],
    shots: scan.shots.map(({ index, frames }) => ({ index, start: at(frames.start), end: at(frames.end) })),
    characters,
  };
}

function tracksByCharacter(scan: Scan, identities: readonly TrackIdentity[]): IdentifiedTrack[][] {
  const identityOf = new Map(identities.map((identity) => [identity.trackId, identity]));
  const groups = new Map<string, IdentifiedTrack[]>();
  for (const track of scan.tracks) {
    const identity = identityOf.get(track.id);
    if (!identity) continue;
    const group = groups.get(identity.character.id);
    if (group) group.push({ track, identity });
    else groups.set(identity.character.id, [{ track, identity }]);
  }
  return [...groups.values()];
}

interface Context {
  readonly at: (frame: number) => Point;
  readonly options: TimelineOptions;
}

function characterOf(
  tracks: readonly IdentifiedTrack[],
  appearances: readonly Appearance[],
  { at, options }: Context,
): TimelineCharacter {
  const instances = appearances
    .map((appearance) => instanceOf(appearance, at))
    .filter((instance) => lengthOf(instance) >= options.minInstanceSeconds * 1000);
  const seenMs = instances.reduce((sum, instance) => sum + lengthOf(instance), 0);
  const weighted = instances.reduce((sum, instance) => sum + instance.confidence * lengthOf(instance), 0);
  return {
    ...tracks[0]!.identity.character,
    seenMs: Math.round(seenMs * 1000) / 1000,
    confidence: seenMs > 0 ? rounded(weighted / seenMs) : 0,
    instances,
  };
}

function instanceOf({ start, end, form, members }: Appearance, at: (frame: number) => Point): Instance {
  const frames = members.map(({ track }) => track.end - track.start);
  const total = frames.reduce((sum, count) => sum + count, 0);
  const confidence =
    members.reduce((sum, { identity }, i) => sum + identity.confidence * frames[i]!, 0) / total;
  const value = ({ track, identity }: IdentifiedTrack): number => track.quality * identity.confidence;
  const { track } = members.reduce((best, member) => (value(member) > value(best) ? member : best));
  const sighting = track.sightings[track.bestSighting]!;
  return {
    start: at(start),
    end: at(end),
    confidence: rounded(confidence),
    form,
    trackIds: members.map(({ track: { id } }) => id),
    best: {
      at: at(sighting.frame),
      box: {
        x: tenth(sighting.face.x1),
        y: tenth(sighting.face.y1),
        width: tenth(widthOf(sighting.face)),
        height: tenth(heightOf(sighting.face)),
      },
    },
  };
}

/** Known characters first, then those seen longest. */
function byImportance(a: TimelineCharacter, b: TimelineCharacter): number {
  return Number(b.known) - Number(a.known) || b.seenMs - a.seenMs || (a.id < b.id ? -1 : 1);
}

const lengthOf = ({ start, end }: Instance): number => end.ms - start.ms;
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;
