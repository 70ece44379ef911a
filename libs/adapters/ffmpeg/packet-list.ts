export interface ListedPacket {
  /** Showing time in the stream's time base; undefined where the file gives none. */
  readonly pts: number | undefined;
  readonly isKey: boolean;
  /** Decoded, but not shown: before the beginning of an edit list. */
  readonly isHidden: boolean;
}

/** Lines such as `41667,K_` or `N/A,__C`, one for each packet in decoding order. */
const LINE = /^(-?\d{1,16}|N\/A),([A-Z_]+)/;

/** Most packets that are kept: ten hours at 60 frames per second. */
const MOST_PACKETS = 60 * 60 * 60 * 10;

/** Reads what ffprobe tells of a stream's packets; what it tells comes from a hostile file. */
export class PacketListParser {
  readonly packets: ListedPacket[] = [];
  /** Something that no packet of an intact file looks like, or more packets than anybody's film has. */
  flaw: string | undefined;
  private rest = '';

  push(chunk: string): void {
    const lines = (this.rest + chunk).split('\n');
    // a line is short; what grows without an end is none
    this.rest = (lines.pop() ?? '').slice(0, 1000);
    for (const line of lines) if (line !== '') this.take(line);
  }

  private take(line: string): void {
    const [, pts = '', flags = ''] = LINE.exec(line) ?? [];
    if (flags === '' || flags.includes('C')) this.flaw ??= 'some of its packets are damaged';
    if (this.packets.length >= MOST_PACKETS) this.flaw ??= `it has more than ${MOST_PACKETS} frames`;
    if (this.flaw !== undefined) return;
    this.packets.push({
      pts: pts === 'N/A' ? undefined : Number(pts),
      isKey: flags.includes('K'),
      isHidden: flags.includes('D'),
    });
  }
}
