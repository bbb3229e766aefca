import { logicalLineAt, spanOf } from './logical-lines';
import type { SourceText, TextSpan } from './text';
import { physicalLines, rangeAt, spanAt } from './text';

/** A field of a DESCRIPTION with the lines that continue it; their breaks are part of the value. */
export interface DescriptionField {
  readonly name: TextSpan;
  readonly value: TextSpan;
}

/** A package that R needs, as `Imports` and its like name it. */
export interface RDependency {
  readonly field: 'Depends' | 'Imports' | 'LinkingTo' | 'Suggests' | 'Enhances';
  readonly name: TextSpan;
  /** `>= 4.0`, without its parentheses. */
  readonly version?: TextSpan;
}

/** DESCRIPTION: what makes a repository an R package. */
export interface DescriptionFile {
  readonly source: SourceText;
  readonly fields: readonly DescriptionField[];
  readonly packageName?: TextSpan;
  readonly dependencies: readonly RDependency[];
  /** Packages from elsewhere than CRAN: `owner/repository` and the like. */
  readonly remotes: readonly TextSpan[];
  /** The first line that is neither a field nor the continuation of one. */
  readonly invalidLine?: TextSpan;
}

const dependencyFields = ['Depends', 'Imports', 'LinkingTo', 'Suggests', 'Enhances'] as const;

/** Reads DESCRIPTION (the format of Debian's control files). Never throws. */
export function readDescription(source: SourceText): DescriptionFile {
  const fields: DescriptionField[] = [];
  let invalidLine: TextSpan | undefined;
  for (const { text, start } of physicalLines(source)) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const last = fields.at(-1);
    const name = /^[^\s:]+(?=:)/.exec(text)?.[0];
    if (/^\s/.test(text) && last !== undefined) {
      fields[fields.length - 1] = { ...last, value: continued(source, last.value, start + text.length) };
    } else if (name === undefined) {
      invalidLine ??= spanAt(source, start, start + text.length);
    } else {
      fields.push(field(source, name, start, start + text.length));
    }
  }
  const packageName = valueOf(fields, 'Package');
  return {
    source,
    fields,
    ...(packageName === undefined ? {} : { packageName }),
    dependencies: dependencyFields.flatMap((name) => dependenciesOf(source, fields, name)),
    remotes: listed(source, valueOf(fields, 'Remotes')),
    ...(invalidLine === undefined ? {} : { invalidLine }),
  };
}

/** The first field of that name. */
export function fieldOf({ fields }: DescriptionFile, name: string): DescriptionField | undefined {
  return fields.find((candidate) => candidate.name.text === name);
}

function field(source: SourceText, name: string, start: number, end: number): DescriptionField {
  const after = start + name.length + 1;
  const blanks = /^[ \t]*/.exec(source.text.slice(after, end))?.[0].length ?? 0;
  return {
    name: spanAt(source, start, start + name.length),
    value: spanAt(source, after + blanks, Math.max(after + blanks, end)),
  };
}

function continued(source: SourceText, { range }: TextSpan, end: number): TextSpan {
  return { text: '', range: { start: range.start, end: rangeAt(source, end, end).end } };
}

function valueOf(fields: readonly DescriptionField[], name: string): TextSpan | undefined {
  return fields.find((candidate) => candidate.name.text === name)?.value;
}

/** The entries of a list with commas between them, each with its place. */
function listed(source: SourceText, value: TextSpan | undefined): TextSpan[] {
  if (value === undefined) return [];
  const { start, end } = value.range;
  const entries: TextSpan[] = [];
  for (const match of source.text.slice(start.offset, end.offset).matchAll(/[^,]+/g)) {
    const content = match[0].trim();
    const at = start.offset + match.index + match[0].indexOf(content);
    if (content !== '') entries.push(spanAt(source, at, at + content.length));
  }
  return entries;
}

function dependenciesOf(
  source: SourceText,
  fields: readonly DescriptionField[],
  name: RDependency['field'],
): RDependency[] {
  return listed(source, valueOf(fields, name)).flatMap(({ text, range }) => {
    const line = logicalLineAt(source, text, range.start.offset);
    const length = /^[A-Za-z][A-Za-z0-9.]*/.exec(text)?.[0].length;
    if (length === undefined) return [];
    const open = text.indexOf('(');
    const close = text.indexOf(')');
    const version = open > 0 && close > open ? { version: spanOf(line, open + 1, close) } : {};
    return [{ field: name, name: spanOf(line, 0, length), ...version }];
  });
}
