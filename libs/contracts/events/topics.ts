/** The topics of Kafka. A topic's version changes when what is in it can no longer be read as before. */
export const TOPICS = {
  episode: 'castline.episode.v1',
  timeline: 'castline.timeline.v1',
  character: 'castline.character.v1',
  clip: 'castline.clip.v1',
  /** Commands to Castline. */
  command: 'castline.command.v1',
  /** What became of each command. */
  answer: 'castline.answer.v1',
  /** Commands that could not be read or worked, as they came, with the reason. */
  deadCommand: 'castline.command.dlq.v1',
} as const;

export type Topic = (typeof TOPICS)[keyof typeof TOPICS];
