import type { RequirementLine } from '../../../environment/requirement-line';
import type { RequirementsFile } from '../../../environment/requirements';
import { normalName } from '../../../environment/names/python';

/**
 * The lines of a requirements file as entries of environment.yml's list for pip: packages only where `wanted` has them,
 * options and comments as they are. Undefined where a line cannot stand there without quotes.
 */
export function pipLinesOf(
  { source, lines }: RequirementsFile,
  wanted: ReadonlySet<string>,
): string[] | undefined {
  const entries: string[] = [];
  for (const line of lines) {
    if (line.kind === 'invalid') return undefined;
    if (line.kind === 'requirement' && !wanted.has(normalName(line.requirement.name.text))) continue;
    const text = source.text.slice(line.range.start.offset, line.range.end.offset);
    if (line.kind !== 'blank' && !isPlain(text)) return undefined;
    const entry = withComment(line, text);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** What YAML reads as it is written. */
function isPlain(text: string): boolean {
  return /^[\w.-]/.test(text) && !/: |:$|\s#|[\r\n]/.test(text);
}

function withComment({ kind, comment }: RequirementLine, text: string): string | undefined {
  const own = kind === 'blank' ? '' : text;
  const said = comment?.text.trim() ?? '';
  if (said.includes('\n')) return own === '' ? undefined : own;
  const joined = own === '' || said === '' ? own + said : `${own}  ${said}`;
  return joined === '' ? undefined : joined;
}
