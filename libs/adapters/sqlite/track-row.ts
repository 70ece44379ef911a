import type { Sighting, Track } from '#domain/tracking/track.js';
import { packNumbers, packVectors, unpackNumbers, unpackVectors } from './float-blob.js';

/** Everything of a track but its id, sightings and embeddings. */
type TrackBody = Omit<Track, 'id' | 'sightings' | 'template' | 'exemplars'>;

export interface TrackColumns<Blob> {
  readonly track_id: string;
  readonly body: string;
  /** Length of each embedding. */
  readonly dimensions: number;
  /** Ten doubles a sighting: frame, face x1 y1 x2 y2, head x1 y1 x2 y2, score. */
  readonly sightings: Blob;
  /** The template, then the exemplars: 32-bit floats. */
  readonly embeddings: Blob;
}

export function toTrackRow(track: Track): TrackColumns<Uint8Array> {
  const { id, sightings, template, exemplars, ...body } = track;
  return {
    track_id: id,
    body: JSON.stringify(body satisfies TrackBody),
    dimensions: template.length,
    sightings: packNumbers(
      sightings.flatMap(({ frame, face, head, score }) => [frame, ...edges(face), ...edges(head), score]),
    ),
    embeddings: packVectors([template, ...exemplars], template.length),
  };
}

export function fromTrackRow(row: TrackColumns<ArrayBuffer>): Track {
  const body = JSON.parse(row.body) as TrackBody;
  const [template = new Float32Array(0), ...exemplars] = unpackVectors(row.embeddings, row.dimensions);
  return {
    id: row.track_id,
    ...body,
    sightings: toSightings(unpackNumbers(row.sightings)),
    template,
    exemplars,
  };
}

function edges(box: Sighting['face']): number[] {
  return [box.x1, box.y1, box.x2, box.y2];
}

function toSightings(numbers: Float64Array): Sighting[] {
  const at = (index: number) => numbers[index] ?? 0;
  return Array.from({ length: numbers.length / 10 }, (_, index) => {
    const first = index * 10;
    const box = (from: number) => ({ x1: at(from), y1: at(from + 1), x2: at(from + 2), y2: at(from + 3) });
    return { frame: at(first), face: box(first + 1), head: box(first + 5), score: at(first + 9) };
  });
}
