import { open, rm, type FileHandle } from 'node:fs/promises';
import { throwIfAborted } from '../media-errors.js';
import { CHANNELS, mixFade, type PlacedSound } from './reel-samples.js';

const BYTES_PER_SAMPLE = 2 * CHANNELS;
const CHUNK_BYTES = 1 << 20;

export interface SoundWriting {
  readonly target: string;
  readonly sounds: readonly PlacedSound[];
  /** Writes the raw sound of the one at this place and returns the file's path; it is removed afterwards. */
  readonly cut: (sound: PlacedSound, at: number) => Promise<string>;
  readonly signal: AbortSignal | undefined;
}

/** All sounds of a reel behind one another as raw samples, mixed where they overlap. */
export async function writeReelSound({ target, sounds, cut, signal }: SoundWriting): Promise<void> {
  const out = await open(target, 'wx');
  let tail = new Int16Array();
  try {
    for (const [at, sound] of sounds.entries()) {
      throwIfAborted(signal, 'joining a reel');
      const path = sound.stretch ? await cut(sound, at) : undefined;
      const source = path === undefined ? undefined : await open(path, 'r');
      try {
        const head = await readSamples(source, 0, sound.fadeIn);
        if (sound.fadeIn > 0) await writeSamples(out, mixFade(tail, head));
        await copySamples(source, out, sound.fadeIn, sound.samples - sound.fadeOut);
        tail = await readSamples(source, sound.samples - sound.fadeOut, sound.fadeOut);
      } finally {
        await source?.close();
        if (path !== undefined) await rm(path, { force: true });
      }
    }
  } finally {
    await out.close();
  }
}

async function copySamples(
  source: FileHandle | undefined,
  out: FileHandle,
  from: number,
  until: number,
): Promise<void> {
  const step = CHUNK_BYTES / BYTES_PER_SAMPLE;
  for (let at = from; at < until; at += step)
    await writeSamples(out, await readSamples(source, at, Math.min(step, until - at)));
}

/** Silence where there is no source, and behind its end. */
async function readSamples(
  source: FileHandle | undefined,
  from: number,
  count: number,
): Promise<Int16Array<ArrayBuffer>> {
  const samples = new Int16Array(count * CHANNELS);
  if (source && count > 0)
    await source.read(new Uint8Array(samples.buffer), 0, samples.byteLength, from * BYTES_PER_SAMPLE);
  return samples;
}

async function writeSamples(out: FileHandle, samples: Int16Array): Promise<void> {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  for (let at = 0; at < bytes.length;) at += (await out.write(bytes, at)).bytesWritten;
}
