// What became of every fault that was tried: a row each, which `npm run test:faults` prints as one table.
import { appendFileSync } from 'node:fs';

export interface FaultRow {
  readonly fault: string;
  readonly tried: number;
  readonly lost: number;
  readonly duplicated: number;
  /** From the end of the fault to the end of the work that it had disturbed. */
  readonly recoverySeconds: number;
}

/** Kept for the table where a file for it is named; a test that is run alone has none. */
export function record(row: FaultRow): void {
  const file = process.env['CASTLINE_FAULT_TABLE'];
  if (file) appendFileSync(file, `${JSON.stringify(row)}\n`);
}

export function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 100) / 10;
}
