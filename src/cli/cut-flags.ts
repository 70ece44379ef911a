import { InvalidArgumentError, type Command } from 'commander';
import type { CutAccount } from '#domain/clips/clip.js';
import { DEFAULT_CUT_OPTIONS, type CutOptions } from '#domain/clips/plan-cuts.js';
import { describeExtras } from './extras-flags.js';

export interface CutFlags {
  readonly padding?: number;
  readonly mergeGap?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly snap?: number | true;
  readonly reencode?: boolean;
}

const SNAP_SECONDS = 0.5;

export function addCutOptions(command: Command): void {
  command
    .option('--padding <seconds>', 'keep this much before and after each scene', seconds)
    .option(
      '--merge-gap <seconds>',
      `join scenes closer than this (default: ${DEFAULT_CUT_OPTIONS.mergeGapSeconds})`,
      seconds,
    )
    .option(
      '--min-length <seconds>',
      `leave out shorter clips (default: ${DEFAULT_CUT_OPTIONS.minimumSeconds})`,
      seconds,
    )
    .option('--max-length <seconds>', 'split longer clips, at shot cuts where they allow it', secondsAbove0)
    .option(
      '--snap [seconds]',
      `move ends this close to a shot cut onto it (default when given: ${SNAP_SECONDS})`,
      seconds,
    )
    .option('--reencode', "make H.264 of every frame instead of copying the episode's own frames");
}

export function cutOptionsFrom({ padding, mergeGap, minLength, maxLength, snap }: CutFlags): CutOptions {
  return {
    paddingSeconds: padding ?? DEFAULT_CUT_OPTIONS.paddingSeconds,
    mergeGapSeconds: mergeGap ?? DEFAULT_CUT_OPTIONS.mergeGapSeconds,
    minimumSeconds: minLength ?? DEFAULT_CUT_OPTIONS.minimumSeconds,
    maximumSeconds: maxLength ?? DEFAULT_CUT_OPTIONS.maximumSeconds,
    snapSeconds: snap === true ? SNAP_SECONDS : (snap ?? DEFAULT_CUT_OPTIONS.snapSeconds),
    speechReachSeconds: DEFAULT_CUT_OPTIONS.speechReachSeconds,
  };
}

/** `97% copied, 1 subtitle track`; why nothing was copied. */
export function describeCut({ method, copiedShare, reason, extras }: CutAccount): string {
  const how = method === 'copied' ? `${Math.floor(copiedShare * 100)}% copied` : `encoded: ${reason}`;
  return [how, ...(extras ? describeExtras(extras) : [])].join(', ');
}

export function secondsAbove0(text: string): number {
  const value = seconds(text);
  if (value === 0) throw new InvalidArgumentError('expected seconds, more than 0.');
  return value;
}

export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('expected seconds, 0 or more.');
  return value;
}
