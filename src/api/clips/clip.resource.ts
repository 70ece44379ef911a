import { z } from 'zod';
import { clipSchema } from '#contracts/resources.contract.js';
import { plannedSceneSchema } from '#contracts/series.contract.js';
import type { Clip } from '#domain/clips/clip.js';
import type { PlannedClip } from '#pipeline/clip-scenes/plan-clips.js';

export function clipResource({
  mediaId: _mediaId,
  cutKey: _cutKey,
  ...clip
}: Clip): z.output<typeof clipSchema> {
  return {
    ...clip,
    aspect: clip.aspect ?? null,
    cut: clip.cut ?? null,
    characters: [...clip.characters],
    mediaUrl: `/api/v1/clips/${clip.id}/media`,
  };
}

export function plannedSceneResource({
  start,
  end,
  characters,
  merit: { traits: _traits, ...merit },
}: PlannedClip): z.output<typeof plannedSceneSchema> {
  return { start, end, characters: [...characters], merit };
}
