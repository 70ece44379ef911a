/** Something that happened, told to the outside. `type` is past tense with a version. */
export interface DomainEvent {
  /** Stable: the same happening has the same id however often it is told. */
  readonly id: string;
  readonly type:
    | 'episode.uploaded.v1'
    | 'episode.analyzed.v1'
    | 'episode.failed.v1'
    | 'episode.deleted.v1'
    | 'timeline.published.v1'
    | 'character.changed.v1'
    | 'clip.ready.v1'
    | 'clip.failed.v1'
    | 'reel.ready.v1'
    | 'sticker.ready.v1';
  /** Null: it happened to a cast. */
  readonly episodeId: string | null;
  /** Of events about characters, which belong to a cast and not to an episode. */
  readonly castId?: string;
  /** RFC 3339. */
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** What it happened in, by W3C Trace Context; absent where nothing is traced. */
  readonly traceparent?: string;
}
