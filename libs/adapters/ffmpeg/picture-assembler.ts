/**
 * Cuts a stream of bytes into pictures of a fixed size, copying each byte once into a small fixed pool of buffers. When
 * the pool is used up the rest of the chunk is kept and `push` says so; the caller then stops reading.
 */
export class PictureAssembler {
  private readonly free: Uint8Array[];
  private readonly finished: Uint8Array[] = [];
  private current: Uint8Array | undefined;
  private filled = 0;
  private rest: Uint8Array | undefined;

  constructor(
    private readonly pictureBytes: number,
    poolSize: number,
  ) {
    this.free = Array.from({ length: poolSize }, () => new Uint8Array(pictureBytes));
  }

  /** True when more bytes are welcome. Must not be called again before `isWaiting` is false. */
  push(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      this.current ??= this.free.pop();
      if (!this.current) {
        this.rest = chunk.subarray(at);
        return false;
      }
      const end = Math.min(chunk.length, at + this.pictureBytes - this.filled);
      this.current.set(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end), this.filled);
      this.filled += end - at;
      at = end;
      if (this.filled === this.pictureBytes) this.finish(this.current);
    }
    return true;
  }

  /** The oldest finished picture, which stays valid until it is released; undefined when there is none. */
  take(): Uint8Array | undefined {
    return this.finished.shift();
  }

  /** Gives a taken picture's buffer back; true when more bytes are welcome. */
  release(picture: Uint8Array): boolean {
    this.free.push(picture);
    const rest = this.rest;
    if (!rest) return true;
    this.rest = undefined;
    return this.push(rest);
  }

  get isWaiting(): boolean {
    return this.rest !== undefined;
  }

  private finish(picture: Uint8Array): void {
    this.finished.push(picture);
    this.current = undefined;
    this.filled = 0;
  }
}
