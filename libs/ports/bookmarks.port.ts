/** How far readers of the event log have come, each under a name of its own. */
export abstract class Bookmarks {
  /** 0 where the reader has not begun. */
  abstract find(name: string): Promise<number>;
  /** False, and nothing is changed, where it no longer stands at `from`: another process reads under this name. */
  abstract move(name: string, from: number, to: number): Promise<boolean>;
}
