// A detector that finds red squares and an embedder that reads a crop's mean colour: real ONNX graphs whose right
// answers are known.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXPRESSIONS } from '#domain/face/face.js';
import { type Graph, type GraphConstant, type GraphNode, writeOnnx } from './onnx-graph.js';

const STRIDES = [8, 16, 32];

/** Distances that every cell answers: a face box 24 px wide and high, a head box of 40. */
const DISTANCES = [12, 12, 12, 12, 20, 20, 20, 20];

/** score = mean red - mean green of the 8x8 cell (0 for the coarser strides). */
export function redSquareDetector(): Uint8Array {
  const scales = STRIDES.map((stride) => scaleOfDetector(stride));
  const concat: GraphNode = {
    operator: 'Concat',
    inputs: STRIDES.map((stride) => `rows${stride}`),
    outputs: ['predictions'],
    attributes: { axis: 1 },
  };
  return writeOnnx({
    nodes: [...scales.flatMap(({ nodes }) => nodes), concat],
    constants: scales.flatMap(({ constants }) => constants),
    inputs: { images: ['n', 3, 'h', 'w'] },
    outputs: { predictions: ['n', 'cells', 9] },
  });
}

function scaleOfDetector(stride: number): { nodes: GraphNode[]; constants: GraphConstant[] } {
  const area = stride * stride;
  const share = stride === 8 ? 1 / area : 0;
  const scoreKernel = [share, -share, 0].flatMap((weight) => Array.from({ length: area }, () => weight));
  const kernels = [...scoreKernel, ...Array.from({ length: 8 * 3 * area }, () => 0)];
  return {
    nodes: [
      {
        operator: 'Conv',
        inputs: ['images', `kernels${stride}`, `bias${stride}`],
        outputs: [`map${stride}`],
        attributes: { kernel_shape: [stride, stride], strides: [stride, stride] },
      },
      { operator: 'Reshape', inputs: [`map${stride}`, `shape${stride}`], outputs: [`flat${stride}`] },
      {
        operator: 'Transpose',
        inputs: [`flat${stride}`],
        outputs: [`rows${stride}`],
        attributes: { perm: [0, 2, 1] },
      },
    ],
    constants: [
      { name: `kernels${stride}`, shape: [9, 3, stride, stride], values: kernels, type: 'float' },
      { name: `bias${stride}`, shape: [9], values: [0, ...DISTANCES], type: 'float' },
      { name: `shape${stride}`, shape: [3], values: [0, 9, -1], type: 'int64' },
    ],
  };
}

/**
 * embedding = mean colour; quality = its mean; face = mean colour's red; expression: red happy, green sad, blue fear; pose:
 * pure red turns by 80 degrees, green looks up by 40, blue leans by -20. With `closeUp` there is a second input, `faces`, and
 * expression and pose are of its mean colour.
 */
export function meanColourEmbedder({ closeUp = false } = {}): Uint8Array {
  const seen = closeUp ? 'faceColour' : 'embedding';
  const weights = ['happy', 'sad', 'fear'].flatMap((name) =>
    EXPRESSIONS.map((other) => (other === name ? 1 : 0)),
  );
  const graph: Graph = {
    nodes: [
      { operator: 'GlobalAveragePool', inputs: ['crops'], outputs: ['pooled'] },
      { operator: 'Flatten', inputs: ['pooled'], outputs: ['embedding'] },
      {
        operator: 'ReduceMean',
        inputs: ['embedding'],
        outputs: ['quality'],
        attributes: { axes: [1], keepdims: 0 },
      },
      {
        operator: 'ReduceMax',
        inputs: ['embedding'],
        outputs: ['face'],
        attributes: { axes: [1], keepdims: 0 },
      },
      ...(closeUp ? FACE_COLOUR : []),
      { operator: 'MatMul', inputs: [seen, 'weights'], outputs: ['expression'] },
      { operator: 'MatMul', inputs: [seen, 'turns'], outputs: ['pose'] },
    ],
    constants: [
      { name: 'weights', shape: [3, 7], values: weights, type: 'float' },
      { name: 'turns', shape: [3, 3], values: [80, 0, 0, 0, 40, 0, 0, 0, -20], type: 'float' },
    ],
    inputs: { crops: ['n', 3, 96, 96], ...(closeUp && { faces: ['n', 3, 32, 32] }) },
    outputs: { embedding: ['n', 3], quality: ['n'], face: ['n'], expression: ['n', 7], pose: ['n', 3] },
  };
  return writeOnnx(graph);
}

const FACE_COLOUR: readonly GraphNode[] = [
  { operator: 'GlobalAveragePool', inputs: ['faces'], outputs: ['pooledFace'] },
  { operator: 'Flatten', inputs: ['pooledFace'], outputs: ['faceColour'] },
];

export const detectorManifest = {
  id: 'red-squares',
  version: '1.0.0',
  task: 'detect',
  file: 'model.onnx',
  layout: 'castline-ltrb',
  input: { name: 'images', width: 640, height: 384, multipleOf: 32, padding: 0 },
  output: { name: 'predictions' },
  strides: STRIDES,
  thresholds: { score: 0.5, iou: 0.5, containment: 0.7 },
  licence: 'made for tests',
};

export const embedderManifest = {
  id: 'mean-colour',
  version: '1.0.0',
  task: 'embed',
  file: 'model.onnx',
  layout: 'castline-embed',
  input: { name: 'crops', width: 96, height: 96, cropScale: 1.25, cropBox: 'head' },
  outputs: {
    embedding: 'embedding',
    quality: 'quality',
    face: 'face',
    expression: 'expression',
    pose: 'pose',
  },
  dimensions: 3,
  expressions: EXPRESSIONS,
  thresholds: { same: 0.9, margin: 0.05, face: 0.5 },
  licence: 'made for tests',
};

/** Writes a model folder; the manifest gets the right sha256 unless it brings one. */
export async function writeModelFolder(folder: string, manifest: object, model: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(model).digest('hex');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), model);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ sha256, ...manifest }));
  return folder;
}
