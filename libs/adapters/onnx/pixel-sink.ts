// Where converted pixels go: a float tensor in planes (NCHW), normalised as the model's manifest says.

export interface Normalisation {
  /** value = byte * gain + bias, for R, G, B. */
  readonly gain: readonly [number, number, number];
  readonly bias: readonly [number, number, number];
  /** Index of the plane that takes R, G and B: 0 1 2 for RGB, 2 1 0 for BGR. */
  readonly plane: readonly [number, number, number];
}

export interface PixelSink extends Normalisation {
  /** Three planes of `width` x `height`, beginning at `offset`. */
  readonly data: Float32Array;
  readonly offset: number;
  readonly width: number;
  readonly height: number;
}

export function planNormalisation(input: {
  readonly channels: 'rgb' | 'bgr';
  readonly scale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}): Normalisation {
  const { scale, mean, std } = input;
  return {
    gain: [scale / std[0], scale / std[1], scale / std[2]],
    bias: [-mean[0] / std[0], -mean[1] / std[1], -mean[2] / std[2]],
    plane: input.channels === 'rgb' ? [0, 1, 2] : [2, 1, 0],
  };
}

/** Offset in `sink.data` of the plane for R (0), G (1) or B (2). */
export function planeStart(sink: PixelSink, channel: 0 | 1 | 2): number {
  return sink.offset + sink.plane[channel] * sink.width * sink.height;
}

export function fillWithGrey(sink: PixelSink, grey: number): void {
  for (const channel of [0, 1, 2] as const) {
    const start = planeStart(sink, channel);
    sink.data.fill(grey * sink.gain[channel] + sink.bias[channel], start, start + sink.width * sink.height);
  }
}
