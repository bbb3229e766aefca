import {
  normalName,
  packageOfModule,
  standardElsewhere,
  successorOf,
} from '../../../environment/names/python';
import { notebookLanguage } from '../../../environment/code/notebook';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { pythonOf } from '../requirements/lists';
import { packageFixes } from './add-package';
import { looksLocal } from './local-names';
import type { Missing } from './missing';
import { isOptional, mayComeFromElsewhere, missingIn, severityOf } from './missing';
import type { FileImports } from './sources';
import { eachFile } from './sources';

/**
 * Imports of packages that nothing brings. Each notebook is told by itself: it is opened by itself. Scripts belong
 * together, and of them the first that needs a package is told, unless a notebook needs it too. Where no file states
 * the environment, everything is missing everywhere: then each package is told once.
 */
export function* checkUndeclared(model: RepositoryModel): Iterable<Report> {
  const told = new Set<string>();
  const { chosenAsFallback } = model.reading().environment;
  for (const { key, notebook, report } of eachFile(model, 'imports:undeclared', (file) =>
    undeclaredIn(model, file),
  )) {
    if (key !== undefined) {
      if ((!notebook || chosenAsFallback) && told.has(key)) continue;
      told.add(key);
    }
    yield report;
  }
}

/** What there is to tell of one file. */
interface Undeclared {
  /** Of the package; absent where it is not about one. */
  readonly key?: string;
  readonly notebook: boolean;
  readonly report: Report;
}

function* undeclaredIn(model: RepositoryModel, file: FileImports): Iterable<Undeclared> {
  const { notebook } = file;
  for (const each of missingIn(model, file.path)) {
    const report = isOptional(each.import) ? undefined : undeclared(model, file, each);
    if (report !== undefined) yield { key: each.package.pip || each.package.conda, notebook, report };
  }
  for (const report of otherPythons(model, file)) yield { notebook, report };
}

function undeclared(model: RepositoryModel, file: FileImports, missing: Missing): Report | undefined {
  const { top, range, package: found, notebook } = missing;
  const base = { file: file.path, range, fixes: packageFixes(model, found) };
  if (found.known) {
    const severity = severityOf(model, missing);
    return { ...base, severity, ...sentence(missing, severity === 'error' || severity === 'warning') };
  }
  if (looksLocal(top) || mayComeFromElsewhere(model, file)) return undefined;
  return {
    ...base,
    severity: notebook ? 'information' : 'hint',
    code: 'nb-import-undeclared.unknown',
    args: { module: top },
  };
}

function sentence(
  { module, top, package: { pip, conda } }: Missing,
  sure: boolean,
): Pick<Report, 'code' | 'args'> {
  const name = pip || conda;
  if (normalName(name) === normalName(top))
    return { code: sure ? 'nb-import-undeclared.same' : 'nb-import-undeclared.same-perhaps', args: { name } };
  // What is imported of a namespace decides on the package.
  const args = { module: packageOfModule(top).pip === pip ? top : module, name };
  return sure ? { args } : { code: 'nb-import-undeclared.perhaps', args };
}

/** Modules of the library of another Python than the one that the build has. */
function* otherPythons(model: RepositoryModel, { path, codes, notebook }: FileImports): Iterable<Report> {
  const python = pythonOf(model);
  if (python === undefined || python.startsWith('2.') || isPython2(model, path)) return;
  const seen = new Set<string>();
  for (const found of codes.flatMap(({ imports }) => imports)) {
    const { module, level, guard, dynamic } = found;
    const [top = ''] = module.text.split('.');
    if (level > 0 || dynamic || (guard !== undefined && guard !== 'function') || seen.has(top)) continue;
    const elsewhere = standardElsewhere(top, python);
    const successor = successorOf(top);
    if ((elsewhere === undefined && successor === undefined) || !isMissing(model, top)) continue;
    seen.add(top);
    const base = {
      file: path,
      range: module.range,
      severity: notebook ? ('error' as const) : ('warning' as const),
    };
    if (elsewhere === undefined)
      yield {
        ...base,
        code: 'nb-import-undeclared.python2',
        args: { module: top, successor: successor ?? '' },
      };
    else if (elsewhere.since !== undefined)
      yield {
        ...base,
        code: 'nb-import-undeclared.later',
        args: { module: top, since: elsewhere.since, python },
      };
    else
      yield {
        ...base,
        code: 'nb-import-undeclared.dropped',
        args: { module: top, until: elsewhere.until ?? '', python },
      };
  }
}

/** No file of the repository has that name, and neither has the built image. */
function isMissing(model: RepositoryModel, top: string): boolean {
  const { modules } = model.options.facts;
  const isFile = model.files().some(({ path }) => path.endsWith(`/${top}.py`) || path === `${top}.py`);
  return !isFile && (modules === undefined || !Object.hasOwn(modules, top));
}

/** Code of Python 2 as a whole: that is said elsewhere. */
function isPython2(model: RepositoryModel, path: string): boolean {
  if (model.python(path).some(({ python2 }) => python2 !== undefined)) return true;
  const notebook = model.notebook(path);
  return (
    notebook !== undefined &&
    (notebookLanguage(notebook) === 'python2' ||
      notebook.kernel?.name === 'python2' ||
      notebook.language?.version?.startsWith('2.') === true)
  );
}
