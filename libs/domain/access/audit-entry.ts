/** Something that somebody did and that cannot be undone or judges: a deletion, a verdict, access given or taken. */
export interface AuditEntry {
  /** RFC 3339. */
  readonly at: string;
  /** The principal's name. */
  readonly actor: string;
  readonly role: string;
  /** What was done, noun first: `episode.deleted`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
