import { normalName } from '../../../environment/names/python';
import type { RepositoryModel } from '../../model';
import { declaredByUsed } from './declared';
import { commandedPackages } from './evidence';

/** Names under which the repository's own Python package is imported. */
function packageModules(model: RepositoryModel): string[] {
  return model.once('repo:package modules', () => {
    const { pyproject } = model.reading().readers;
    const named = pyproject?.packageName?.text.replaceAll(/[-.]/g, '_').toLowerCase();
    const folders = ['', 'src'].flatMap((parent) => {
      const names = model.view.list(parent);
      return names.filter((name) => model.has(`${parent === '' ? '' : `${parent}/`}${name}/__init__.py`));
    });
    return [...new Set([...(named === undefined ? [] : [named]), ...folders])];
  });
}

/** True where the build installs a release of the package by its name: then its folder may be left alone. */
export function isPackageDeclared(model: RepositoryModel): boolean {
  const declared = declaredByUsed(model);
  const commanded = commandedPackages(model);
  return packageModules(model)
    .map(normalName)
    .some((name) => declared.has(name) || commanded.has(name));
}

/** True where a notebook or a script outside of the package imports it: then it must be installed. */
export function isPackageImported(model: RepositoryModel): boolean {
  const modules = packageModules(model);
  const lower = new Set(modules.map((name) => name.toLowerCase()));
  const within = (path: string): boolean =>
    modules.some((name) => path.startsWith(`${name}/`) || path.startsWith(`src/${name}/`)) ||
    /(?:^|\/)(?:tests?|docs?)\/|(?:^|\/)(?:setup|conftest)\.py$/.test(path);
  const outside = [...model.filesOf('notebook'), ...model.filesOf('python')].filter((path) => !within(path));
  return outside.some((path) =>
    model
      .python(path)
      .some(({ imports }) =>
        imports.some(({ module: { text }, level }) => level === 0 && lower.has(topOf(text))),
      ),
  );
}

function topOf(module: string): string {
  return (module.split('.')[0] ?? '').toLowerCase();
}
