import { isStandardModule, normalName, packageOfModule } from '../../../environment/names/python';
import type { PythonCall, PythonCode } from '../../../environment/code/python-code';
import type { SourceText } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import type { FileEdit, Range } from '../../../protocol';
import { appendLines, insertAt } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { isIgnored } from '../ignored';
import { pipLists, pipNames } from '../requirements/lists';
import { quotedRequirement } from './file';

const setupPy = 'setup.py';

/** The code of setup.py, where the build runs it: as the package of the repository, or because a list says `.`. */
function setupCode(model: RepositoryModel): PythonCode | undefined {
  const { environment, readers } = model.reading();
  const isListed = pipLists(model).some(({ lines }) =>
    lines.some((line) => line.kind === 'location' && /^\.\/?(?:\[|$)/.test(line.location.text)),
  );
  const isRun = readers.setupPy && environment.configDir === '' && !isIgnored(model, setupPy);
  return isRun || (readers.setupPy && isListed) ? model.python(setupPy)[0] : undefined;
}

const openers = new Set(['open', 'io.open', 'codecs.open']);
const paths = new Set(['Path', 'pathlib.Path']);
const joins = new Set(['os.path.join', 'path.join', 'join', 'op.join', 'osp.join']);

/** Functions that setup.py files define to read a file by its name. */
const ownReaders =
  /^_?(?:read|read_file|readfile|get_file|read_text|slurp|(?:read|get|parse|load)_requirements|get_long_description)$/;

/** Files that setup.py reads and that are not in the repository. */
export function* checkFiles(model: RepositoryModel): Iterable<Report> {
  const code = setupCode(model);
  if (code === undefined) return;
  for (const { path, range } of readFiles(code)) {
    const name = path.replace(/^\.\//, '');
    if (/^(?:\/|~|\.\.|[A-Za-z]:)|[{}%*\\]/.test(name) || name === '' || model.has(name)) continue;
    if (isGuarded(code.source, range.start.line)) continue;
    yield { file: setupPy, range, args: { path: excerpt(name, 60) } };
  }
}

interface ReadFile {
  readonly path: string;
  readonly range: Range;
}

function* readFiles(code: PythonCode): Iterable<ReadFile> {
  const defined = new Set(code.definitions.map(({ text }) => text));
  const byStart = new Map(code.calls.map((call) => [call.range.start.offset, call]));
  for (const call of code.calls) {
    const { callee } = call;
    const [first, second] = call.arguments;
    const mode = call.arguments.find(({ name }) => name === 'mode') ?? second;
    const isOpener = openers.has(callee.text) && !/[wax]/.test(mode?.string?.text ?? '');
    const isReader =
      defined.has(callee.text) && ownReaders.test(callee.text) && hasExtension(first?.string?.text);
    const isPath =
      paths.has(callee.text) && /^\s*\.(?:read_text|open)\(/.test(behind(code.source, call.range));
    if (!isOpener && !isReader && !isPath) continue;
    if (first?.string !== undefined) yield { path: first.string.text, range: first.string.range };
    else if (isOpener && first !== undefined) yield* joined(byStart, first.written.range);
  }
}

function hasExtension(text: string | undefined): boolean {
  return text !== undefined && /\.(?:rst|md|txt|cfg|in)$/i.test(text);
}

function behind({ text }: SourceText, { end }: Range): string {
  return text.slice(end.offset, end.offset + 40);
}

/** `os.path.join(here, 'a', 'b')`, where the first is the folder of setup.py itself. */
function* joined(byStart: ReadonlyMap<number, PythonCall>, within: Range): Iterable<ReadFile> {
  const call = byStart.get(within.start.offset);
  const isWhole =
    call !== undefined && joins.has(call.callee.text) && call.range.end.offset === within.end.offset;
  const parts = isWhole ? namesBehindFolder(call) : [];
  const [first] = parts;
  if (first?.string === undefined || parts.some(({ string }) => string === undefined)) return;
  yield { path: parts.map(({ string }) => string?.text ?? '').join('/'), range: first.string.range };
}

function namesBehindFolder(call: PythonCall): PythonCall['arguments'] {
  const [folder, ...rest] = call.arguments;
  if (folder?.string !== undefined) return call.arguments;
  const isOwn =
    /__file__|^(?:here|HERE|this_dir\w*|this_directory|base_?dir|root|ROOT|cwd|current_dir\w*|setup_dir)$/;
  return isOwn.test(folder?.written.text ?? '') ? rest : [];
}

/** Longer blocks are not looked through, in lines. */
const maxBlock = 500;

/** Under a condition, in a `try`, or in a class, of which only some are run. Told by the lines that are indented less. */
function isGuarded({ text, lineStarts }: SourceText, line: number): boolean {
  let depth = Infinity;
  for (let at = line; at >= Math.max(0, line - maxBlock) && depth > 0; at -= 1) {
    const content = text.slice(lineStarts[at], lineStarts[at + 1] ?? text.length);
    const indentation = content.search(/\S/);
    if (indentation === -1 || indentation >= depth) continue;
    const isHeader = at !== line || /^\s*(?:if|try|class)\b.*:\s*\S/.test(content);
    if (isHeader && /^\s*(?:if|elif|else|try|except|finally|class)\b/.test(content)) return true;
    if (/\bif\b.*\b(?:exists|isfile)\(/.test(content)) return true;
    depth = indentation;
  }
  return false;
}

/** What pip has where it builds a package that asks for nothing else. */
const alwaysThere = new Set(['setuptools', 'pkg_resources', 'distutils', 'wheel', '_distutils_hack']);

/** Packages that setup.py imports while nothing installs them where the package is built. */
export function* checkImports(model: RepositoryModel): Iterable<Report> {
  const code = setupCode(model);
  const { pyproject } = model.reading().readers;
  if (code === undefined || pyproject?.syntaxError !== undefined) return;
  const asked = new Set(buildRequirements(model));
  for (const { module, level, guard, dynamic } of code.imports) {
    const [top = ''] = module.text.split('.');
    if (level > 0 || guard !== undefined || dynamic || alwaysThere.has(top)) continue;
    if (isStandardModule(top) || isLocal(model, top)) continue;
    const { pip } = packageOfModule(module.text, model.options.packages);
    if (pip === '' || asked.has(normalName(pip)) || isGuarded(code.source, module.range.start.line)) continue;
    const isolated = pyproject?.hasBuildSystem === true || !pipNames(model).has(normalName(pip));
    yield {
      file: setupPy,
      range: module.range,
      severity: isolated ? 'error' : 'warning',
      args: { names: top },
      fixes: requireFix(model, pip),
    };
  }
}

function buildRequirements(model: RepositoryModel): string[] {
  const { pyproject } = model.reading().readers;
  return (pyproject?.buildRequires ?? []).flatMap((span) => {
    const { requirement } = pyproject === undefined ? {} : quotedRequirement(pyproject.source, span);
    return requirement === undefined ? [] : [normalName(requirement.name.text)];
  });
}

/** A module of the repository, wherever it stands: setup.py may well add its folder to the path. */
function isLocal(model: RepositoryModel, top: string): boolean {
  return model.files().some(({ path }) => {
    const parts = path.split('/');
    return parts.includes(top) || parts.at(-1) === `${top}.py`;
  });
}

/** Adds to the requirements of the build, which replace what pip would have by itself. */
function requireFix(model: RepositoryModel, pip: string): ReportFix[] {
  const { pyproject } = model.reading().readers;
  const last = pyproject?.buildRequires.at(-1);
  const lines = [
    '[build-system]',
    `requires = ["setuptools", "${pip}"]`,
    'build-backend = "setuptools.build_meta:__legacy__"',
  ];
  let edits: FileEdit[] = [];
  if (pyproject === undefined)
    edits = model.has('pyproject.toml')
      ? []
      : [{ kind: 'create', file: 'pyproject.toml', text: `${lines.join('\n')}\n` }];
  else if (last !== undefined) edits = [insertAt(pyproject.source, last.range.end.offset, `, "${pip}"`)];
  else if (!pyproject.hasBuildSystem) edits = [appendLines(pyproject.source, ['', ...lines])];
  return edits.length === 0 || pip === 'pip'
    ? []
    : [{ code: 'setup-py-imports-deps.fix', safe: false, edits }];
}
