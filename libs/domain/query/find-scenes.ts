import type { Scan } from '../episode/scan.js';
import type { FrameClock } from '../time/frame-clock.js';
import type { FrameRange } from '../time/frame-range.js';
import type { Timeline, TimelineCharacter } from '../timeline/timeline.js';
import { evaluateQuery } from './evaluate-query.js';
import { parseSceneQuery } from './parse-query.js';
import { rangesOfTerm } from './ranges-of-term.js';
import { resolveNames } from './resolve-names.js';
import { termsOf } from './scene-query.js';

export interface FindScenesRequest {
  readonly query: string;
  readonly timeline: Timeline;
  readonly scan: Pick<Scan, 'tracks'>;
  readonly clock: Pick<FrameClock, 'frames' | 'secondsAt'>;
  /** Names that are somebody's elsewhere in the series: nowhere here, but not unknown. */
  readonly alsoKnown?: readonly string[];
}

export interface FoundScenes {
  /** Ordered, apart, half-open; none is an answer. */
  readonly scenes: readonly FrameRange[];
  /** Whom the query names and who appears in the episode. */
  readonly characters: readonly TimelineCharacter[];
  /** What an empty answer may come from: a form that is not worn in this episode. */
  readonly notes: readonly string[];
}

/**
 * Answers a scene query from a timeline and the tracks it was made from.
 * @throws QuerySyntaxError, CastlineError not-found QUERY.UNKNOWN_CHARACTER
 */
export function findScenes({ query, timeline, scan, clock, alsoKnown }: FindScenesRequest): FoundScenes {
  const tree = parseSceneQuery(query);
  const meant = resolveNames(tree, timeline, query, alsoKnown);
  const scenes = evaluateQuery(tree, {
    frames: clock.frames,
    secondsAt: (frame) => clock.secondsAt(frame),
    rangesOf: (term) => {
      const character = meant.get(term.name);
      return character
        ? rangesOfTerm(term, { character, tracks: scan.tracks, pictureHeight: timeline.episode.height })
        : [];
    },
    rangesOfOthers: (names) => {
      const named = new Set(names.map((name) => meant.get(name)?.id));
      return timeline.characters.filter(({ id }) => !named.has(id)).flatMap(appearancesOf);
    },
  });
  const notes = termsOf(tree).flatMap(({ name, form }) => describeForm(meant.get(name), form));
  const characters = [...meant.values()].filter((character) => character !== null);
  return { scenes, characters: [...new Set(characters)], notes: [...new Set(notes)] };
}

const appearancesOf = ({ instances }: TimelineCharacter): FrameRange[] =>
  instances.map(({ start, end }) => ({ start: start.frame, end: end.frame }));

/** Nothing where the form is worn; the forms that are, where it is not. */
function describeForm(character: TimelineCharacter | null | undefined, form: string | null): string[] {
  if (!character || form === null) return [];
  const worn = [...new Set(character.instances.flatMap((instance) => instance.form ?? []))];
  if (worn.some((each) => each.toLowerCase() === form.toLowerCase())) return [];
  const what = worn.length > 0 ? `forms seen: ${worn.join(', ')}` : 'no form of theirs was told apart';
  return [`${character.name} is not seen in the form ${JSON.stringify(form)} here; ${what}`];
}
