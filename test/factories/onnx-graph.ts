// Writes small ONNX models, so that the inference code is tested on real graphs without a model file in the repository.
// Only the protobuf fields that are needed; numbers as in onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).

export interface GraphNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface GraphConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly type: 'float' | 'int64';
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly GraphConstant[];
  /** Name and dimensions (a name for a free one); floats. */
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs: Readonly<Record<string, readonly (number | string)[]>>;
}

const FLOAT = 1;
const INT64 = 7;
const OPSET = 13;

/** The bytes of an .onnx file. */
export function writeOnnx(graph: Graph): Uint8Array {
  const body = Buffer.concat([
    ...graph.nodes.map((node) => message(1, nodeProto(node))),
    text(2, 'stand-in'),
    ...graph.constants.map((constant) => message(5, tensorProto(constant))),
    ...Object.entries(graph.inputs).map(([name, shape]) => message(11, valueInfo(name, shape))),
    ...Object.entries(graph.outputs).map(([name, shape]) => message(12, valueInfo(name, shape))),
  ]);
  const opset = Buffer.concat([text(1, ''), integer(2, OPSET)]);
  return Buffer.concat([integer(1, 8), message(7, body), message(8, opset)]);
}

function nodeProto({ operator, inputs, outputs, attributes = {} }: GraphNode): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, attributeProto(name, value))),
  ]);
}

function attributeProto(name: string, value: number | readonly number[]): Buffer {
  return typeof value === 'number'
    ? Buffer.concat([text(1, name), integer(3, value), integer(20, 2)])
    : Buffer.concat([text(1, name), ...value.map((item) => integer(8, item)), integer(20, 7)]);
}

function tensorProto({ name, shape, values, type }: GraphConstant): Buffer {
  const raw =
    type === 'float' ? Float32Array.from(values) : BigInt64Array.from(values, (value) => BigInt(value));
  return Buffer.concat([
    ...shape.map((length) => integer(1, length)),
    integer(2, type === 'float' ? FLOAT : INT64),
    text(8, name),
    message(9, Buffer.from(raw.buffer)),
  ]);
}

function valueInfo(name: string, shape: readonly (number | string)[]): Buffer {
  const dimensions = shape.map((length) =>
    message(1, typeof length === 'number' ? integer(1, length) : text(2, length)),
  );
  const tensorType = Buffer.concat([integer(1, FLOAT), message(2, Buffer.concat(dimensions))]);
  return Buffer.concat([text(1, name), message(2, message(1, tensorType))]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}

const integer = (field: number, value: number): Buffer => Buffer.concat([varint(field << 3), varint(value)]);

const message = (field: number, body: Buffer): Buffer =>
  Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);

const text = (field: number, value: string): Buffer => message(field, Buffer.from(value));
