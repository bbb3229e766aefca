import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonOf } from '../../../server/build/host/prefixes';
import { lockFor } from '../../../server/build/locks';
import { removeTree } from '../../../server/platform/files';
import type { JobEvent } from '../../../server/protocol';
import { withAgent } from '../agent';
import { execute, inTurns, timed } from '../measure';
import { makeRepository } from '../repository';
import type { BenchContext, Row } from '../row';

/** Times faster than the peer. */
const goal = 3;
/** A run takes minutes. */
const most = 3;

/** A first build where nothing is cached, uv itself included, beside the same plan with pip; both to a first import. */
export const coldBuild: Row = {
  name: 'cold-build',
  measure: async (context) => {
    const n = Math.min(most, context.runs);
    const repository = await makeRepository(join(context.folder, 'repository'), { files: 5, bytes: 1000 });
    let built: Built | undefined;
    const times = await inTurns(
      n,
      {
        ours: async () => {
          if (built !== undefined) await removeTree(built.home);
          built = await build(context, repository);
          return built.time;
        },
        // In turns, so that there is a build before it.
        pip: () => installWithPip(context.folder, repository, built?.python ?? ''),
      },
      false,
    );
    return [
      {
        what: 'cold build of Jupyter and one requirement on the host engine, first import included',
        ours: times.ours,
        peer: { name: 'venv and pip install --no-cache-dir of the same (equal pip freeze)', time: times.pip },
        n,
        goal: `at least ${goal} × faster`,
        met: goal * times.ours <= times.pip,
      },
    ];
  },
};

interface Built {
  readonly home: string;
  readonly time: number;
  /** The environment's interpreter. */
  readonly python: string;
}

const firstImport = (python: string): Promise<string> =>
  execute({ argv: [python, '-c', 'import six, jupyterlab, notebook'], cwd: '/' });

async function build({ folder, bindery }: BenchContext, repository: string): Promise<Built> {
  const home = await mkdtemp(join(folder, 'home-'));
  return await withAgent({ bindery, home, env: { BINDERY_TOOLCHAIN: 'system' } }, async (env) => {
    const argv = [process.execPath, bindery, 'build', repository, '--engine', 'host', '--json'] as const;
    let python = '';
    const time = await timed(async () => {
      const lines = (await execute({ argv: [...argv], cwd: folder, env })).trim().split('\n');
      const last = JSON.parse(lines.at(-1) ?? '{}') as Partial<JobEvent>;
      python = pythonOf(last.artifact?.location ?? '');
      await firstImport(python);
    });
    return { home, time, python };
  });
}

/** With the interpreter that ours stands on. Fails when the two environments are not the same. */
async function installWithPip(folder: string, repository: string, ours: string): Promise<number> {
  const base = await tell(ours, 'import sys; print(sys._base_executable)');
  const version = await tell(ours, 'import sys; print("%d.%d" % sys.version_info[:2])');
  const venv = await mkdtemp(join(folder, 'pip-'));
  const python = pythonOf(venv);
  const lock = join(folder, 'lock.txt');
  await writeFile(lock, lockFor(version)?.text ?? '');
  const pip = (...args: readonly string[]): Promise<string> =>
    execute({ argv: [python, '-m', 'pip', ...args], cwd: folder });
  const time = await timed(async () => {
    await execute({ argv: [base, '-m', 'venv', venv], cwd: folder });
    await pip('install', '--quiet', '--no-cache-dir', '--require-hashes', '-r', lock);
    await pip('install', '--quiet', '--no-cache-dir', '-r', join(repository, 'requirements.txt'));
    await firstImport(python);
  });
  const [theirs, mine] = [await pip('freeze'), await pip('--python', ours, 'freeze')];
  await removeTree(venv);
  if (theirs !== mine) throw new Error(`the environments differ:\n${theirs}\n---\n${mine}`);
  return time;
}

async function tell(python: string, code: string): Promise<string> {
  return (await execute({ argv: [python, '-c', code], cwd: '/' })).trim();
}
