import type { PythonCode } from '../../../environment/code/python-code';
import type { Range } from '../../../protocol';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { pythonAt } from './cells';
import { codeFacts } from './code';

/** Something that there is in Colab only. */
interface Place {
  readonly range: Range;
  readonly code: LintCode;
  readonly written: string;
}

export function* checkColab(model: RepositoryModel, path: string): Iterable<Report> {
  const cells = pythonAt(model, path).filter(({ source }) => !asksForColab(source.text));
  const places = cells.flatMap((code) => [...importPlaces(code), ...folderPlaces(code)]);
  const [first] = places;
  if (first === undefined || isGuarded(model, path)) return;
  yield { file: path, range: first.range, code: first.code, args: { written: first.written } };
}

function importPlaces({ imports }: PythonCode): Place[] {
  return imports
    .filter(({ module, guard }) => guard === undefined && /^google\.colab\b/.test(module.text))
    .map(({ module }) => ({ range: module.range, code: 'nb-colab-only', written: module.text }));
}

/** `/content` is where Colab works; what a string alone in its statement says is a comment. */
function folderPlaces({ strings, magics }: PythonCode): Place[] {
  const named = strings.filter(({ text, alone }) => !alone && /^\/content\/\w/.test(text));
  const told = magics.flatMap(({ rest }) => {
    const found = /(?:^|[\s"'=])(\/content\/[^\s"']*)/.exec(rest.text);
    return found === null ? [] : [{ text: found[1] ?? '', range: rest.range }];
  });
  return [...named, ...told].map(({ text, range }) => ({
    range,
    code: 'nb-colab-only.folder',
    written: text.slice(0, 60),
  }));
}

/** `if 'google.colab' in sys.modules`, `IN_COLAB`: the rest of the cell knows where it runs. */
export function asksForColab(text: string): boolean {
  return /["']google\.colab|IN_COLAB|in_colab|on_colab|COLAB_|is_colab|IS_COLAB/.test(text);
}

/** The notebook asks somewhere, and what depends on it need not stand in the same cell. */
function isGuarded(model: RepositoryModel, path: string): boolean {
  const { cells } = codeFacts(model, path);
  return cells.some(
    ({ source, imports }) =>
      asksForColab(source.text) ||
      imports.some(({ module, guard }) => guard !== undefined && module.text.startsWith('google.colab')),
  );
}
