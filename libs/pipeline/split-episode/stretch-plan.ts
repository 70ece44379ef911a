import { createHash } from 'node:crypto';
import type { Stretch, StretchPlan } from '#domain/episode/stretch.js';

/** The whole episode as its only stretch. */
export const WHOLE: readonly Stretch[] = [{ index: 0, start: 0, end: null, readFrom: null }];

/** A plan whose id follows from its stretches: another id, another division. */
export function stretchPlanOf(plan: Omit<StretchPlan, 'id'>): StretchPlan {
  const id = createHash('sha256').update(JSON.stringify(plan.stretches)).digest('hex').slice(0, 16);
  return { id, ...plan };
}
