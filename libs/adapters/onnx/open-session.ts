import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OutputTensor } from './decoders/decoder.js';
import { ModelError } from './model-error.js';

/** A model in ONNX Runtime with its tensor names checked; whatever it throws is a ModelError. */
export interface Session {
  /** One tensor for each of the plan's inputs, in their order. */
  run(...tensors: readonly OutputTensor[]): Promise<ReadonlyMap<string, OutputTensor>>;
  release(): Promise<void>;
}

export interface SessionPlan {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly threads: number;
  /** Keep the memory of a run for the next one: 7 % faster, for inputs whose size seldom changes. */
  readonly keepsMemory: boolean;
}

/** @throws ModelError MODEL.INVALID: no ONNX, an opset too new, or other inputs and outputs than the manifest names. */
export async function openSession(plan: SessionPlan): Promise<Session> {
  const session = await create(plan);
  assertNames(session, plan);
  return {
    run: async (...tensors) => {
      const feeds = Object.fromEntries(
        tensors.map(({ data, shape }, index) => [plan.inputs[index]!, new Tensor('float32', data, shape)]),
      );
      const answers = await describingFailure(plan.path, () => session.run(feeds, [...plan.outputs]));
      return new Map(plan.outputs.map((name) => [name, toFloats(plan.path, name, answers[name])]));
    },
    release: () => session.release(),
  };
}

function create(plan: SessionPlan): Promise<InferenceSession> {
  return describingFailure(plan.path, () =>
    InferenceSession.create(plan.bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: plan.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      // The arena never gives memory back, and a pattern is kept for every size of input: neither is for varying batches.
      enableCpuMemArena: plan.keepsMemory,
      enableMemPattern: false,
      logSeverityLevel: 3,
    }),
  );
}

async function describingFailure<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError(
      'MODEL.INVALID',
      `ONNX Runtime cannot use ${path}: ${reason}; the file must be an ONNX model that fits its manifest and this runtime`,
      { path },
      { cause },
    );
  }
}

function assertNames(session: InferenceSession, plan: SessionPlan): void {
  const isRight =
    session.inputNames.length === plan.inputs.length &&
    plan.inputs.every((name) => session.inputNames.includes(name)) &&
    plan.outputs.every((name) => session.outputNames.includes(name));
  if (isRight) return;
  throw new ModelError(
    'MODEL.INVALID',
    `${plan.path}: the manifest names inputs ${plan.inputs.join(', ')} and outputs ${plan.outputs.join(', ')}, ` +
      `the model has inputs ${session.inputNames.join(', ')} and outputs ${session.outputNames.join(', ')}; correct the manifest`,
    { path: plan.path, inputs: session.inputNames, outputs: session.outputNames },
  );
}

function toFloats(path: string, name: string, value: Tensor | undefined): OutputTensor {
  if (value !== undefined && value.data instanceof Float32Array)
    return { shape: value.dims, data: value.data };
  throw new ModelError(
    'MODEL.INVALID',
    `${path}: output ${name} must be a float32 tensor, got ${value?.type ?? 'nothing'}`,
    { path, output: name },
  );
}
