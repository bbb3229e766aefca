import { isLocalPipRequirement } from './local-requirement';
import { logicalLines } from './logical-lines';
import { parseRequirementLine } from './requirement-line';
import type { RequirementLine } from './requirement-line';
import type { SourceText, TextSpan } from './text';
import { physicalLines } from './text';

/** A requirements file, line by line as pip joins them, each piece with its place. */
export interface RequirementsFile {
  readonly source: SourceText;
  readonly lines: readonly RequirementLine[];
  /** True when a line refers to files of the repository: then pip can run only after the copy. */
  readonly local: boolean;
}

/** `-r` or `-c` with another file. */
export interface Include {
  readonly role: 'requirement' | 'constraint';
  readonly target: TextSpan;
}

/** Reads a requirements or constraints file. Never throws: what pip could not read is a line of kind `invalid`. */
export function readRequirements(source: SourceText): RequirementsFile {
  const lines = [...logicalLines(source)].map((line) => parseRequirementLine(line));
  let local = false;
  for (const { text } of physicalLines(source)) local ||= isLocalPipRequirement(text);
  return { source, lines, local };
}

/** The files that the lines of `file` include, in order. */
export function includesOf(file: Pick<RequirementsFile, 'lines'>): readonly Include[] {
  return file.lines.flatMap((line) =>
    line.options.flatMap(({ name, value }): Include[] => {
      if (value === undefined) return [];
      if (name === '--requirement') return [{ role: 'requirement', target: value }];
      return name === '--constraint' ? [{ role: 'constraint', target: value }] : [];
    }),
  );
}

/**
 * Path of an included file relative to the repository's root. pip reads it relative to the file that names it. Undefined
 * for URLs, for absolute paths, for what lies outside of the repository, and where environment variables stand in it, which
 * pip fills in.
 */
export function includePath(from: string, target: string): string | undefined {
  if (target === '' || /^\/|^[a-z][a-z0-9+.-]*:|\$\{[A-Z0-9_]+\}/i.test(target)) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}
