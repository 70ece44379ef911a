/** What every kept file has. */
export interface WorkFile {
  readonly id: string;
  readonly episodeId: string;
  /** The timeline that it was made from. */
  readonly timelineVersion: number;
  /** What it is called when it is saved. */
  readonly fileName: string;
  readonly contentType: string;
  readonly mediaId: string;
  readonly sizeInBytes: number;
  readonly createdAt: string;
}
