import type { PythonCode } from '../../../environment/code/python-code';
import { normalName } from '../../../environment/names/python';
import type { SourceText, TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { CodeFacts, NamedCall } from './code';
import { callsOf, codeFacts, fullName, imports } from './code';
import type { Removed } from './removed-names';
import {
  callsThatLost,
  removedArguments,
  removedMethods,
  removedNames,
  seabornStyles,
} from './removed-names';
import { isGone } from './removed-versions';

/** A place where something is used that may be gone. */
interface Use {
  readonly written: TextSpan;
  readonly removed: Removed;
  /** What is told of it: the name as written. */
  readonly name: string;
  /** What stands there instead. */
  readonly instead?: string;
}

export function* checkRemovedApi(model: RepositoryModel, path: string): Iterable<Report> {
  const facts = codeFacts(model, path);
  const seen = new Set<string>();
  for (const { written, removed, name, instead } of usesIn(facts)) {
    if (seen.has(name) || !isGone(model, removed) || isPinnedByCell(model, path, removed)) continue;
    seen.add(name);
    const source = facts.cells.find((code) => code.source.cell === written.range.cell)?.source;
    yield {
      file: path,
      range: written.range,
      ...(instead !== undefined && { code: 'nb-removed-api.instead' as const }),
      args: {
        name: excerpt(name, 60),
        package: removed.package === 'python' ? 'Python' : removed.package,
        since: removed.since,
        instead: instead ?? '',
      },
      fixes:
        source === undefined
          ? []
          : renameFix(source, facts, { written, removed, name, ...(instead !== undefined && { instead }) }),
    };
  }
}

/** First parts of the names that are gone: few others begin like one of them. */
const packages = new Set([...removedNames.keys()].map(firstPart));

function firstPart(dotted: string): string {
  const dot = dotted.indexOf('.');
  return dot === -1 ? dotted : dotted.slice(0, dot);
}

/** True where the notebook itself installs a version of the package, or Colab's magic chooses one. */
function isPinnedByCell(model: RepositoryModel, path: string, { package: name }: Removed): boolean {
  const chosen = codeFacts(model, path).cells.some(({ magics }) =>
    magics.some((magic) => magic.name === 'tensorflow_version'),
  );
  if (chosen && (name === 'tensorflow' || name === 'keras')) return true;
  return model
    .shell(path)
    .some(({ commands }) =>
      commands.some(({ words }) =>
        words.some(({ text }) => normalName(/^[\w.-]+(?=[=<~])/.exec(text)?.[0] ?? '') === name),
      ),
    );
}

function usesIn(facts: CodeFacts): Use[] {
  const { names } = facts;
  const aliases = new Set(Object.keys(names).filter((name) => packages.has(firstPart(names[name] ?? ''))));
  return [
    ...facts.cells.flatMap((code) => [...importUses(code), ...attributeUses(code, facts, aliases)]),
    ...callsOf(facts, changedCalls).flatMap((call) => callUses(call, facts)),
  ];
}

/** `from collections import Mapping`, `import sklearn.cross_validation`: what is imported behind no guard. */
function importUses({ imports: found }: PythonCode): Use[] {
  return found.flatMap(({ module, names, level, guard }) => {
    if (level > 0 || guard === 'try') return [];
    const whole = longestRemoved(module.text);
    if (whole !== undefined) return [{ written: module, removed: whole.removed, name: module.text }];
    return names.flatMap((name) => {
      const full = `${module.text}.${name.text}`;
      const removed = removedNames.get(full);
      return removed === undefined ? [] : [{ written: name, removed, name: full }];
    });
  });
}

/** `np.float`, `scipy.misc.imread`; of methods only those that hardly anything else has. */
function attributeUses({ attributes }: PythonCode, facts: CodeFacts, aliases: ReadonlySet<string>): Use[] {
  return attributes.flatMap((written) => {
    const dot = written.text.indexOf('.');
    const known = aliases.has(written.text.slice(0, dot));
    const full = known ? fullName(written.text, facts.names) : written.text;
    const found = known ? longestRemoved(full) : undefined;
    if (found !== undefined && full.length - found.name.length < written.text.length) {
      const length = written.text.length - (full.length - found.name.length);
      const name = written.text.slice(0, length);
      // What an import binds is told where it is imported.
      if (!name.includes('.')) return [];
      return [
        { written: cut(written, length), removed: found.removed, name, ...insteadOf(name, found.removed) },
      ];
    }
    return written.text.endsWith('.ix') && imports(facts, 'pandas') ? methodUses(written, 'ix') : [];
  });
}

function methodUses(written: TextSpan, method: string): Use[] {
  const removed = removedMethods.get(method);
  return removed === undefined ? [] : [{ written, removed, name: written.text }];
}

/** Last parts of the calls that lost an argument, or are gone themselves. */
const changedCalls: ReadonlySet<string> = new Set([...removedMethods.keys(), ...callsThatLost, 'use']);

function callUses(call: NamedCall, facts: CodeFacts): Use[] {
  const found: Use[] = [];
  for (const given of call.arguments) {
    const row = given.name === undefined ? undefined : removedArguments.get(given.name);
    if (row?.call.test(call.name) === true)
      found.push({ written: given.written, removed: row, name: `${given.name ?? ''}=` });
  }
  const style = call.name === 'matplotlib.pyplot.style.use' ? call.arguments[0]?.string : undefined;
  if (style !== undefined && /^seaborn(?:-\w+)*$/.test(style.text) && !style.text.startsWith('seaborn-v'))
    found.push({
      written: style,
      removed: seabornStyles,
      name: style.text,
      instead: style.text.replace('seaborn', 'seaborn-v0_8'),
    });
  const { text } = call.callee;
  const method = text.slice(text.lastIndexOf('.') + 1);
  const removed = removedMethods.get(method);
  if (
    removed !== undefined &&
    method !== 'ix' &&
    method.length < text.length &&
    imports(facts, removed.module) &&
    fits(removed.only, call)
  )
    found.push({ written: call.callee, removed, name: `.${method}()` });
  return found;
}

function fits(only: string | undefined, call: NamedCall): boolean {
  return only === undefined || call.arguments.some(({ name }) => name === only);
}

/** The longest beginning of a dotted name that is gone. */
function longestRemoved(full: string): { readonly name: string; readonly removed: Removed } | undefined {
  if (!packages.has(firstPart(full))) return undefined;
  for (let end = full.length; end > 0; end = full.lastIndexOf('.', end - 1)) {
    const name = full.slice(0, end);
    const removed = removedNames.get(name);
    if (removed !== undefined) return { name, removed };
  }
  return undefined;
}

/** Its beginning; the whole where it is written over several lines. */
function cut(span: TextSpan, length: number): TextSpan {
  const { text, range } = span;
  const { start, cell } = range;
  if (range.end.offset - start.offset !== text.length) return span;
  const end = { offset: start.offset + length, line: start.line, column: start.column + length };
  return { text: '', range: { start, end, ...(cell !== undefined && { cell }) } };
}

/** `.nan` stands beside what is gone: `np.NaN` is `np.nan`. */
function insteadOf(name: string, { instead }: Removed): { instead?: string } {
  if (instead === undefined) return {};
  return { instead: instead.startsWith('.') ? name.slice(0, name.lastIndexOf('.')) + instead : instead };
}

function renameFix(
  source: SourceText,
  { cells }: CodeFacts,
  { written, removed, name, instead }: Use,
): ReportFix[] {
  if (instead === undefined || instead.includes(' ')) return [];
  // All places of the name: the finding is told once.
  const same = cells.flatMap((code) =>
    [...code.attributes, ...code.strings]
      .filter(({ text }) => text === name || text.startsWith(`${name}.`))
      .filter(({ text, range }) => range.end.offset - range.start.offset === text.length)
      .map((span) => ({ source: code.source, span: cut(span, name.length) })),
  );
  const places = same.length === 0 ? [{ source, span: written }] : same;
  const edits = places.map((place) => replaceSpan(place.source, place.span, instead));
  return [{ code: 'nb-removed-api.fix', args: { instead }, safe: removed.same === true, edits }];
}
