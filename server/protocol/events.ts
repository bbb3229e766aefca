import type { AppErrorData } from './errors';
import type { Notice } from './findings';
import type { Message } from './messages';
import type { StepOp } from './plan';
import type { ArtifactSummary } from './jobs';
import type { Environment } from './environment';

/** BinderHub's phases (contracts/binderhub.md section 4), and `cancelled`, which only our own API has. */
export const phases = [
  'waiting',
  'fetching',
  'building',
  'pushing',
  'built',
  'launching',
  'ready',
  'failed',
  'cancelled',
] as const;
export type Phase = (typeof phases)[number];

/** How far something countable is. */
export interface Progress {
  readonly current: number;
  readonly total?: number;
  readonly unit: 'steps' | 'bytes' | 'packages' | 'files';
}

/** A step of the plan that is starting, or that ended (then with `seconds`). */
export interface StepProgress {
  readonly id: string;
  readonly op: StepOp | 'engine';
  readonly index: number;
  readonly total: number;
  readonly state: 'started' | 'cached' | 'done' | 'failed';
  readonly seconds?: number;
}

/** Why a build failed, as far as the output of its tools tells. */
export interface FailureExplanation extends Notice {
  /** What to do, in English. */
  readonly fix?: string;
  /** Zero-based. */
  readonly line?: number;
}

/** What happened, before the log gave it a number and a time. */
export interface EventBody {
  readonly phase: Phase;
  /** The sentence as data, for messages of ours. Log lines of tools have none. */
  readonly code?: Message['code'];
  readonly args?: Message['args'];
  /** The sentence rendered in English, or a line of a tool's output (without its line break; may hold ANSI colours). */
  readonly message?: string;
  /** Set on lines of a tool's output; absent on messages of ours. */
  readonly stream?: 'stdout' | 'stderr';
  /** `warning` marks what a person should not miss, for example another Python than the one asked for. */
  readonly level?: 'info' | 'warning';
  readonly step?: StepProgress;
  readonly progress?: Progress;
  /** On the launch's event that joins a build: the id of that build's job, whose events follow in a merged stream. */
  readonly build?: string;
  /** On the event that states what the repository asks for. */
  readonly environment?: Environment;
  /** On `fetching`, once known: the immutable id. */
  readonly resolvedRef?: string;
  /** On `built`. */
  readonly artifact?: ArtifactSummary;
  /** On `built`: true when nothing had to be built. */
  readonly reused?: boolean;
  /** On `ready`. `token` is never stored: it is added on delivery to the session's owner. */
  readonly session?: string;
  readonly url?: string;
  readonly token?: string;
  /** On `failed`. */
  readonly error?: AppErrorData;
  readonly explanations?: readonly FailureExplanation[];
}

/** One entry of a job's log. Ids increase by one from 1 within a job. */
export interface JobEvent extends EventBody {
  readonly job: string;
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** True for phases after which a job's log gets no further event. `built` ends builds and build-only launches. */
export function isTerminal(phase: Phase, kind: 'build' | 'launch' | 'build-only'): boolean {
  if (phase === 'failed' || phase === 'cancelled') return true;
  return kind === 'launch' ? phase === 'ready' : phase === 'built';
}

/** Receives events of one job, in order. Writing never fails the work that reports. */
export type Emit = (event: EventBody) => void;
