import { normalName } from '../../../environment/names/python';
import type { PyprojectFile } from '../../../environment/pyproject';
import { isInstallable } from '../../../environment/pyproject';
import type { RepositoryModel } from '../../model';
import { isCommanded, isFolderInstalled } from '../repo/evidence';
import { pipLists } from '../requirements/lists';

/** What the repository's own package brings where the build installs it. */
export interface ProjectDependencies {
  /** Normalised. */
  readonly names: readonly string[];
  /** What it asks for and the build does not install: all of it, or what only its extras name. */
  readonly left: readonly string[];
  /** True where a package is installed of which its files do not say what it needs. */
  readonly open: boolean;
}

const nothing: ProjectDependencies = { names: [], left: [], open: false };

/** What pyproject.toml or setup.py asks for, where the build installs the repository itself. */
export function projectDependencies(model: RepositoryModel): ProjectDependencies {
  return model.once('imports:project', () => {
    const { environment, readers } = model.reading();
    const isUsed = (path: string): boolean =>
      environment.files.some((file) => file.path === path && file.role === 'used');
    const { pyproject } = readers;
    const byBuild =
      (readers.setupPy && isUsed('setup.py')) ||
      (pyproject !== undefined && isInstallable(pyproject) && isUsed('pyproject.toml'));
    const named = pyproject === undefined ? undefined : namesOfPyproject(pyproject);
    const left = [...(named?.names ?? []), ...(named?.extras ?? [])];
    if (!byBuild && !isFolderInstalled(model))
      return { ...nothing, left: [...left, ...(ofSetup(model) ?? [])] };
    if (named !== undefined && pyproject?.hasProject === true && !pyproject.dynamicDependencies)
      return asksForExtras(model)
        ? { names: left, left: [], open: false }
        : { names: named.names, left: named.extras, open: false };
    const names = ofSetup(model);
    return names === undefined ? { ...nothing, open: true } : { ...nothing, names };
  });
}

function namesOfPyproject(file: PyprojectFile): { readonly names: string[]; readonly extras: string[] } {
  const { dependencies, extras, poetryDependencies } = file;
  return {
    names: [...dependencies, ...poetryDependencies].flatMap(({ text }) => namesOf(text)),
    extras: extras.flatMap(({ requirements }) => requirements.flatMap(({ text }) => namesOf(text))),
  };
}

/** `pip install .[plots]`, in a command or in a list for pip: which extras are meant is not looked at. */
function asksForExtras(model: RepositoryModel): boolean {
  const extras = /(?:^|[\s"'/])\.?\.?\/?\.\[[\w, -]+\]|\$\{?\w+\}?\/?\[[\w, -]+\]/;
  const located = pipLists(model).some(({ lines }) =>
    lines.some((line) => line.kind === 'location' && /\[[\w, -]+\]$/.test(line.location.text)),
  );
  return located || isCommanded(model, extras);
}

/** `install_requires` of setup.py, where it is a list of texts; setup.cfg may hold it too, and is not read. */
function ofSetup(model: RepositoryModel): string[] | undefined {
  const [code] = model.python('setup.py');
  const call = code?.calls.find(({ callee }) => /(?:^|\.)setup$/.test(callee.text));
  const value = call?.arguments.find(({ name }) => name === 'install_requires')?.written;
  if (code === undefined || value === undefined || !/^[[(]/.test(value.text)) return undefined;
  const { start, end } = value.range;
  const texts = code.strings.filter(
    ({ range }) => range.start.offset > start.offset && range.end.offset < end.offset,
  );
  return texts.flatMap(({ text }) => namesOf(text));
}

/** The package, and `name[extra]` for each of its extras. */
function namesOf(requirement: string): string[] {
  const [, written = '', extras = ''] = /^\s*([\w.-]+)\s*(?:\[([^\]]*)\])?/.exec(requirement) ?? [];
  const name = normalName(written);
  const keys = extras.split(',').map((extra) => extra.trim().toLowerCase());
  return [name, ...keys.filter((extra) => extra !== '').map((extra) => `${name}[${extra}]`)];
}
