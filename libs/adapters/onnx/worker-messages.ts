import type { PictureBox } from '#domain/box/box.js';
import type { ErrorKind } from '#domain/errors/castline-error.js';
import type { Detection, Face, Reading } from '#domain/face/face.js';
import type { Picture } from '#domain/picture/picture.js';
import type { ExamineOptions } from '#ports/face-recognizer.port.js';

/** One thing to do for a worker, which has one job at a time. The picture's buffer moves over. */
export type WorkerJob =
  | { readonly kind: 'examine'; readonly picture: Picture; readonly options: ExamineOptions }
  | { readonly kind: 'detect'; readonly picture: Picture; readonly options: ExamineOptions }
  | { readonly kind: 'read-heads'; readonly picture: Picture; readonly heads: readonly PictureBox[] };

/** An error as plain data: classes do not survive the way between threads. */
export interface WorkerFault {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
}

export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'faces'; readonly faces: Face[] }
  | { readonly kind: 'detections'; readonly detections: Detection[] }
  | { readonly kind: 'readings'; readonly readings: Reading[] }
  | { readonly kind: 'fault'; readonly fault: WorkerFault };
