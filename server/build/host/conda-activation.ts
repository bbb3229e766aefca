import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../protocol';
import { activationFile } from './conda-prefix';
import type { Workshop } from './tools';
import { runTool } from './tools';

/** What these scripts cannot be asked to change: sessions have their own of each. */
const notTheirs = ['PATH', 'PWD', 'OLDPWD', 'SHLVL', '_', 'HOME', 'TMPDIR'];

const tell = 'exec "$0" -I -c "$2" "$1"';
const dump = "import json, os, sys; json.dump(dict(os.environ), open(sys.argv[1], 'w'))";
const activate = `for script in "$CONDA_PREFIX"/etc/conda/activate.d/*.sh; do . "$script" >/dev/null; done\n`;

/**
 * Packages such as GDAL say by scripts where their data lies. An image runs them in its login shell; a prefix has none,
 * so they are run once, when its packages are complete, and what they set is kept for its sessions.
 * @throws AppError step-failed
 */
export async function recordActivation(job: Workshop): Promise<void> {
  const { venv, build } = job.paths;
  const scripts = await readdir(join(venv, 'etc', 'conda', 'activate.d')).catch((): string[] => []);
  if (!scripts.some((name) => name.endsWith('.sh'))) return;
  const before = await environmentAfter(job, tell, join(build, 'before.json'));
  const after = await environmentAfter(job, `${activate}${tell}`, join(build, 'after.json'));
  const set = Object.entries(after).filter(
    ([name, value]) => !notTheirs.includes(name) && before[name] !== value,
  );
  await mkdir(dirname(activationFile(venv)), { recursive: true });
  await writeFile(activationFile(venv), JSON.stringify(Object.fromEntries(set), undefined, 1));
}

async function environmentAfter(
  job: Workshop,
  script: string,
  file: string,
): Promise<Record<string, string>> {
  const { venv, build } = job.paths;
  const call = {
    command: '/bin/bash',
    args: ['-c', script, job.python.path, file, dump],
    cwd: build,
    foreign: true,
    extra: { CONDA_PREFIX: venv },
  };
  const { code, signal } = await runTool(job, call);
  if (code !== 0) {
    const step = 'activate the environment';
    throw new AppError('step-failed', { step, exit: code ?? signal ?? 'unknown' });
  }
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
}
