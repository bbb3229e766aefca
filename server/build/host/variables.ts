import { delimiter, join } from 'node:path';
import type { Plan } from '../../protocol';
import { activationVariables, isCondaPrefix } from './conda-prefix';
import { binDir } from './prefixes';

type Variables = Readonly<Record<string, string>>;

/** Folder of the stand-ins for programs that a prefix does not have. */
export function standInDir(venv: string): string {
  return join(venv, 'share', 'bindery', 'bin');
}

/**
 * The variables that make `venv` the environment of a process, named as in Binder's images (contracts/repo2docker.md
 * section 6), on top of `base`. One Python serves as notebook and as kernel environment.
 */
export function prefixVariables(
  plan: Pick<Plan, 'envExtra'>,
  venv: string,
  repoDir: string,
  base: Variables,
): Variables {
  const path = [
    join(repoDir, '.local', 'bin'),
    binDir(venv),
    standInDir(venv),
    ...(base['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
  ].join(delimiter);
  const variables: Record<string, string> = {
    LANG: 'C.UTF-8',
    ...base,
    PATH: path,
    // A conda environment is none: tools that find it named so would look for the files of one.
    ...(isCondaPrefix(venv) ? { CONDA_PREFIX: venv, ...activationVariables(venv) } : { VIRTUAL_ENV: venv }),
    NB_PYTHON_PREFIX: venv,
    KERNEL_PYTHON_PREFIX: venv,
    CONDA_DEFAULT_ENV: venv,
    REPO_DIR: repoDir,
    PYTHONUNBUFFERED: '1',
  };
  for (const [name, value] of plan.envExtra) {
    variables[name] = value.replace(/\$\{(\w+)\}/g, (_, other: string) => variables[other] ?? '');
  }
  return variables;
}
