import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Checkout, MessageArgs, MessageCode, Step, StepOp } from '../../protocol';
import { AppError, renderMessage } from '../../protocol';
import { copyRepository } from '../../source/copy-repository';
import { stepLabel } from '../../plan/step-label';
import { lockFor } from '../locks';
import { recogniseCause } from '../explain/recognise';
import { installFromFile, makeCondaPrefix } from './conda';
import { installLock } from './lock';
import { installPipenv, pipenvInstall } from './pipenv';
import { standInDir } from './variables';
import { pythonOf } from './prefixes';
import type { ToolCall, Workshop } from './tools';
import { runTool } from './tools';

/** A workshop with the repository that is built in it. */
export interface Job extends Workshop {
  readonly checkout: Checkout;
}

type StepOf<Op extends StepOp> = Extract<Step, { op: Op }>;
type Table = { readonly [Op in StepOp]: (step: StepOf<Op>, job: Job) => Promise<void> };

const table: Table = {
  'apt-install': aptInstall,
  'install-python': installPython,
  'install-jupyter': installJupyter,
  'copy-files': copyFiles,
  'pip-install-requirements': pipInstallRequirements,
  'copy-repo': copyRepo,
  'pip-install-repo': pipInstallRepo,
  'run-post-build': runPostBuild,
  'pip-install-pipenv': installPipenv,
  'pipenv-install': (step, job) => pipenvInstall(step, job, workingDir(step, job)),
  'install-lock': lock,
  'conda-env-update': condaEnvUpdate,
  'conda-install-r': cannot,
  'install-r': cannot,
  'configure-r': cannot,
  'install-rstudio-shiny': cannot,
  'pip-install-r-proxies': cannot,
  'prepare-shiny-dirs': cannot,
  'configure-rstudio-conda': cannot,
  'install-irkernel': cannot,
  'r-install-local-package': cannot,
  'run-install-R': cannot,
  'run-install-R-if-not-done': cannot,
  'install-julia': cannot,
  'julia-instantiate': cannot,
  'install-nix': cannot,
  'nix-shell': cannot,
  'build-dockerfile': cannot,
};

/** Plans with such steps are refused when they are pinned; this is the second lock on that door. */
function cannot(step: Step): Promise<void> {
  return Promise.reject(new AppError('host-cannot', { what: stepLabel(step) }));
}

/**
 * Carries one step out.
 * @throws AppError step-failed; Cancelled; errors of the file system
 */
export async function runStep(step: Step, job: Job): Promise<void> {
  await (table[step.op] as (step: Step, job: Job) => Promise<void>)(step, job);
}

function tell(job: Job, code: MessageCode, args: MessageArgs): void {
  job.emit({ phase: 'building', code, args, message: renderMessage(code, args) });
}

async function must(step: Step, job: Job, call: ToolCall): Promise<void> {
  const { code, signal } = await runTool(job, call);
  if (code !== 0)
    throw new AppError('step-failed', { step: stepLabel(step), exit: code ?? signal ?? 'unknown' });
}

/** They were found when the plan was pinned: the host engine installs no system packages. */
function aptInstall(step: StepOf<'apt-install'>, job: Job): Promise<void> {
  tell(job, 'build.apt-present', { file: step.file ?? 'apt.txt' });
  return Promise.resolve();
}

async function installPython(step: StepOf<'install-python'>, job: Job): Promise<void> {
  const { uv, python, paths } = job;
  if (job.conda !== undefined) {
    await makeCondaPrefix(step, job);
    await addStandIns(paths.venv);
    return;
  }
  const args = ['venv', '--quiet', '--python', python.path, '--no-project', paths.venv];
  await must(step, job, { command: uv, args, cwd: paths.build, foreign: false });
  await addStandIns(paths.venv);
}

/** Binder's images have conda; a script that calls it here is to learn why it is not there. */
async function addStandIns(venv: string): Promise<void> {
  const folder = standInDir(venv);
  await mkdir(folder, { recursive: true });
  for (const name of ['conda', 'mamba']) {
    const sentence = renderMessage('build.no-conda', { name });
    await writeFile(join(folder, name), `#!/bin/sh\necho '${sentence}' >&2\nexit 127\n`, { mode: 0o755 });
  }
}

async function installJupyter(step: StepOf<'install-jupyter'>, job: Job): Promise<void> {
  const lock = lockFor(job.python.version);
  if (lock === undefined)
    throw new AppError('python-missing', { version: job.python.version, detail: step.lock });
  const file = join(job.paths.build, `${lock.id}.txt`);
  await writeFile(file, lock.text);
  // Constraints and pre-releases that the person configured are for their own packages.
  const extra = { UV_CONSTRAINT: undefined, UV_PRERELEASE: undefined };
  const args = ['pip', 'install', '--require-hashes', '--no-deps', '-r', file];
  await must(step, job, { command: job.uv, args, cwd: job.paths.build, foreign: false, extra });
}

async function copyFiles(step: StepOf<'copy-files'>, job: Job): Promise<void> {
  for (const file of step.files) {
    const target = join(job.paths.build, 'files', file);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(job.checkout.dir, file), target);
  }
}

/** Where a step's relative paths begin: the repository's copy, or before it is there the few files copied early. */
function workingDir(step: Step, job: Job): string {
  return step.place === 'after-copy' ? job.paths.content : join(job.paths.build, 'files');
}

async function pipInstallRequirements(step: StepOf<'pip-install-requirements'>, job: Job): Promise<void> {
  await pipInstall(step, job, ['-r', step.file], step.file);
}

async function pipInstallRepo(step: StepOf<'pip-install-repo'>, job: Job): Promise<void> {
  await pipInstall(step, job, ['.'], 'the repository');
}

async function condaEnvUpdate(step: StepOf<'conda-env-update'>, job: Job): Promise<void> {
  await fromFile(step, job, ['update']);
}

async function lock(step: StepOf<'install-lock'>, job: Job): Promise<void> {
  if (step.format === 'pixi' || step.format === 'conda-lock')
    await fromFile(step, job, ['lock', '--format', step.format]);
  else await installLock(step, job, workingDir(step, job));
}

async function fromFile(
  step: StepOf<'conda-env-update' | 'install-lock'>,
  job: Job,
  command: Parameters<typeof installFromFile>[3],
): Promise<void> {
  await installFromFile(step, job, workingDir(step, job), command, (what, cwd) =>
    pipInstall(step, job, what, step.file, cwd),
  );
}

/** uv, and once more with pip where uv refuses what pip may accept. */
async function pipInstall(
  step: Step,
  job: Job,
  what: readonly string[],
  file: string,
  cwd = workingDir(step, job),
): Promise<void> {
  const args = ['pip', 'install', ...what];
  const first = await runTool(job, { command: job.uv, args, cwd, foreign: true });
  if (first.code === 0) return;
  if (!pipMayDiffer(first.stderrTail)) {
    throw new AppError('step-failed', {
      step: stepLabel(step),
      exit: first.code ?? first.signal ?? 'unknown',
    });
  }
  tell(job, 'build.pip-retry', { file });
  const pip = ['-m', 'pip', 'install', '--no-cache-dir', ...what];
  await must(step, job, { command: pythonOf(job.paths.venv), args: pip, cwd, foreign: true });
  tell(job, 'build.pip-won', { file });
}

/**
 * False for failures that pip shares: nothing to be had, or the machine's fault. Where versions do not fit, or a line
 * or a package's metadata is not to uv's liking, pip is the measure: it is what Binder uses.
 */
export function pipMayDiffer(output: string): boolean {
  const cause = recogniseCause(output.split('\n'));
  switch (cause?.kind) {
    case undefined:
    case 'conflict':
    case 'unreadable-requirement':
    case 'no-wheel':
    case 'wrong-platform':
    case 'package-build':
    case 'build-too-old':
    case 'build-needs-module':
    case 'config-syntax':
      return true;
    case 'version-not-found':
      return /pre-?release/i.test(output);
    default:
      return false;
  }
}

async function copyRepo(step: StepOf<'copy-repo'>, job: Job): Promise<void> {
  const { ignoreFiles } = step;
  const { checkout, paths, signal, env } = job;
  await copyRepository(checkout.dir, paths.content, { ignoreFiles, signal, env });
}

async function runPostBuild(step: StepOf<'run-post-build'>, job: Job): Promise<void> {
  const file = join(job.paths.content, step.file);
  await chmod(file, 0o755);
  // As in Binder a shell starts it: a script without #! is one for sh.
  const args = ['-c', '"$0"', file];
  await must(step, job, { command: '/bin/sh', args, cwd: job.paths.content, foreign: true });
}
