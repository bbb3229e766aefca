import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonScripts } from '../../plan/dockerfile/scripts/python';
import { pipenvRequirements, runsOldPipenv } from '../../plan/pipenv';
import { stepLabel } from '../../plan/step-label';
import type { Step, StepOp } from '../../protocol';
import { AppError } from '../../protocol';
import { pythonOf } from './prefixes';
import type { ToolCall, Workshop } from './tools';
import { runTool } from './tools';

type StepOf<Op extends StepOp> = Extract<Step, { op: Op }>;

/**
 * Installs pipenv into the prefix. Constraints that the person configured are for the repository's own packages.
 * @throws AppError step-failed; Cancelled
 */
export async function installPipenv(step: StepOf<'pip-install-pipenv'>, job: Workshop): Promise<void> {
  const probe = ['-I', '-S', '-c', runsOldPipenv];
  const own = { cwd: job.paths.build, foreign: false };
  const { code } = await runTool(
    { ...job, emit: () => undefined },
    { ...own, command: pythonOf(job.paths.venv), args: probe },
  );
  const args = ['pip', 'install', ...pipenvRequirements(step.version, code === 0)];
  const extra = { UV_CONSTRAINT: undefined, UV_PRERELEASE: undefined };
  await must(step, job, { ...own, command: job.uv, args, extra });
}

/**
 * Installs what the Pipfile below `cwd` asks for, by the same script as in an image.
 * @throws AppError step-failed; Cancelled
 */
export async function pipenvInstall(
  step: StepOf<'pipenv-install'>,
  job: Workshop,
  cwd: string,
): Promise<void> {
  const script = join(job.paths.build, 'pipenv-install');
  await writeFile(script, pythonScripts['pipenv-install'] ?? '');
  const args = [script, job.paths.venv, step.cwd, step.mode];
  await must(step, job, { command: '/bin/sh', args, cwd, foreign: true });
}

async function must(step: Step, job: Workshop, call: ToolCall): Promise<void> {
  const { code, signal } = await runTool(job, call);
  if (code === 0) return;
  throw new AppError('step-failed', { step: stepLabel(step), exit: code ?? signal ?? 'unknown' });
}
