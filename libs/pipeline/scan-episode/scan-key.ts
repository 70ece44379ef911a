import { createHash } from 'node:crypto';
import type { RecognizerModels } from '#ports/face-recognizer.port.js';

export interface ScanSettings {
  /** Longer side in pixels at which frames are analysed. */
  readonly analysisSide: number;
  readonly samplesPerSecond: number;
}

/** Raise when shots, sampling or tracking change their results: stored scans of the older form are then made anew. */
const SCAN_FORM = 4;

/** Names everything that decides a scan's content. */
export function scanKeyOf(settings: ScanSettings, models: RecognizerModels): string {
  const parts = [
    SCAN_FORM,
    settings.analysisSide,
    settings.samplesPerSecond,
    models.detector.recipe,
    models.embedder.recipe,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}
