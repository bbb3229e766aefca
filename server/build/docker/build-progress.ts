import type { LayerOrigin } from '../../plan/dockerfile/render';
import type { LineSplitter } from '../../platform/lines';
import { splitLines } from '../../platform/lines';
import type { Emit, StepProgress } from '../../protocol';
import { renderMessage } from '../../protocol';
import type { BuildStatus, Vertex, VertexLog } from './buildkit-status';

/** Steps as people count them: neighbouring layers of one step of the plan are one. */
export interface CountedStep extends LayerOrigin {
  /** Place in the whole build, from 1. */
  readonly index: number;
}

/** A step under the name that people know it by. */
export interface NamedStep extends CountedStep {
  readonly label: string;
}

/** The step that failed, as far as the builder told. */
export interface FailedStep {
  readonly step: NamedStep | undefined;
  readonly message: string;
}

export interface BuildProgress {
  take(status: BuildStatus): void;
  /** Tells what is left of unfinished lines. */
  end(): void;
  readonly failed: FailedStep | undefined;
}

export interface ProgressOptions {
  readonly layers: readonly LayerOrigin[];
  /** Steps of the whole build, of which this part may be the second. */
  readonly total: number;
  /** Steps before the first one of this part. */
  readonly before: number;
  readonly label: (layer: LayerOrigin) => string;
  readonly emit: Emit;
  readonly now: () => number;
}

/** The last thing the builder does is no instruction: writing the image. */
const exportStep: LayerOrigin = { id: 'export', op: 'engine' };

/** Number of steps that a part is counted as. */
export function countSteps(layers: readonly LayerOrigin[]): number {
  return countLayers(layers, 0).reduce((highest, step) => Math.max(highest, step?.index ?? 0), 0) + 1;
}

/** One entry per layer; undefined for FROM, which is there already and of which the builder tells in any order. */
function countLayers(layers: readonly LayerOrigin[], before: number): readonly (CountedStep | undefined)[] {
  let last: CountedStep | undefined;
  return layers.map((layer) => {
    if (layer.id === 'from') return undefined;
    last = { ...layer, index: layer.id === last?.id ? last.index : (last?.index ?? before) + 1 };
    return last;
  });
}

/** What is known about one vertex. */
interface Running {
  readonly step: CountedStep | undefined;
  readonly startedAt: number;
  told: StepProgress['state'];
  readonly lines: ReadonlyMap<VertexLog['stream'], LineSplitter>;
}

/**
 * Turns the builder's own progress into steps of the plan and lines of output. A layer is known by its place in the
 * Dockerfile, which the builder writes in front of its name: `[ 7/12] RUN …`.
 */
export function trackProgress(options: ProgressOptions): BuildProgress {
  const { emit, now, total } = options;
  const steps = countLayers(options.layers, options.before);
  const last = { ...exportStep, index: options.before + countSteps(options.layers) };
  const vertices = new Map<string, Running>();
  let failed: FailedStep | undefined;

  const tell = (running: Running, state: StepProgress['state']): void => {
    const { step } = running;
    if (step === undefined || running.told === state) return;
    running.told = state;
    const time = state === 'started' ? {} : { seconds: Math.round((now() - running.startedAt) / 100) / 10 };
    const { id, op, index } = step;
    const code = `build.step-${state}` as const;
    const args = { index, total, label: options.label(step), ...time };
    const progress: StepProgress = { id, op, index, total, state, ...time };
    emit({ phase: 'building', code, args, message: renderMessage(code, args), step: progress });
  };

  const open = ({ digest, name, cached }: Vertex): Running => {
    const known = vertices.get(digest);
    if (known !== undefined) return known;
    const running: Running = {
      step: stepOf(name, steps, last),
      startedAt: now(),
      told: 'done',
      lines: new Map(
        (['stdout', 'stderr'] as const).map((stream) => [
          stream,
          splitLines((message) => emit({ phase: 'building', message, stream }), now),
        ]),
      ),
    };
    vertices.set(digest, running);
    if (!cached) tell(running, 'started');
    return running;
  };

  const takeVertex = (vertex: Vertex): void => {
    if (!vertex.started && !vertex.cached && vertex.error === '') return;
    const running = open(vertex);
    if (vertex.error !== '') {
      closeLines(running);
      // The context's own cancellation follows the error that caused it.
      const { step } = running;
      failed ??= { step: step && { ...step, label: options.label(step) }, message: vertex.error };
      tell(running, 'failed');
    } else if (vertex.completed) {
      closeLines(running);
      tell(running, vertex.cached ? 'cached' : 'done');
    }
  };

  return {
    take({ vertexes, logs }) {
      // A message may hold a step's last lines and its end.
      for (const vertex of vertexes) if (!vertex.completed) takeVertex(vertex);
      for (const { vertex, stream, data } of logs) vertices.get(vertex)?.lines.get(stream)?.write(data);
      for (const vertex of vertexes) if (vertex.completed) takeVertex(vertex);
    },
    end: () => vertices.forEach(closeLines),
    get failed() {
      return failed;
    },
  };
}

function closeLines({ lines }: Running): void {
  lines.forEach((splitter) => splitter.end());
}

function stepOf(
  name: string,
  steps: readonly (CountedStep | undefined)[],
  last: CountedStep,
): CountedStep | undefined {
  const place = /^\[(?:[\w.-]+ +)?\s*(\d+)\/\d+\]/.exec(name)?.[1];
  if (place !== undefined) return steps[Number(place) - 1];
  return name.startsWith('exporting to ') ? last : undefined;
}
