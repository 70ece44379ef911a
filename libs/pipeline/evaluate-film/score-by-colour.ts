// What the identity figures would be if the same tracks were told apart by colour alone.
import { toPicture } from '#domain/box/box.js';
import {
  type ColouredReference,
  type ColouredTrack,
  groupByColour,
  nameByColour,
} from '#domain/evaluation/identify-by-colour.js';
import { describeHead } from '#domain/evaluation/head-colours.js';
import type { TimelineTruth } from '#domain/evaluation/truth.js';
import { characterIdOf } from '#domain/identity/character-id.js';
import { mayBeCharacter } from '#domain/identity/identify-tracks.js';
import { buildTimeline } from '#domain/timeline/build-timeline.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import type { FrameReader } from '#ports/frame-reader.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { ReadCast } from '../read-cast/read-cast-folder.js';
import type { ScanSettings } from '../scan-episode/scan-key.js';
import type { FrameSource } from './examine-labelled-frames.js';
import { readTrackColours } from './read-track-colours.js';
import type { ScannedFilm } from './scanned-film.js';
import {
  clustersOf,
  type DiscoveredScores,
  type NamedScores,
  scoreDiscovered,
  scoreNamed,
} from './score-film.js';

interface ColourRequest {
  readonly scanned: ScannedFilm;
  readonly source: FrameSource;
  readonly settings: Pick<ScanSettings, 'analysisSide'>;
  readonly truth: TimelineTruth;
  /** Absent: nobody is named. */
  readonly cast: ReadCast | undefined;
  /** The real run without a cast: which tracks it grouped, and into how many characters. */
  readonly discovered: Timeline;
}

export interface ColourPorts {
  readonly frames: FrameReader;
  readonly pictures: PictureCodec;
}

export interface ColourScores {
  /** Every track that may be a character's has the name of its nearest picture. */
  readonly named?: NamedScores;
  /** The tracks that the real run grouped, in as many groups. */
  readonly discovered: DiscoveredScores;
}

export async function scoreByColour(
  { scanned, source, settings, truth, cast, discovered }: ColourRequest,
  { frames, pictures }: ColourPorts,
): Promise<ColourScores> {
  const { scan, models } = scanned;
  const faces = scan.tracks.filter((track) => mayBeCharacter(track, models.thresholds));
  const coloured = await readTrackColours(faces, source, settings.analysisSide, frames);
  const named = cast && nameByColour(coloured, await readCastColours(cast, pictures));
  const timelineUnder = (names: ReadonlyMap<string, string>, known: boolean): Timeline =>
    timelineBy(names, known, { scanned, models: discovered.models });
  return {
    ...(named ? { named: scoreNamed(timelineUnder(named, true), truth) } : {}),
    discovered: scoreDiscovered(timelineUnder(groupLike(discovered, coloured), false), truth, scanned),
  };
}

async function readCastColours({ heads }: ReadCast, pictures: PictureCodec): Promise<ColouredReference[]> {
  const references: ColouredReference[] = [];
  for (const { character, path, head } of heads)
    references.push({ character, colours: describeHead(await pictures.read(path), toPicture(head, 1, 1)) });
  return references;
}

function groupLike(discovered: Timeline, coloured: readonly ColouredTrack[]): Map<string, string> {
  const clusters = clustersOf(discovered);
  const groups = groupByColour(
    coloured.filter(({ id }) => clusters.has(id)),
    new Set(clusters.values()).size,
  );
  return new Map(groups.flatMap((ids, i) => ids.map((id): [string, string] => [id, `Unknown #${i + 1}`])));
}

function timelineBy(
  names: ReadonlyMap<string, string>,
  known: boolean,
  { scanned: { episode, facts, scan }, models }: Pick<ColourRequest, 'scanned'> & Pick<Timeline, 'models'>,
): Timeline {
  const identities = [...names].map(([trackId, name]) => ({
    trackId,
    character: { id: characterIdOf(name), name, known },
    // nothing that is scored depends on these
    ...{ form: null, similarity: 1, confidence: 1 },
  }));
  return buildTimeline({ episode, facts, scan, identities, models });
}
