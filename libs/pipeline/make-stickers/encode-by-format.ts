import { AnimationEncoder, type Animation, type AnimationEncoding } from '#ports/animation-encoder.port.js';

/** Moving PNGs by one encoder, everything else by another. */
export class EncodeByFormat extends AnimationEncoder {
  constructor(
    private readonly apng: AnimationEncoder,
    private readonly others: AnimationEncoder,
  ) {
    super();
  }

  override encode(
    animation: Animation,
    encoding: AnimationEncoding,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    return (encoding.format === 'apng' ? this.apng : this.others).encode(animation, encoding, signal);
  }
}
