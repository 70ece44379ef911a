import type { Pose } from '#domain/face/pose.js';
import type { Reader } from './reader.js';
import { rowsOf } from './rows-of.js';

/**
 * Layout `castline-embed`: an output for each thing that is said of a crop, a row for every crop: embedding [crops, dimensions], quality, face and
 * photographed [crops], expression [crops, expressions], pose [crops, 3]. An output that the manifest does not name is not read.
 */
export const readCastlineEmbed: Reader = (request) => {
  const { outputs, dimensions, expressions } = request.manifest;
  const rows = (name: string | undefined, width: number): Float32Array[] | undefined =>
    name === undefined ? undefined : rowsOf(request, name, width);
  const embeddings = rowsOf(request, outputs.embedding, dimensions);
  const qualities = rows(outputs.quality, 1);
  const facenesses = rows(outputs.face, 1);
  const expressionRows = rows(outputs.expression, expressions.length);
  const poses = rows(outputs.pose, 3);
  const photographed = rows(outputs.photographed, 1);
  return embeddings.map((embedding, crop) => ({
    embedding,
    ...(qualities && { quality: qualities[crop]![0]! }),
    ...(facenesses && { faceness: facenesses[crop]![0]! }),
    ...(expressionRows && { expression: expressionRows[crop]! }),
    ...(poses && { pose: toPose(poses[crop]!) }),
    ...(photographed && { photographed: photographed[crop]![0]! }),
  }));
};

function toPose([yaw, pitch, roll]: Float32Array): Pose {
  return { yaw: yaw!, pitch: pitch!, roll: roll! };
}
