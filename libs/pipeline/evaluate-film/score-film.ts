// From a film's labels and timelines to its scores: only joins, the maths is in the domain.
import type { Scan } from '#domain/episode/scan.js';
import { type ClusteringScore, scoreClustering } from '#domain/evaluation/bcubed.js';
import { bootstrapInterval, type Interval } from '#domain/evaluation/bootstrap.js';
import { type ClusteringIntervals, clusteringIntervals } from '#domain/evaluation/clustering-intervals.js';
import { countFilmTrials } from '#domain/evaluation/count-trials.js';
import {
  clusteredTracks,
  labelTracks,
  type NamedFace,
  scoreTrackPurity,
  type TrackLabels,
  type TrackPurity,
} from '#domain/evaluation/label-tracks.js';
import { normalizedMutualInformation } from '#domain/evaluation/mutual-information.js';
import { type DetectionScore, scoreDetections } from '#domain/evaluation/score-detections.js';
import { type RankScore, scoreRanks } from '#domain/evaluation/score-ranks.js';
import { scoreTimeline, type TimelineScore, wrongNameRate } from '#domain/evaluation/score-timeline.js';
import { type TimelineIntervals, timelineIntervals } from '#domain/evaluation/timeline-intervals.js';
import type { FoundFace, TimelineTruth } from '#domain/evaluation/truth.js';
import type { FrameClock } from '#domain/time/frame-clock.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import { boxesAt } from '#domain/tracking/boxes-at.js';
import type { ExaminedLabels } from './examine-labelled-frames.js';
import type { LabelledFrame } from './labelled-frames.js';

export interface NamedScores {
  readonly score: TimelineScore;
  /** Of the seconds in which somebody is named. */
  readonly wrongNameRate: number | null;
  readonly intervals: TimelineIntervals;
}

/** A clustering of labelled tracks, each weighing its seconds. */
export interface FilmClustering extends ClusteringScore {
  readonly tracks: number;
  readonly nmi: number | null;
  readonly intervals: ClusteringIntervals;
}

export interface DiscoveredScores extends NamedScores {
  /** Null without labelled boxes that have names. */
  readonly clustering: FilmClustering | null;
}

export interface BoxScores {
  /** 95 % of the average precision, pictures being drawn again. */
  readonly apInterval: Interval | null;
  readonly purity: TrackPurity;
  /** Where tracks say that faces are, sighted or between sightings, against the labelled boxes. */
  readonly followed: DetectionScore;
  /** Rank-1 of labelled faces among the faces of all others in the film. */
  readonly rank: RankScore;
  /** The same by colour alone. */
  readonly colourRank: RankScore;
}

export function scoreNamed(timeline: Timeline, truth: TimelineTruth): NamedScores {
  return withIntervals(timeline, truth, scoreTimeline(timeline, truth));
}

function withIntervals(timeline: Timeline, truth: TimelineTruth, score: TimelineScore): NamedScores {
  return {
    score,
    wrongNameRate: wrongNameRate(score.rows),
    intervals: timelineIntervals(timeline, truth, score),
  };
}

interface Labelled {
  readonly scan: Scan;
  readonly clock: FrameClock;
  readonly frames: readonly LabelledFrame[];
}

export function scoreDiscovered(
  timeline: Timeline,
  truth: TimelineTruth,
  { scan, clock, frames }: Labelled,
): DiscoveredScores {
  const labels = labelsOfTracks(frames, scan);
  return {
    ...withIntervals(timeline, truth, scoreTimeline(timeline, truth, { discovered: true })),
    clustering: labels.size === 0 ? null : scoreClusters(timeline, labels, { scan, clock }),
  };
}

function scoreClusters(
  timeline: Timeline,
  labels: TrackLabels,
  { scan, clock }: Pick<Labelled, 'scan' | 'clock'>,
): FilmClustering {
  const seconds = new Map(
    scan.tracks.map(({ id, start, end }) => [id, clock.secondsAt(end) - clock.secondsAt(start)]),
  );
  const clusters = clustersOf(timeline);
  const items = clusteredTracks(
    labels,
    (id) => clusters.get(id),
    (id) => seconds.get(id)!,
  );
  return {
    tracks: items.length,
    ...scoreClustering(items),
    nmi: normalizedMutualInformation(items),
    intervals: clusteringIntervals(items),
  };
}

export function scoreBoxes(
  frames: readonly LabelledFrame[],
  { found, crops }: ExaminedLabels,
  scan: Scan,
): { detection: DetectionScore; boxes: BoxScores } {
  const scoreOf = (sample: readonly LabelledFrame[]): DetectionScore =>
    scoreDetections(
      Object.fromEntries(sample.map(({ key }, i) => [`${i}`, found[key]!])),
      Object.fromEntries(sample.map(({ faces }, i) => [`${i}`, faces.map((face) => ({ ...face }))])),
    );
  const rankBy = (kind: 'embedding' | 'colours'): RankScore =>
    scoreRanks(countFilmTrials(crops.map((crop) => ({ label: crop.id, embedding: crop[kind] }))));
  return {
    detection: scoreOf(frames),
    boxes: {
      apInterval: bootstrapInterval(frames, (sample) => scoreOf(sample).ap, AP_ROUNDS),
      purity: scoreTrackPurity(labelsOfTracks(frames, scan)),
      followed: scoreFollowed(frames, scan),
      rank: rankBy('embedding'),
      colourRank: rankBy('colours'),
    },
  };
}

function scoreFollowed(frames: readonly LabelledFrame[], { tracks }: Scan): DetectionScore {
  const facesIn = (frame: number): FoundFace[] =>
    tracks.flatMap((track) => {
      const box = boxesAt(track, frame)?.face;
      return box ? [{ box: [box.x1, box.y1, box.x2, box.y2], score: 1 }] : [];
    });
  return scoreDetections(
    Object.fromEntries(frames.map(({ key, frame }) => [key, facesIn(frame)])),
    Object.fromEntries(frames.map(({ key, faces }) => [key, faces])),
  );
}

/** Fewer than usual: each round scores every picture anew. */
const AP_ROUNDS = 400;

/** Whom each track shows by the labelled boxes; faces to ignore have a name all the same. */
export function labelsOfTracks(frames: readonly LabelledFrame[], { tracks }: Scan): TrackLabels {
  const named = frames.flatMap(({ frame, faces }) =>
    faces.flatMap(({ box, id }): NamedFace[] => (id === undefined ? [] : [{ frame, box, id }])),
  );
  return labelTracks(tracks, named);
}

/** The character that a timeline puts each track under. */
export function clustersOf(timeline: Timeline): Map<string, string> {
  return new Map(
    timeline.characters.flatMap(({ name, instances }) =>
      instances.flatMap(({ trackIds }) => trackIds.map((id): [string, string] => [id, name])),
    ),
  );
}
