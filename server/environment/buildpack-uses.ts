import type { FileUse, MessageCode } from '../protocol';
import { exists, inConfigDir } from './config-files';
import type { UseContext } from './file-uses';

/**
 * What a buildpack does with a file that it reads, where that is its own matter. Undefined for what is the same in all of
 * them, and for what the buildpack python does with it.
 */
export function ownUse(context: UseContext, path: string, name: string): FileUse | undefined {
  return reasons[name]?.(context, path);
}

type Reason = (context: UseContext, path: string) => FileUse | undefined;

const reasons: Readonly<Record<string, Reason | undefined>> = {
  Dockerfile: (_, path) => used(path, 'why.dockerfile'),
  'default.nix': (_, path) => used(path, 'why.nix'),
  REQUIRE: (_, path) => used(path, 'why.julia-require'),
  'JuliaProject.toml': juliaProject,
  'Project.toml': (context, path) =>
    outdone(context, path, 'JuliaProject.toml') ?? juliaProject(context, path),
  'Manifest.toml': (_, path) => used(path, 'why.julia-manifest'),
  'environment.yml': condaFile,
  'environment.yaml': (context, path) =>
    outdone(context, path, 'environment.yml') ?? condaFile(context, path),
  'install.R': (_, path) => used(path, 'why.install-r'),
  DESCRIPTION: description,
  Pipfile: pipfile,
  'Pipfile.lock': ({ versions }, path) => used(path, 'why.pipfile-lock', { version: versions.python ?? '' }),
  'runtime.txt': runtime,
};

function juliaProject({ versions }: UseContext, path: string): FileUse {
  const { julia } = versions;
  return julia === undefined
    ? used(path, 'why.julia-project-open')
    : used(path, 'why.julia-project', { version: julia });
}

/** Beside R and Julia its packages count and its Python does not. */
function condaFile({ buildpack, readers: { conda }, versions }: UseContext, path: string): FileUse {
  const late = conda?.local === true ? '-after-local' : '';
  if (buildpack !== 'conda') return used(path, `why.conda-beside${late}`);
  const r = conda?.usesR === true ? '-r' : '';
  return used(path, `why.conda${r}${late}`, { version: versions.pythonInstead ?? versions.python ?? '' });
}

function description({ readers: { runtime: file }, versions }: UseContext, path: string): FileUse {
  const date = versions.cranSnapshotDate;
  const dated = file?.runtime?.name === 'r' && file.runtime.date !== undefined;
  return dated || date === undefined
    ? used(path, 'why.r-package')
    : used(path, 'why.r-package-undated', { date });
}

function pipfile({ readers, versions }: UseContext, path: string): FileUse {
  if (readers.pipfileLock === undefined) return used(path, 'why.pipfile', { version: versions.python ?? '' });
  const asks = [readers.pipfile, readers.pipfileLock].map(
    (file) => file?.requires.full ?? file?.requires.short,
  );
  const [own, locked] = asks;
  return own !== undefined && locked === undefined
    ? used(path, 'why.pipfile-python', { version: versions.python ?? '' })
    : { path, role: 'ignored', why: { code: 'why.pipfile-locked' satisfies MessageCode, args: {} } };
}

/** R's version and date; of a Pipfile repository nothing but that it is Python. */
function runtime({ buildpack, readers, versions }: UseContext, path: string): FileUse | undefined {
  if (buildpack === 'pipfile')
    return { path, role: 'ignored', why: { code: 'why.runtime-pipfile' satisfies MessageCode, args: {} } };
  if (buildpack !== 'r' || readers.runtime?.runtime?.name !== 'r') return undefined;
  const { r = '', cranSnapshotDate = '' } = versions;
  return used(path, 'why.r-runtime', { version: r, date: cranSnapshotDate });
}

function outdone({ view, configDir }: UseContext, path: string, by: string): FileUse | undefined {
  const other = inConfigDir(configDir, by);
  return exists(view, other)
    ? { path, role: 'ignored', why: { code: 'why.outdone' satisfies MessageCode, args: { by: other } } }
    : undefined;
}

function used(path: string, code: MessageCode, args: Readonly<Record<string, string>> = {}): FileUse {
  return { path, role: 'used', why: { code, args } };
}
