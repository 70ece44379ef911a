import { z } from 'zod';
import { analyzeRequestSchema, clipRequestSchema } from '../requests.contract.js';
import { reelRequestSchema, stickerRequestSchema } from '../works.contract.js';
import { TOPICS } from './topics.js';

const aboutEpisode = { episodeId: z.string().min(1).max(200) };

/** What others may ask for in the topic of commands: the same as by REST. */
export const COMMAND_CONTRACTS = {
  'episode.analyze.v1': {
    topic: TOPICS.command,
    summary: 'Analyse this episode (again), against a cast or discovering everyone.',
    data: z.strictObject({ ...aboutEpisode, ...analyzeRequestSchema.shape }),
  },
  'clip.cut.v1': {
    topic: TOPICS.command,
    summary: 'Cut every scene of this episode that answers the query.',
    data: z.strictObject({ ...aboutEpisode, ...clipRequestSchema.shape }),
  },
  'reel.make.v1': {
    topic: TOPICS.command,
    summary: 'Join every scene of this episode that answers the queries into one film.',
    data: z.strictObject({ ...aboutEpisode, ...reelRequestSchema.shape }),
  },
  'sticker.make.v1': {
    topic: TOPICS.command,
    summary: 'Make small looping pictures of a character of this episode.',
    data: z.strictObject({ ...aboutEpisode, ...stickerRequestSchema.shape }),
  },
} as const;

export type CommandType = keyof typeof COMMAND_CONTRACTS;

/** A command as it was understood. */
export type Command = {
  [Type in CommandType]: {
    readonly type: Type;
    readonly id: string;
    readonly tenant: string;
    readonly traceparent?: string | undefined;
    readonly data: z.output<(typeof COMMAND_CONTRACTS)[Type]['data']>;
  };
}[CommandType];

const COMMAND_TYPES = Object.keys(COMMAND_CONTRACTS) as CommandType[];
const toCommand = { commandId: z.string(), command: z.enum(COMMAND_TYPES) };
const reason = { code: z.string(), message: z.string() };

/** What becomes of a command: accepted and then done or failed, or refused. */
export const ANSWER_CONTRACTS = {
  'command.accepted.v1': {
    topic: TOPICS.answer,
    summary: 'The command is under way as a job.',
    data: z.object({ ...toCommand, ...aboutEpisode, jobId: z.string() }),
  },
  'command.refused.v1': {
    topic: TOPICS.answer,
    summary: 'The command was understood and cannot be done, such as for an episode that is not there.',
    data: z.object({ ...toCommand, ...aboutEpisode, ...reason }),
  },
  'command.done.v1': {
    topic: TOPICS.answer,
    summary: 'The job of the command ended well.',
    data: z.object({
      ...toCommand,
      ...aboutEpisode,
      jobId: z.string(),
      links: z.object({ result: z.string().startsWith('/api/v1/') }),
    }),
  },
  'command.failed.v1': {
    topic: TOPICS.answer,
    summary: 'The job of the command failed for good or was cancelled.',
    data: z.object({ ...toCommand, ...aboutEpisode, jobId: z.string(), ...reason }),
  },
} as const;

export type AnswerType = keyof typeof ANSWER_CONTRACTS;
