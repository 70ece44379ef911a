/** One picture of a shot as SVG: the set on its own (it is the same for many frames), and what stands in it. */
import { drawFigure } from './characters/figure.js';
import { document, num, place } from './drawing/svg.js';
import { FILM } from './shot-list.js';
import { PROPS, shadowOnGround } from './sets/props.js';
import { SETS } from './sets/sets.js';
import type { CameraAt, Stage, StagedActor, StagedProp } from './staging.js';

const seenBy = ({ x, y, zoom }: CameraAt, content: string): string =>
  `<g transform="translate(${FILM.width / 2} ${FILM.height / 2}) scale(${zoom.toFixed(4)}) translate(${num(-x)} ${num(-y)})">${content}</g>`;

export const drawSet = (stage: Stage): string =>
  document(FILM, seenBy(stage.camera, SETS[stage.set].paint()));

/** Undefined when nothing stands in the set. */
export function drawItems(stage: Stage): string | undefined {
  if (stage.items.length === 0) return undefined;
  return document(
    FILM,
    seenBy(
      stage.camera,
      stage.items.map((item, i) => (item.kind === 'actor' ? actor(item) : prop(item, `p${i}`))).join(''),
    ),
  );
}

const actor = ({ x, y, scale, look }: StagedActor): string =>
  place({ x, y, scale: scale * (1 - look.lift / 200) }, shadowOnGround(58)) +
  place({ x, y, scale }, drawFigure(look));

function prop({ use, x, y, height, spin }: StagedProp, id: string): string {
  const isBall = use.prop === 'ball';
  // A ball in somebody's hands has no bounce, and so no shadow.
  const shadow =
    isBall && use.bounce
      ? place({ x, y: y + 36 * use.scale, scale: use.scale * (1 - height / 400) }, shadowOnGround(40))
      : '';
  return shadow + place({ x, y: y - height, scale: use.scale, tilt: spin }, PROPS[use.prop].draw(id));
}
