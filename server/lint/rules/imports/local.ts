import type { PythonImport } from '../../../environment/code/python-code';
import { isStandardModule, packageOfModule } from '../../../environment/names/python';
import { spanAt } from '../../../environment/text';
import type { Range } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { isCommanded } from '../repo/evidence';
import { brought, mayBring } from './brought';
import { ownModules, parentOf } from './files';
import { looksLocal } from './local-names';
import { isOptional, mayComeFromElsewhere, missingIn } from './missing';
import type { FileImports } from './sources';
import { eachFile } from './sources';

/** Imports of files that should be the repository's own and that are not where they are looked for. */
export function* checkLocal(model: RepositoryModel): Iterable<Report> {
  yield* eachFile(model, 'imports:local', (file) => localIn(model, file));
}

function* localIn(model: RepositoryModel, file: FileImports): Iterable<Report> {
  yield* nowhere(model, file);
  yield* relative(model, file);
  if (file.notebook) yield* elsewhere(model, file);
}

/** Modules that nothing has, under names that people give to their own files. */
function* nowhere(model: RepositoryModel, file: FileImports): Iterable<Report> {
  for (const { top, range, package: found, import: each } of missingIn(model, file.path)) {
    if (found.known || isOptional(each) || mayComeFromElsewhere(model, file)) continue;
    const base = { file: file.path, range };
    const other = otherCase(model, file, top);
    if (other !== undefined)
      yield {
        ...base,
        severity: file.notebook ? 'error' : 'warning',
        code: 'nb-import-local-missing.case',
        args: { module: top, name: other },
        fixes: renameFix(file, each, top, other),
      };
    else if (looksLocal(top))
      yield { ...base, severity: file.notebook ? 'warning' : 'information', args: { module: top } };
  }
}

/** A module of the same letters beside the file. */
function otherCase(model: RepositoryModel, { search }: FileImports, top: string): string | undefined {
  for (const [name, folders] of ownModules(model).folders)
    if (
      name !== top &&
      name.toLowerCase() === top.toLowerCase() &&
      folders.some((each) => search.folders.includes(each))
    )
      return name;
  return undefined;
}

/** Only where the name of the module is not used any further. */
function renameFix({ codes }: FileImports, found: PythonImport, top: string, other: string): ReportFix[] {
  const { module, names, bindings } = found;
  const isBound = names.length === 0 && bindings.some(({ name }) => name === top);
  const source = codes.map((code) => code.source).find(({ cell }) => cell === module.range.cell);
  if (isBound || source === undefined) return [];
  const { offset } = module.range.start;
  const edit = replaceSpan(source, spanAt(source, offset, offset + top.length), other);
  return [{ code: 'nb-import-local-missing.fix', args: { name: other }, safe: true, edits: [edit] }];
}

/** Imports with dots: a notebook is no part of a package, and in one the file has to be there. */
function* relative(model: RepositoryModel, { path, codes, notebook }: FileImports): Iterable<Report> {
  for (const { level, module, guard, dynamic } of codes.flatMap(({ imports }) => imports)) {
    if (level === 0 || dynamic || guard === 'try' || guard === 'condition' || guard === 'type-checking')
      continue;
    const written = `${'.'.repeat(level)}${module.text}`;
    if (notebook)
      yield {
        file: path,
        range: module.range,
        severity: 'error',
        code: 'nb-import-local-missing.relative',
        args: { module: written },
      };
    else if (module.text !== '' && !isRelativeThere(model, path, level, module.text))
      yield {
        file: path,
        range: module.range,
        severity: 'warning',
        code: 'nb-import-local-missing.beside',
        args: { module: written },
      };
  }
}

/** Anything of that name will do: it may be compiled, or written when the package is built. */
function isRelativeThere(model: RepositoryModel, path: string, level: number, module: string): boolean {
  let folder = parentOf(path);
  for (let up = 1; up < level; up += 1) {
    if (folder === '') return true;
    folder = parentOf(folder);
  }
  const [top = ''] = module.split('.');
  const isMade = /^_|version|_pb2|_pb2_grpc|parser$|lexer$/i.test(top);
  return isMade || model.view.list(folder).some((name) => name === top || name.startsWith(`${top}.`));
}

/** Ways by which other folders get onto the path of every program. */
const pathChanges = /PYTHONPATH|\.pth\b|sys\.path|conda[\s-]develop|site-packages/;

/** Modules that the repository has, and not where a notebook looks for them. */
function* elsewhere(model: RepositoryModel, file: FileImports): Iterable<Report> {
  const { path, codes, search } = file;
  if (search.open || ownModules(model).partial) return;
  if (model.reading().environment.buildpack === 'dockerfile' || isCommanded(model, pathChanges)) return;
  const seen = new Set<string>();
  for (const { module, level, guard, dynamic } of codes.flatMap(({ imports }) => imports)) {
    const [top = ''] = module.text.split('.');
    if (level > 0 || dynamic || (guard !== undefined && guard !== 'function') || seen.has(top)) continue;
    seen.add(top);
    const place = placeElsewhere(model, file, top);
    if (place !== undefined) yield elsewhereReport(path, module.range, top, place);
  }
}

function elsewhereReport(path: string, range: Range, module: string, place: string): Report {
  const code = 'nb-import-local-missing.elsewhere';
  return { file: path, range, severity: 'warning', code, args: { module, file: place } };
}

/** The file of a module that the repository has in other folders only, none of which is a package's that is installed. */
function placeElsewhere(
  model: RepositoryModel,
  { path, search }: FileImports,
  top: string,
): string | undefined {
  const folders = ownModules(model).folders.get(top) ?? [];
  const [first] = folders;
  if (first === undefined || packageOfModule(top).known || isStandardModule(top)) return undefined;
  if (mayBring(brought(model).packages, top)) return undefined;
  const reached = [parentOf(path), ...search.added];
  const { readers } = model.reading();
  const isProject = readers.setupPy || readers.pyproject?.hasProject === true;
  const installed = (folder: string): boolean => isProject && /^(?:|src|lib|python)$/.test(folder);
  if (folders.some((folder) => reached.includes(folder) || installed(folder))) return undefined;
  // Elsewhere in a tree of packages it is a part of one, and something else is meant.
  if (model.has(`${first === '' ? '' : `${first}/`}__init__.py`) || folders.length > 3) return undefined;
  const base = first === '' ? top : `${first}/${top}`;
  return [`${base}.py`, `${base}.pyx`].find((each) => model.has(each)) ?? base;
}
