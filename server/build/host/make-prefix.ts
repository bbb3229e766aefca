import { mkdir } from 'node:fs/promises';
import type { Checkout, Emit, MessageCode, Step, StepProgress } from '../../protocol';
import { AppError, renderMessage } from '../../protocol';
import type { PythonChoice } from '../python';
import { choosePython } from '../python';
import type { PinnedPlan } from '../types';
import type { AttemptPaths, CompletePrefix, Prefix } from './prefixes';
import { markComplete, newAttempt, removeAttempt } from './prefixes';
import { setWritable } from './writable';
import type { Job } from './steps';
import { stepLabel } from '../../plan/step-label';
import { condaPython, openConda } from './conda';
import { condaStep } from '../conda/plan';
import { runStep } from './steps';
import { condaCache, uvCache } from './tools';
import type { Maker } from './types';

/**
 * Makes the prefix of `key` at its final path. For who holds its lease.
 * @throws what its steps throw; nothing of it is left then
 */
export async function makePrefix(
  maker: Maker,
  key: string,
  pinned: PinnedPlan,
  checkout: Checkout,
  emit: Emit,
  signal: AbortSignal,
): Promise<Prefix> {
  const hasContent = key === pinned.artifactKey;
  const steps = pinned.plan.steps.filter(({ place }) => hasContent || place === 'before-copy');
  const paths = await newAttempt(maker.store, key);
  try {
    const job = await openJob(maker, paths, pinned, checkout, emit, signal);
    tellSandbox(job);
    for (const [index, step] of steps.entries()) await runToldStep(step, index + 1, steps.length, job);
    await setWritable(paths.venv, false);
    const { toolchains } = pinned.plan;
    const builtAt = maker.clock().toISOString();
    const complete: CompletePrefix = { format: 1, key, builtAt, toolchains, hasContent };
    await markComplete(paths, complete);
    return { paths, complete };
  } catch (error) {
    await removeAttempt(paths);
    throw error;
  }
}

async function openJob(
  maker: Maker,
  paths: AttemptPaths,
  { plan }: PinnedPlan,
  checkout: Checkout,
  emit: Emit,
  signal: AbortSignal,
): Promise<Job> {
  const { env, home, store } = maker;
  const uv = await maker.uv(emit, signal);
  const cacheDir = store.path('cache', 'packages');
  const sandbox = !checkout.inPlace && (await maker.sandboxWorks(signal));
  await mkdir(uvCache({ cacheDir, sandbox }, true), { recursive: true });
  return {
    plan,
    paths,
    uv,
    env,
    home,
    checkout,
    emit,
    signal,
    ...(await pythonOfJob(maker, plan, paths, uv, emit, signal)),
    settings: await maker.settings(),
    stateRoot: store.root,
    cacheDir,
    sandbox,
    own: checkout.inPlace,
  };
}

/** What the prefix gets its Python from: conda packages bring their own, and need a client. */
async function pythonOfJob(
  maker: Maker,
  plan: PinnedPlan['plan'],
  paths: AttemptPaths,
  uv: string,
  emit: Emit,
  signal: AbortSignal,
): Promise<Pick<Job, 'python' | 'conda'>> {
  if (condaStep(plan) === undefined) return { python: await pinnedPython(maker, plan, uv, signal) };
  const conda = await openConda(maker, uv, emit, signal);
  await mkdir(condaCache({ cacheDir: maker.store.path('cache', 'packages'), sandbox: true }, true), {
    recursive: true,
  });
  return { python: condaPython(paths, plan), conda };
}

/** The very interpreter that the plan was pinned to. */
async function pinnedPython(
  maker: Maker,
  plan: PinnedPlan['plan'],
  uv: string,
  signal: AbortSignal,
): Promise<PythonChoice> {
  const [toolchain] = plan.toolchains;
  const version = toolchain?.resolved ?? '';
  const python = await choosePython(
    toolchain?.requested ?? '',
    { toolchain: toolchain?.kind ?? 'system', refresh: false },
    { ...maker, cacheDir: maker.store.path('cache', 'python'), uv: () => Promise.resolve(uv) },
    signal,
  );
  if (python.version === version) return python;
  throw new AppError('python-missing', { version, detail: `it was replaced by ${python.version} meanwhile` });
}

function tellSandbox({ checkout, sandbox, emit }: Job): void {
  if (checkout.inPlace) return;
  const code: MessageCode = sandbox ? 'build.sandboxed' : 'build.not-sandboxed';
  emit({ phase: 'building', code, message: renderMessage(code), level: sandbox ? 'info' : 'warning' });
}

async function runToldStep(step: Step, index: number, total: number, job: Job): Promise<void> {
  const began = performance.now();
  const tell = (state: StepProgress['state']): void => {
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const time = state === 'started' ? {} : { seconds };
    const args = { index, total, label: stepLabel(step), ...time };
    const code: MessageCode = `build.step-${state === 'cached' ? 'done' : state}`;
    const progress: StepProgress = { id: step.id, op: step.op, index, total, state, ...time };
    job.emit({ phase: 'building', code, args, message: renderMessage(code, args), step: progress });
  };
  tell('started');
  try {
    await runStep(step, job);
    tell('done');
  } catch (error) {
    tell('failed');
    throw error;
  }
}
