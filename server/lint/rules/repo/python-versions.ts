import type { FileEdit } from '../../../protocol';
import { inConfigDir } from '../../../environment/config-files';
import { readExtendedFiles } from '../../../environment/extended/readers';
import type { PythonVersionFile } from '../../../environment/extended/types';
import { parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import { supportedPythons } from '../../../environment/pythons';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { setPython } from './conda-edits';
import { isFolderInstalled } from './evidence';

/** Statements about Python that differ from what is installed, where no other rule speaks of their file. */
export function* checkPythons(model: RepositoryModel): Iterable<Report> {
  const { versions, buildpack } = model.reading().environment;
  const used = versions.pythonInstead ?? versions.python;
  if (used === undefined || buildpack === undefined) return;
  yield* checkPythonVersionFile(model, used);
  yield* checkRequiresPython(model, used);
}

/** .python-version, which pyenv and uv read and no builder does. */
function* checkPythonVersionFile(model: RepositoryModel, used: string): Iterable<Report> {
  const file = model.once('repo:.python-version', () => readExtendedFiles(model.view).get('.python-version'));
  if (file?.kind !== 'python-version' || file.stated === undefined) return;
  const { version: wanted, stated } = file;
  if (wanted === undefined || wanted === used) return;
  yield {
    file: file.source.path,
    range: stated.range,
    args: { file: file.source.path, wanted, used },
    fixes: statePython(model, file, wanted),
  };
}

/** Says it where it is read, where nothing says anything else. */
function statePython(model: RepositoryModel, { source }: PythonVersionFile, version: string): ReportFix[] {
  const { environment, readers } = model.reading();
  const { buildpack, configDir } = environment;
  const { conda, runtime } = readers;
  if (!supportedPythons(model.options.platform).includes(version)) return [];
  const file =
    buildpack === 'conda' && conda !== undefined ? conda.source.path : inConfigDir(configDir, 'runtime.txt');
  const open = conda?.python === undefined && conda?.pythonRange === undefined;
  const edit: FileEdit | undefined =
    buildpack === 'conda' && conda !== undefined
      ? open
        ? setPython(conda, version)
        : undefined
      : buildpack === 'python' && runtime === undefined
        ? { kind: 'create', file, text: `python-${version}\n` }
        : undefined;
  if (edit === undefined) return [];
  const args = { file, version, from: source.path };
  return [{ code: 'repo-python-version-conflict.fix', args, safe: false, edits: [edit] }];
}

/** `requires-python` where the recipe does not ask for it and pip does, because a list or a script installs the package. */
function* checkRequiresPython(model: RepositoryModel, used: string): Iterable<Report> {
  const { environment, readers } = model.reading();
  const { buildpack, configDir } = environment;
  const requires = readers.pyproject?.requiresPython;
  if (requires === undefined || configDir !== '' || (buildpack !== 'conda' && buildpack !== 'pipfile'))
    return;
  if (allows(used, requires.text) || !isFolderInstalled(model)) return;
  const place = buildpack === 'conda' ? readers.conda?.python?.dependency : undefined;
  const file = place === undefined ? 'pyproject.toml' : (readers.conda?.source.path ?? 'pyproject.toml');
  yield {
    file,
    range: place?.range ?? requires.range,
    code: 'repo-python-version-conflict.requires',
    severity: 'error',
    args: { range: requires.text, used },
    related: [
      { file: 'pyproject.toml', range: requires.range, code: 'repo-python-version-conflict.related' },
    ],
  };
}

/** True where some patch release of the minor version is in the range. */
function allows(minor: string, range: string): boolean {
  const specifiers = parseSpecifiers(range);
  if (specifiers === undefined) return true;
  return [minor, ...Array.from({ length: 30 }, (_, patch) => `${minor}.${patch}`)].some((text) => {
    const version = parseVersion(text);
    return version === undefined || satisfies(version, specifiers);
  });
}
