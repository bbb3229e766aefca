import type { PythonCall, PythonCode } from '../../../environment/code/python-code';
import type { SourceText } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import type { Range } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { isIgnored } from '../ignored';
import { pipLists } from '../requirements/lists';

export const setupPy = 'setup.py';

/** The code of setup.py, where the build runs it: as the package of the repository, or because a list says `.`. */
export function setupCode(model: RepositoryModel): PythonCode | undefined {
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
export function isGuarded({ text, lineStarts }: SourceText, line: number): boolean {
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
