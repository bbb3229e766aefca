import type { FileUse } from '../../../protocol';
import { isInstallable } from '../../../environment/pyproject';
import type { RepositoryModel } from '../../model';
import type { ReportRelated } from '../../rule';
import { isPackageDeclared } from './package-imports';
import { isCommanded, isFolderInstalled, isNamed } from './evidence';

/** Commands that read a file without naming it, by the end of its path. */
const commandsThatRead = new Map<string, RegExp>(
  Object.entries({
    Pipfile: /\bpipenv\s+(?:install|sync)/,
    'Pipfile.lock': /\bpipenv\s+(?:install|sync)/,
    'environment.yml': /\b(?:conda|mamba)\s+env\s+(?:create|update)\s*(?:$|-n|-p|--(?:name|prefix|prune))/,
    'default.nix': /\bnix-(?:shell|build)\b/,
    'shell.nix': /\bnix-shell\b/,
    'Project.toml': /\bPkg\b|--project/,
    'JuliaProject.toml': /\bPkg\b|--project/,
    'Manifest.toml': /\bPkg\b|--project/,
    DESCRIPTION:
      /install_local|install_deps|install_dev_deps|R\s+CMD\s+INSTALL|(?:devtools|remotes|pak)::|pak::local/,
    'poetry.lock': /\bpoetry\b/,
    'pdm.lock': /\bpdm\b/,
    'uv.lock': /\buv\s+(?:sync|run|export)\b/,
    'pylock.toml': /\bpylock\b/,
    'pixi.lock': /\bpixi\b/,
    'pixi.toml': /\bpixi\b/,
    'conda-lock.yml': /\bconda-lock\b/,
    'renv.lock': /\brenv\b/,
    'requirements.in': /\b(?:pip-compile|pip-sync|uv\s+pip\s+compile)\b/,
  }),
);

/** True where a command of the build or of a session reads the file, although the builder does not. */
export function isReadByCommand(model: RepositoryModel, path: string): boolean {
  const command = commandsThatRead.get(baseName(path));
  if (isNamed(model, path) || (command !== undefined && isCommanded(model, command))) return true;
  return isPackageFile(path) && (isFolderInstalled(model) || isPackageDeclared(model));
}

/** setup.py and pyproject.toml: what makes the repository a package of Python. */
export function isPackageFile(path: string): boolean {
  return path === 'setup.py' || path === 'pyproject.toml';
}

/** True for files that state something a build could follow: pyproject.toml may hold nothing but settings of tools. */
export function isStatement(model: RepositoryModel, path: string): boolean {
  const { pyproject, setupPy } = model.reading().readers;
  if (/(?:^|\/)\.(?:docker|container)ignore$/.test(path)) return false;
  if (path !== 'pyproject.toml') return true;
  // One finding for one package: where both are there, setup.py stands for it.
  return pyproject !== undefined && isInstallable(pyproject) && !setupPy;
}

/** The configuration files that the build ignores, for one of these reasons. */
export function ignoredFor(model: RepositoryModel, ...codes: readonly string[]): FileUse[] {
  const { files } = model.reading().environment;
  return files.filter(({ role, why }) => role === 'ignored' && codes.includes(why.code));
}

/** The file that decides instead, as a place to go to. */
export function winnerPlace(model: RepositoryModel): { readonly related?: readonly ReportRelated[] } {
  const { decidedBy } = model.reading();
  return decidedBy === undefined
    ? {}
    : { related: [{ file: decidedBy, code: 'repo-requirements-ignored.related' }] };
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
