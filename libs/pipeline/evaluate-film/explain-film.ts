import {
  type BudgetInput,
  type BudgetTrack,
  explainErrors,
  type TimelineError,
} from '#domain/evaluation/error-budget.js';
import type { TimelineTruth } from '#domain/evaluation/truth.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { StillReader } from '#ports/still-reader.port.js';
import { countFacesAt, type FrameSource } from './examine-labelled-frames.js';
import { firstFrameAtOrAfter } from './labelled-frames.js';
import type { ScannedFilm } from './scanned-film.js';
import { clustersOf, labelsOfTracks } from './score-film.js';

interface ExplainRequest {
  /** With the cast's names. */
  readonly timeline: Timeline;
  readonly truth: TimelineTruth;
  readonly scanned: ScannedFilm;
  readonly source: FrameSource;
}

/** Every wrong second with its cause; where no track covers a missed face, the detector is asked once more. */
export async function explainFilm(
  { timeline, truth, scanned, source }: ExplainRequest,
  stills: StillReader,
  recognizer: FaceRecognizer,
): Promise<TimelineError[]> {
  const input: BudgetInput = {
    timeline,
    truth,
    tracks: budgetTracks(timeline, scanned),
    isDoubtful: doubtsOf(truth, scanned),
    cutsMs: scanned.scan.shots.slice(1).map(({ frames }) => scanned.clock.secondsAt(frames.start) * 1000),
  };
  const uncovered = explainErrors(input).filter(({ cause }) => cause === 'missed face');
  const frames = new Map(
    uncovered.map(({ second }) => [second, firstFrameAtOrAfter(second, scanned.clock)] as const),
  );
  return explainErrors({ ...input, facesFound: await countFacesAt(frames, source, stills, recognizer) });
}

function budgetTracks(timeline: Timeline, { scan, clock, frames, models }: ScannedFilm): BudgetTrack[] {
  const known = new Set(timeline.characters.filter((character) => character.known).map(({ name }) => name));
  const names = clustersOf(timeline);
  const labels = labelsOfTracks(frames, scan);
  return scan.tracks.map(({ id, start, end, faceness }) => {
    const name = names.get(id);
    return {
      startMs: clock.secondsAt(start) * 1000,
      endMs: clock.secondsAt(end) * 1000,
      name: name !== undefined && known.has(name) ? name : null,
      note: name ?? (faceness < models.thresholds.face ? 'taken for no face' : 'like nobody enough'),
      shows: soleLabel(labels.get(id)),
    };
  });
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
