import type { PythonImport } from '../../../environment/code/python-code';
import { normalName } from '../../../environment/names/python';
import type { Severity } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import { declaredIn } from '../repo/declared';
import { brought, isOftenBrought, mayBring, unclaimed } from './brought';
import { ownModules } from './files';
import { projectDependencies } from './project';
import type { FileImports, Imported } from './sources';
import { allImports, fileImports } from './sources';

/** A module that a file imports and that nothing brings, as far as is known. */
export interface Missing extends Imported {
  readonly notebook: boolean;
}

/** The first import of each package that a file misses; those that need not succeed among them. */
export function missingIn(model: RepositoryModel, path: string): readonly Missing[] {
  return model.once(`imports:missing:${path}`, () => {
    const file = fileImports(model, path);
    if (file === undefined) return [];
    const first = new Map<string, Missing>();
    for (const each of file.outside) {
      if (isThere(model, each) || isMadeHere(file, each.top)) continue;
      const key = each.package.pip || each.package.conda || each.top;
      const held = first.get(key);
      // A plain import says more than one that may fail.
      if (held === undefined || (isOptional(held.import) && !isOptional(each.import)))
        first.set(key, { ...each, notebook: file.notebook });
    }
    return [...first.values()].filter((each) => !isReplaced(model, file, each));
  });
}

/** True for an import that may fail without harm: in a `try`, or under a condition. */
export function isOptional({ guard, dynamic }: PythonImport): boolean {
  return guard === 'try' || guard === 'condition' || guard === 'type-checking' || dynamic;
}

/** True where what is imported is brought, or where that cannot be told. */
export function isThere(
  model: RepositoryModel,
  { top, package: { pip, conda, others, known } }: Imported,
): boolean {
  const { modules } = model.options.facts;
  const names = [pip, conda, ...others].filter((name) => name !== '').map(normalName);
  if (modules !== undefined)
    // What was asked for since then is not in the image that was looked into.
    return Object.hasOwn(modules, top) || names.some((name) => brought(model).direct.has(name));
  // No package of an index or of conda-forge has it: it comes with a platform.
  if (known && pip === '' && conda === '') return true;
  const { packages, everything } = brought(model);
  if (everything) return true;
  return names.some((name) => packages.has(name)) || mayBring(packages, top) || isToldElsewhere(model, names);
}

/** A file that the build ignores asks for it, or an extra that it does not install: that is said by other rules. */
function isToldElsewhere(model: RepositoryModel, names: readonly string[]): boolean {
  const told = model.once('imports:told elsewhere', () => [
    ...model
      .reading()
      .environment.files.filter(({ role }) => role === 'ignored')
      .flatMap(({ path }) => declaredIn(model, path) ?? [])
      .map(({ key }) => key),
    ...projectDependencies(model).left,
  ]);
  return names.some((name) => told.includes(name));
}

/** True for a module that the file writes, downloads or clones itself. */
function isMadeHere({ codes }: FileImports, top: string): boolean {
  if (!/^\w+$/.test(top)) return false;
  const made = new RegExp(`\\b${top}\\.py(?![\\w.])|git clone\\b.*\\b${top}\\b`);
  return codes.some(({ source }) => source.text.includes(top) && made.test(source.text));
}

/** True where another import of the same `try` is there. */
function isReplaced(model: RepositoryModel, { codes, outside }: FileImports, missing: Missing): boolean {
  const { attempt, module } = missing.import;
  if (attempt === undefined) return false;
  const absent = new Set(outside.filter((each) => !isThere(model, each)).map((each) => each.import));
  const code = codes.find(({ imports }) => imports.includes(missing.import));
  return (code?.imports ?? []).some(
    (each) =>
      each.attempt === attempt && each.level === 0 && each.module.text !== module.text && !absent.has(each),
  );
}

const lower: Readonly<Record<Severity, Severity>> = {
  error: 'warning',
  warning: 'information',
  information: 'hint',
  hint: 'hint',
};

/**
 * How surely something is missing. What nothing asks for by name may still come along with packages of which no table
 * tells what they need.
 */
export function severityOf(model: RepositoryModel, missing: Missing): Severity {
  const {
    notebook,
    package: found,
    import: { guard },
  } = missing;
  const exact = model.options.facts.modules !== undefined;
  const { unknown, located } = brought(model);
  const unsure = !exact && unknown.size > 0;
  const base: Severity = notebook ? 'error' : isMainLanguage(model) ? 'warning' : 'information';
  const graded = !unsure ? base : located || isOftenBrought(found.pip) ? 'information' : lower[base];
  return guard === 'function' ? lower[graded] : graded;
}

/** False where the repository is launched for R or Julia: its scripts in Python may be for another place. */
function isMainLanguage(model: RepositoryModel): boolean {
  const { buildpack } = model.reading().environment;
  return buildpack === 'conda' || buildpack === 'pipfile' || buildpack === 'python';
}

/** True where a module that no table knows may come from something that is not looked into. */
export function mayComeFromElsewhere(model: RepositoryModel, file: FileImports): boolean {
  if (model.options.facts.modules !== undefined) return false;
  return file.search.open || ownModules(model).partial || freePackages(model).length > 0;
}

/** Packages that are asked for, whose modules nobody knows, and that no import names: any unknown module may be theirs. */
function freePackages(model: RepositoryModel): readonly string[] {
  return model.once('imports:free packages', () => {
    const names = new Set(
      allImports(model).flatMap(({ outside }) => outside.map(({ top }) => normalName(top))),
    );
    return unclaimed(brought(model)).filter((name) => !names.has(name));
  });
}
