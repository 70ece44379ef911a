// Tiny graphs with the inputs and outputs of public model families, for the manifests of models/README.md. A detector
// answers two boxes, one scored by how red the left half of its input is, one by the right half: wrong colours, scale or
// padding then show in the scores. An embedder answers its normalised input's mean colour, spread over its dimensions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DetectorManifest, EmbedderManifest } from '#adapters/onnx/manifest.js';
import { type Graph, type GraphConstant, type GraphNode, writeOnnx } from './onnx-graph.js';

/** The example manifests of models/README.md by their ids. */
export function exampleManifests(project = process.cwd()): Map<string, DetectorManifest | EmbedderManifest> {
  const text = readFileSync(join(project, 'models', 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/```json\n(.*?)```/gs)].map(
    ([, block]) => JSON.parse(block!) as { task: string },
  );
  const manifests = blocks.map((json) =>
    json.task === 'embed' ? EmbedderManifest.parse(json) : DetectorManifest.parse(json),
  );
  return new Map(manifests.map((manifest) => [manifest.id, manifest]));
}

/** In pixels of the input: centre x, centre y, width, height. */
const BOXES = [
  [150, 250, 100, 100],
  [450, 250, 60, 100],
] as const;

/** Constants and nodes that make an output of the scores, [1, 1, 2], and of BOXES. */
type Answer = (input: { width: number; height: number }) => Omit<Graph, 'inputs'>;

const floats = (name: string, shape: readonly number[], values: readonly number[]): GraphConstant => ({
  name,
  shape,
  values,
  type: 'float',
});
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
const joined = (inputs: readonly string[], output: string, axis: number): GraphNode => ({
  operator: 'Concat',
  inputs,
  outputs: [output],
  attributes: { axis },
});
const turned: GraphNode = {
  operator: 'Transpose',
  inputs: ['scores'],
  outputs: ['column'],
  attributes: { perm: [0, 2, 1] },
};
const shares = ({ width, height }: { width: number; height: number }): number[] =>
  BOXES.flatMap(([x, y, w, h]) => [x / width, y / height, w / width, h / height]);
const corners = BOXES.flatMap(([x, y, w, h]) => [x - w / 2, y - h / 2, x + w / 2, y + h / 2]);

/** Puts the two scores into the first two of many cells. */
const spread = (cells: number): { nodes: GraphNode[]; constants: GraphConstant[] } => ({
  nodes: [{ operator: 'MatMul', inputs: ['scores', 'cells'], outputs: ['spread'] }],
  constants: [floats('cells', [2, cells], [1, ...zeros(cells), 1, ...zeros(cells - 2)])],
});

const ANSWERS: Readonly<Record<string, Answer>> = {
  yolov8: ({ width, height }) => {
    const cells = [8, 16, 32].reduce((sum, stride) => sum + (width / stride) * (height / stride), 0);
    const rows = [0, 1, 2, 3].flatMap((row) => [BOXES[0][row]!, BOXES[1][row]!, ...zeros(cells - 2)]);
    const { nodes, constants } = spread(cells);
    return {
      nodes: [...nodes, joined(['boxes', 'spread'], 'output0', 1)],
      constants: [...constants, floats('boxes', [1, 4, cells], rows)],
      outputs: { output0: [1, 5, cells] },
    };
  },
  'end-to-end': () => ({
    nodes: [turned, joined(['boxes', 'column', 'classes'], 'output0', 2)],
    constants: [floats('boxes', [1, 2, 4], corners), floats('classes', [1, 2, 1], [0, 0])],
    outputs: { output0: [1, 2, 6] },
  }),
  'rt-detr': (input) => ({
    nodes: [turned, joined(['boxes', 'column'], 'output0', 2)],
    constants: [floats('boxes', [1, 2, 4], shares(input))],
    outputs: { output0: [1, 2, 5] },
  }),
  'rt-detr-logits': (input) => ({
    // a score of 0.5 becomes a logit of 0
    nodes: [
      turned,
      { operator: 'Sub', inputs: ['column', 'half'], outputs: ['centred'] },
      { operator: 'Mul', inputs: ['centred', 'gain'], outputs: ['logits'] },
      { operator: 'Identity', inputs: ['boxes'], outputs: ['pred_boxes'] },
    ],
    constants: [
      floats('boxes', [1, 2, 4], shares(input)),
      floats('half', [1], [0.5]),
      floats('gain', [1], [20]),
    ],
    outputs: { logits: [1, 2, 1], pred_boxes: [1, 2, 4] },
  }),
  yunet: yunetAnswer,
};

interface PlainOutput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** All in cells 0 and 1 of stride 32: the first cell's corner is (0, 0), the second's (32, 0). */
function yunetAnswer({ width, height }: { width: number; height: number }): Omit<Graph, 'inputs'> {
  const count = (stride: number): number => (width / stride) * (height / stride);
  const offsets = BOXES.flatMap(([x, y, w, h], cell) => [
    x / 32 - cell,
    y / 32,
    Math.log(w / 32),
    Math.log(h / 32),
  ]);
  const plain = [8, 16, 32].flatMap((stride): PlainOutput[] => {
    const cells = count(stride);
    const boxes = stride === 32 ? [...offsets, ...zeros(4 * cells - 8)] : zeros(4 * cells);
    const ones = Array.from({ length: cells }, () => 1);
    const scores = { name: `cls_${stride}`, shape: [1, cells, 1], values: zeros(cells) };
    return [
      { name: `obj_${stride}`, shape: [1, cells, 1], values: ones },
      { name: `bbox_${stride}`, shape: [1, cells, 4], values: boxes },
      ...(stride === 32 ? [] : [scores]),
    ];
  });
  const { nodes, constants } = spread(count(32));
  const shape: GraphConstant = { name: 'shape', shape: [3], values: [1, count(32), 1], type: 'int64' };
  return {
    nodes: [
      ...nodes,
      { operator: 'Reshape', inputs: ['spread', 'shape'], outputs: ['cls_32'] },
      ...plain.map(({ name }): GraphNode => ({
        operator: 'Identity',
        inputs: [`${name}_constant`],
        outputs: [name],
      })),
    ],
    constants: [
      ...constants,
      shape,
      ...plain.map(({ name, shape: dimensions, values }) => floats(`${name}_constant`, dimensions, values)),
    ],
    outputs: {
      cls_32: [1, count(32), 1],
      ...Object.fromEntries(plain.map(({ name, shape: dimensions }) => [name, dimensions])),
    },
  };
}

/** A detector for this manifest. Scores are twice the mean of red less green over each half: half of the input is padding. */
export function plugInDetector({ layout, input }: DetectorManifest): Uint8Array {
  const { width, height, name, channels, scale } = input;
  const half = width / 2;
  // what red 255 is fed as counts 1
  const gain = 2 / (height * half) / (255 * scale);
  const kernel = channels === 'rgb' ? [gain, -gain, 0] : [0, -gain, gain];
  const answer = ANSWERS[layout]!(input);
  return writeOnnx({
    nodes: [
      {
        operator: 'Conv',
        inputs: [name, 'halves'],
        outputs: ['map'],
        attributes: { kernel_shape: [height, half], strides: [height, half] },
      },
      { operator: 'Reshape', inputs: ['map', 'row'], outputs: ['scores'] },
      ...answer.nodes,
    ],
    constants: [
      floats(
        'halves',
        [1, 3, height, half],
        kernel.flatMap((weight) => Array.from({ length: height * half }, () => weight)),
      ),
      { name: 'row', shape: [3], values: [1, 1, 2], type: 'int64' },
      ...answer.constants,
    ],
    inputs: { [name]: [1, 3, height, width] },
    outputs: answer.outputs,
  });
}

/** What an embedder of a layout answers, of `means`, [n, 3]: its input's mean colour as fed. */
const EMBEDDER_ANSWERS: Readonly<Record<string, (manifest: EmbedderManifest) => Omit<Graph, 'inputs'>>> = {
  'plain-embed': ({ outputs: { embedding }, dimensions }) => ({
    nodes: [{ operator: 'MatMul', inputs: ['means', 'weights'], outputs: [embedding] }],
    constants: [floats('weights', [3, dimensions], spreadOver(dimensions))],
    outputs: { [embedding]: ['n', dimensions] },
  }),
};

/** Number k is that of channel k modulo 3. */
const spreadOver = (dimensions: number): number[] =>
  [0, 1, 2].flatMap((channel) => Array.from({ length: dimensions }, (_, k) => (k % 3 === channel ? 1 : 0)));

/** An embedder for this manifest: number k is the mean of channel k modulo 3, as fed. */
export function plugInEmbedder(manifest: EmbedderManifest): Uint8Array {
  const { layout, input } = manifest;
  const answer = EMBEDDER_ANSWERS[layout]!(manifest);
  return writeOnnx({
    nodes: [
      { operator: 'GlobalAveragePool', inputs: [input.name], outputs: ['pooled'] },
      { operator: 'Flatten', inputs: ['pooled'], outputs: ['means'] },
      ...answer.nodes,
    ],
    constants: answer.constants,
    inputs: { [input.name]: ['n', 3, input.height, input.width] },
    outputs: answer.outputs,
  });
}
