import { notebookLanguage } from '../../environment/code/notebook';
import { juliaUuid } from '../../environment/names/julia';
import { supportedPythons } from '../../environment/pythons';
import type { RepositoryModel } from '../model';
import { isOptional } from '../rules/imports/missing';
import { allImports } from '../rules/imports/sources';
import { missingPackages } from '../rules/julia/undeclared';
import { usedPackages } from '../rules/r/used';
import type { NeededPackage, Needs } from './needs';

/** What a repository's notebooks and scripts need, whatever its configuration files say. */
export function repositoryNeeds(model: RepositoryModel): Needs {
  const python = pythonPackages(model);
  const version = notebookPython(model);
  const languages = notebookLanguages(model);
  return {
    python,
    ...(version !== undefined && { pythonVersion: version }),
    r: [...new Set(usedPackages(model).map(({ use }) => use.package.text))].sort(),
    julia: juliaPackages(model),
    languages: {
      python: languages.has('python') || model.filesOf('python').length > 0,
      r: languages.has('r') || model.filesOf('r').length > 0,
      julia: languages.has('julia') || model.filesOf('julia').length > 0,
    },
  };
}

/** Without imports that may fail, and without those of which no package is known by any table or by its name. */
function pythonPackages(model: RepositoryModel): NeededPackage[] {
  const found = new Map<string, NeededPackage & { readonly modules: string[] }>();
  for (const { outside } of allImports(model)) {
    for (const each of outside) {
      const { pip, conda, known } = each.package;
      if (pip === '' || isOptional(each.import)) continue;
      const held = found.get(pip) ?? { pip, conda, known, modules: [] };
      if (!held.modules.includes(each.module)) held.modules.push(each.module);
      found.set(pip, held);
    }
  }
  return [...found.values()].sort((left, right) =>
    left.pip.toLowerCase() < right.pip.toLowerCase() ? -1 : 1,
  );
}

/** Without those whose absence is handled. */
function juliaPackages(model: RepositoryModel): Needs['julia'] {
  return [...missingPackages(model)]
    .filter(([, uses]) => uses.some(({ use }) => !use.guarded))
    .map(([name]) => ({ name, uuid: juliaUuid(name) }))
    .map(({ name, uuid }) => (uuid === undefined ? { name } : { name, uuid }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The Python that most notebooks were run with, of those that can be built. */
function notebookPython(model: RepositoryModel): string | undefined {
  const buildable = supportedPythons('linux/amd64');
  const counts = new Map<string, number>();
  for (const path of model.filesOf('notebook')) {
    const minor = /^3\.\d+/.exec(model.notebook(path)?.language?.version ?? '')?.[0];
    if (minor !== undefined && buildable.includes(minor)) counts.set(minor, (counts.get(minor) ?? 0) + 1);
  }
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0];
}

function notebookLanguages(model: RepositoryModel): ReadonlySet<string> {
  const notebooks = model.filesOf('notebook').flatMap((path) => model.notebook(path) ?? []);
  return new Set(notebooks.map(notebookLanguage));
}
