import { z } from 'zod';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import { clipCutSchema, cutAccountSchema } from '../resources.contract.js';
import { EXPRESSIONS } from '#domain/face/face.js';
import { STICKER_FORMATS } from '#domain/stickers/sticker.js';
import { pointSchema } from '../timeline.contract.js';
import { TOPICS, type Topic } from './topics.js';

/** What an event's body holds; what is large is named by its address in the API. */

const aboutEpisode = { episodeId: z.string() };
const apiPath = z.string().startsWith('/api/v1/').describe("address below the API's own");
const characterName = z.object({ id: z.string(), name: z.string() });

const changesSchema = z
  .object({
    since: z.int().nullable().describe('the version that this one is compared with; null: there was none'),
    appeared: z.array(characterName),
    vanished: z.array(characterName),
    changed: z.array(
      characterName.extend({
        formerly: characterName
          .nullable()
          .describe('who it was taken for, where that was somebody else, such as "Unknown #3"'),
        gainedFrames: z.int().nonnegative(),
        lostFrames: z.int().nonnegative(),
      }),
    ),
  })
  .describe('what a reader of the earlier version has to know');

interface EventContract {
  readonly topic: Topic;
  readonly summary: string;
  readonly data: z.ZodObject;
}

export const EVENT_CONTRACTS = {
  'episode.uploaded.v1': {
    topic: TOPICS.episode,
    summary: 'An episode was taken in; its analysis follows.',
    data: z.object({ ...aboutEpisode, name: z.string(), sizeInBytes: z.int() }),
  },
  'episode.analyzed.v1': {
    topic: TOPICS.episode,
    summary: 'The analysis of an episode ended well: it has a timeline.',
    data: z.object({
      ...aboutEpisode,
      jobId: z.string(),
      timelineVersion: z.int().describe('told of in castline.timeline.v1 where it is new'),
    }),
  },
  'episode.failed.v1': {
    topic: TOPICS.episode,
    summary: 'The analysis of an episode failed.',
    data: z.object({ ...aboutEpisode, jobId: z.string(), code: z.string(), message: z.string() }),
  },
  'episode.deleted.v1': {
    topic: TOPICS.episode,
    summary: 'An episode was deleted with its timelines, clips and reels.',
    data: z.object({ ...aboutEpisode, name: z.string() }),
  },
  'timeline.published.v1': {
    topic: TOPICS.timeline,
    summary: 'An episode has a new version of its timeline.',
    data: z.object({
      ...aboutEpisode,
      version: z.int().positive(),
      scanKey: z.string(),
      galleryKey: z.string(),
      changes: changesSchema,
      links: z.object({
        timeline: apiPath,
        exports: apiPath.describe('with /otio, /edl, /fcpxml ... behind it, the timeline as that file'),
      }),
    }),
  },
  'character.changed.v1': {
    topic: TOPICS.character,
    summary: 'A character of a cast has a new reference picture.',
    data: z.object({
      castId: z.string(),
      castName: z.string(),
      character: characterName.extend({
        forms: z.array(z.string()),
        references: z.int().positive().describe('1: it is new in the cast'),
      }),
      links: z.object({ cast: apiPath }),
    }),
  },
  'clip.ready.v1': {
    topic: TOPICS.clip,
    summary: 'A clip was cut and can be fetched.',
    data: z.object({
      ...aboutEpisode,
      clipId: z.string(),
      query: z.string(),
      timelineVersion: z.int(),
      start: pointSchema,
      end: pointSchema,
      characters: z.array(z.string()),
      sizeInBytes: z.int(),
      cut: clipCutSchema,
      links: z.object({ clip: apiPath, media: apiPath }),
    }),
  },
  'clip.failed.v1': {
    topic: TOPICS.clip,
    summary: 'The clips of a scene query could not be cut.',
    data: z.object({
      ...aboutEpisode,
      jobId: z.string(),
      query: z.string(),
      code: z.string(),
      message: z.string(),
    }),
  },
  'reel.ready.v1': {
    topic: TOPICS.clip,
    summary: 'A reel was joined and can be fetched.',
    data: z.object({
      ...aboutEpisode,
      reelId: z.string(),
      queries: z.array(z.string()),
      timelineVersion: z.int(),
      scenes: z.int(),
      frames: z.int(),
      durationMs: z.int(),
      sizeInBytes: z.int(),
      cut: cutAccountSchema,
      links: z.object({ reel: apiPath, media: apiPath }),
    }),
  },
  'sticker.ready.v1': {
    topic: TOPICS.clip,
    summary: 'A sticker of a character was made and can be fetched.',
    data: z.object({
      ...aboutEpisode,
      stickerId: z.string(),
      character: z.string(),
      expression: z.enum(EXPRESSIONS).nullable().describe('null: the sheet of all that were found'),
      format: z.enum(STICKER_FORMATS),
      width: z.int(),
      height: z.int(),
      frames: z.int(),
      sizeInBytes: z.int(),
      timelineVersion: z.int(),
      start: pointSchema,
      end: pointSchema,
      links: z.object({ sticker: apiPath, media: apiPath }),
    }),
  },
} as const satisfies Record<DomainEvent['type'], EventContract>;
