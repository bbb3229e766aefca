import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockScripts } from '../../plan/dockerfile/scripts/lock';
import { stepLabel } from '../../plan/step-label';
import type { Plan, Step } from '../../protocol';
import { AppError } from '../../protocol';
import { pythonOf } from './prefixes';
import type { ToolCall, Workshop } from './tools';
import { runTool } from './tools';

type LockStep = Extract<Step, { op: 'install-lock' }>;

/**
 * Installs exactly what a lock file of Python packages says, each file with a digest that the lock states. `cwd` holds
 * the lock. The list is made by the same program as in an image.
 * @throws AppError step-failed; host-cannot for locks of renv; Cancelled
 */
export async function installLock(step: LockStep, job: Workshop, cwd: string): Promise<void> {
  const list = await listOf(step, job, cwd);
  const args = ['pip', 'install', '--no-deps', '-r', list];
  await must(step, job, { command: job.uv, args, cwd, foreign: true, extra: { UV_CONSTRAINT: undefined } });
}

/**
 * The lock that is planned and cannot be installed yet: renv's.
 * @throws AppError host-cannot
 */
export function refuseLocks({ steps }: Plan): void {
  const renv = steps.find((step) => step.op === 'install-lock' && step.format === 'renv');
  if (renv?.op === 'install-lock') throw new AppError('host-cannot', { what: renv.file });
}

/** What is made of the lock for uv to install. */
async function listOf(step: LockStep, job: Workshop, cwd: string): Promise<string> {
  const { format, file } = step;
  if (format !== 'uv' && format !== 'pylock' && format !== 'poetry')
    throw new AppError('host-cannot', { what: file });
  const program = join(job.paths.build, 'lock-requirements.py');
  const list = join(job.paths.build, 'lock-requirements.txt');
  await writeFile(program, lockScripts['lock-requirements.py'] ?? '');
  const args = ['-I', program, format, file, job.uv, list];
  await must(step, job, { command: pythonOf(job.paths.venv), args, cwd, foreign: true });
  return list;
}

async function must(step: Step, job: Workshop, call: ToolCall): Promise<void> {
  const { code, signal } = await runTool(job, call);
  if (code === 0) return;
  throw new AppError('step-failed', { step: stepLabel(step), exit: code ?? signal ?? 'unknown' });
}
