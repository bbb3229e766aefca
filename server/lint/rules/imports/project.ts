import { normalName } from '../../../environment/names/python';
import { isInstallable } from '../../../environment/pyproject';
import type { RepositoryModel } from '../../model';
import { isCommanded, isFolderInstalled } from '../repo/evidence';
import { pipLists } from '../requirements/lists';

/** What the repository's own package brings where the build installs it. */
export interface ProjectDependencies {
  /** Normalised. */
  readonly names: readonly string[];
  /** True where a package is installed of which its files do not say what it needs. */
  readonly open: boolean;
}

const nothing: ProjectDependencies = { names: [], open: false };

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
    if (!byBuild && !isFolderInstalled(model)) return nothing;
    if (pyproject?.hasProject === true && !pyproject.dynamicDependencies) {
      const extras = asksForExtras(model) ? pyproject.extras.flatMap((extra) => extra.requirements) : [];
      return { names: [...pyproject.dependencies, ...extras].map(({ text }) => nameOf(text)), open: false };
    }
    return ofSetup(model) ?? { names: [], open: true };
  });
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
function ofSetup(model: RepositoryModel): ProjectDependencies | undefined {
  const [code] = model.python('setup.py');
  const call = code?.calls.find(({ callee }) => /(?:^|\.)setup$/.test(callee.text));
  const value = call?.arguments.find(({ name }) => name === 'install_requires')?.written;
  if (code === undefined || value === undefined || !/^[[(]/.test(value.text)) return undefined;
  const { start, end } = value.range;
  const texts = code.strings.filter(
    ({ range }) => range.start.offset > start.offset && range.end.offset < end.offset,
  );
  return { names: texts.map(({ text }) => nameOf(text)), open: false };
}

function nameOf(requirement: string): string {
  return normalName(/^\s*([\w.-]+)/.exec(requirement)?.[1] ?? '');
}
