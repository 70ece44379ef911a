/** What ffmpeg's `framecrc` says of the packets of one stream. */
export interface PacketTimes {
  readonly timeBase: { readonly num: number; readonly den: number };
  /** When each is shown or heard, in ticks of the time base; NaN where the file does not say. */
  readonly ticks: readonly number[];
}

/** Lines such as `0,   98041667,   98083333,    41666,     2501, 0x67f6cdbc, F=0x0`: stream, decoding and showing time. */
export function readPacketList(list: string): PacketTimes {
  const [, num, den] = /^#tb 0: (\d+)\/(\d+)$/m.exec(list) ?? [];
  const lines = list.matchAll(/^0, +(?:-?\d+|NOPTS), +(-?\d+|NOPTS),/gm);
  return {
    timeBase: { num: Number(num), den: Number(den) },
    ticks: [...lines].map(([, shown]) => Number(shown)),
  };
}
