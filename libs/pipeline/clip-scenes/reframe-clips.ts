import type { VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import { parseSceneQuery } from '#domain/query/parse-query.js';
import { resolveNames } from '#domain/query/resolve-names.js';
import { soughtNames } from '#domain/query/scene-query.js';
import { windowOf, type Aspect } from '#domain/reframing/aspect.js';
import type { CropPath } from '#domain/reframing/crop-path.js';
import { planReframing } from '#domain/reframing/plan-reframing.js';
import { toNumber } from '#domain/time/rational.js';
import type { Timeline, TimelineCharacter } from '#domain/timeline/timeline.js';
import type { PlannedClip } from './plan-clips.js';

export interface ReframeRequest {
  readonly query: string;
  readonly timeline: Timeline;
  readonly scan: Scan;
  readonly facts: VideoFacts;
  readonly aspect: Aspect;
  /** Names that are somebody's in other episodes of the series. */
  readonly alsoKnown?: readonly string[];
}

/** How the clips of a query are cropped to another shape. */
export interface Reframing {
  readonly aspect: Aspect;
  readonly cropOf: (clip: Pick<PlannedClip, 'range'>) => CropPath;
}

/** The camera of each clip looks at whom the query wants to see; in shots without them, at whoever has a name there. */
export function reframeClips(request: ReframeRequest): Reframing {
  const { query, timeline, scan, facts, aspect, alsoKnown } = request;
  const tree = parseSceneQuery(query);
  const meant = resolveNames(tree, timeline, query, alsoKnown);
  const sought = new Set(soughtNames(tree).map((name) => meant.get(name)?.id));
  const trackIdsOf = (isWanted: (character: TimelineCharacter) => boolean): Set<string> =>
    new Set(
      timeline.characters
        .filter(isWanted)
        .flatMap(({ instances }) => instances.flatMap(({ trackIds }) => trackIds)),
    );
  const [own, others] = [trackIdsOf(({ id }) => sought.has(id)), trackIdsOf(({ id }) => !sought.has(id))];
  return {
    aspect,
    cropOf: ({ range }) =>
      planReframing({
        range,
        shots: scan.shots,
        tracks: scan.tracks.filter(({ id }) => own.has(id)),
        others: scan.tracks.filter(({ id }) => others.has(id)),
        picture: facts,
        window: windowOf(facts, aspect),
        framesPerSecond: toNumber(facts.frameRate),
      }),
  };
}
