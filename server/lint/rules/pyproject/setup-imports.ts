import { isStandardModule, normalName, packageOfModule } from '../../../environment/names/python';
import type { PythonImport } from '../../../environment/code/python-code';
import { compareVersions, parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import type { Requirement } from '../../../environment/requirement';
import type { FileEdit } from '../../../protocol';
import { appendLines, insertAt } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { pipNames, pythonOf } from '../requirements/lists';
import { condaNames } from '../requirements/system-libraries';
import { quotedRequirement } from './file';
import { isGuarded, setupCode, setupPy } from './setup-py';

/** What pip has where it builds a package that asks for nothing else. */
const alwaysThere = new Set(['setuptools', 'distutils', 'wheel', '_distutils_hack']);

/** The release of setuptools that has no pkg_resources any more, and the Python from which on pip takes it. */
const withoutResources = { setuptools: '82', python: '3.9' };

/** Packages that setup.py imports while nothing installs them where the package is built. */
export function* checkImports(model: RepositoryModel): Iterable<Report> {
  const code = setupCode(model);
  if (code === undefined || model.reading().readers.pyproject?.syntaxError !== undefined) return;
  for (const each of code.imports) {
    const { module, level, guard, dynamic } = each;
    if (level > 0 || guard !== undefined || dynamic || isGuarded(code.source, module.range.start.line))
      continue;
    const report = isOf(each, 'pkg_resources') ? resourcesReport(model) : importReport(model, module.text);
    if (report !== undefined) yield { file: setupPy, range: module.range, ...report };
  }
}

function isOf({ module }: PythonImport, name: string): boolean {
  return module.text === name || module.text.startsWith(`${name}.`);
}

function importReport(model: RepositoryModel, module: string): Omit<Report, 'file'> | undefined {
  const [top = ''] = module.split('.');
  if (alwaysThere.has(top) || isStandardModule(top) || isLocal(model, top)) return undefined;
  const { pip } = packageOfModule(module, model.options.packages);
  const name = normalName(pip);
  if (pip === '' || buildRequirements(model).some((each) => normalName(each.name.text) === name))
    return undefined;
  // Without isolation, what is installed is there: pip itself, and what lists ask for.
  const isInstalled = name === 'pip' || pipNames(model).has(name) || condaNames(model).has(name);
  const isSure = isIsolated(model) || !isInstalled;
  return { severity: isSure ? 'error' : 'warning', args: { names: top }, fixes: requireFix(model, pip) };
}

/** Builds with a pyproject.toml see what it asks for and nothing else; older pips build others with what is installed. */
function isIsolated(model: RepositoryModel): boolean {
  return model.reading().readers.pyproject?.hasBuildSystem === true;
}

function resourcesReport(model: RepositoryModel): Omit<Report, 'file'> | undefined {
  const [python, since] = [pythonOf(model) ?? '', withoutResources.python].map(parseVersion);
  const setuptools = buildRequirements(model).find(({ name }) => normalName(name.text) === 'setuptools');
  if (python === undefined || since === undefined || compareVersions(python, since) < 0) return undefined;
  const newest = parseVersion(withoutResources.setuptools);
  const clauses = setuptools?.clauses.map(({ operator, version }) => operator + version.text).join(',');
  const specifiers = parseSpecifiers(clauses ?? '');
  if (newest === undefined || specifiers === undefined || !allowsNewer(specifiers, newest.release[0] ?? 0))
    return undefined;
  return {
    code: 'setup-py-imports-deps.resources',
    severity: isIsolated(model) ? 'error' : 'warning',
    fixes: boundFix(model, setuptools),
  };
}

/** Some release from there on. */
function allowsNewer(specifiers: NonNullable<ReturnType<typeof parseSpecifiers>>, first: number): boolean {
  return [first, first + 1, first + 100].some((major) =>
    satisfies({ epoch: 0, release: [major] }, specifiers),
  );
}

function boundFix(model: RepositoryModel, setuptools: Requirement | undefined): ReportFix[] {
  const { pyproject } = model.reading().readers;
  const bound = `<${withoutResources.setuptools}`;
  const code = 'setup-py-imports-deps.fix-resources';
  if (setuptools === undefined || pyproject === undefined)
    return requireFix(model, undefined, `setuptools${bound}`).map((fix) => ({ ...fix, code }));
  const last = setuptools.clauses.at(-1)?.version ?? setuptools.extras.at(-1) ?? setuptools.name;
  if (setuptools.extras.length > 0) return [];
  const text = setuptools.clauses.length > 0 ? `,${bound}` : bound;
  return [{ code, safe: false, edits: [insertAt(pyproject.source, last.range.end.offset, text)] }];
}

function buildRequirements(model: RepositoryModel): Requirement[] {
  const { pyproject } = model.reading().readers;
  if (pyproject === undefined) return [];
  return pyproject.buildRequires.flatMap(
    (span) => quotedRequirement(pyproject.source, span).requirement ?? [],
  );
}

/** A module of the repository, wherever it stands: setup.py may well add its folder to the path. */
function isLocal(model: RepositoryModel, top: string): boolean {
  return model.files().some(({ path }) => {
    const parts = path.split('/');
    return parts.includes(top) || parts.at(-1) === `${top}.py`;
  });
}

/** Adds to the requirements of the build, which replace what pip would have by itself. */
function requireFix(model: RepositoryModel, pip: string | undefined, setuptools = 'setuptools'): ReportFix[] {
  const { pyproject } = model.reading().readers;
  const last = pyproject?.buildRequires.at(-1);
  const asked = [setuptools, ...(pip === undefined ? [] : [pip])]
    .map((name) => JSON.stringify(name))
    .join(', ');
  const lines = [
    '[build-system]',
    `requires = [${asked}]`,
    'build-backend = "setuptools.build_meta:__legacy__"',
  ];
  let edits: FileEdit[] = [];
  if (pyproject === undefined)
    edits = model.has('pyproject.toml')
      ? []
      : [{ kind: 'create', file: 'pyproject.toml', text: `${lines.join('\n')}\n` }];
  else if (last !== undefined)
    edits = [insertAt(pyproject.source, last.range.end.offset, `, ${JSON.stringify(pip ?? setuptools)}`)];
  else if (!pyproject.hasBuildSystem) edits = [appendLines(pyproject.source, ['', ...lines])];
  return edits.length === 0 || pip === 'pip'
    ? []
    : [{ code: 'setup-py-imports-deps.fix', safe: false, edits }];
}
