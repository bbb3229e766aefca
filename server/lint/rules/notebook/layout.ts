import type { PythonCode } from '../../../environment/code/python-code';
import type { TextSpan } from '../../../environment/text';
import { isStandardModule } from '../../../environment/names/python';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { cellNumber, listed, pythonAt } from './cells';

/** So many cells of work may come before the last import: titles, settings, a first look at the data. */
const maxCells = 10;

export function* checkImportsFirst(model: RepositoryModel, path: string): Iterable<Report> {
  const known = new Set<string>();
  const late: TextSpan[] = [];
  let work = 0;
  for (const code of pythonAt(model, path)) {
    for (const { text, range } of modulesOf(code)) {
      const top = text.split('.')[0] ?? '';
      if (work >= maxCells && !known.has(top)) late.push({ text: top, range });
      known.add(top);
    }
    if (isWork(code)) work += 1;
  }
  const [first] = late;
  // A notebook that imports nothing before is one of many lessons, each with its own imports.
  if (first === undefined || known.size === late.length) return;
  const cell = cellNumber({ index: Number(first.range.cell) });
  yield { file: path, range: first.range, args: { modules: listed(late.map(({ text }) => text)), cell } };
}

/** More than imports, settings by magics, and comments. */
function isWork({ calls, definitions, imports, uses }: PythonCode): boolean {
  const bound = imports.reduce((sum, { bindings }) => sum + bindings.length, 0);
  return calls.length > 0 || uses.length > 0 || definitions.length > bound;
}

/** What it imports and another package has: imports of Python's own modules never fail. */
function modulesOf({ imports }: PythonCode): TextSpan[] {
  return imports
    .filter(({ level, guard, dynamic }) => level === 0 && guard === undefined && !dynamic)
    .map(({ module }) => module)
    .filter(({ text }) => !isStandardModule(text));
}
