import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import { condaPackages } from '../../../environment/environment-yml';
import type { FileEdit } from '../../../protocol';
import { dashBefore } from '../env/yaml-edits';
import { insertLinesAfter, insertLinesBefore, replaceSpan } from '../../edits';

/**
 * Adds lines to the list that pip installs, which is made where there is none. `lines` stand as in a requirements file;
 * those that are comments stay comments. Undefined where the file is not written line by line.
 */
export function addPipLines(conda: CondaEnvironmentFile, lines: readonly string[]): FileEdit | undefined {
  const { source, dependencies } = conda;
  const list = dependencies.findLast((entry) => entry.kind === 'pip');
  const last = dependencies.at(-1);
  if (list !== undefined) {
    const lastLine = list.lines.at(-1);
    const dash = lastLine === undefined ? undefined : dashBefore(source, lastLine);
    if (lastLine === undefined || dash === undefined) return undefined;
    return insertLinesAfter(source, lastLine.range.end.line, entries(dash, lines));
  }
  const dash = last === undefined ? undefined : dashBefore(source, last.written);
  if (last === undefined || dash === undefined) return undefined;
  const hasPip = condaPackages(conda).some(({ name }) => name.text === 'pip');
  const inner = `${' '.repeat(dash.length)}${dash.slice(dash.indexOf('-'))}`;
  const added = [...(hasPip ? [] : [`${dash}pip`]), `${dash}pip:`, ...entries(inner, lines)];
  return insertLinesAfter(source, last.written.range.end.line, added);
}

function entries(dash: string, lines: readonly string[]): string[] {
  const indentation = dash.slice(0, dash.indexOf('-'));
  return lines.map((line) => (line.startsWith('#') ? `${indentation}${line}` : `${dash}${line}`));
}

/** Writes `python=X.Y` into the dependencies: in place of an entry that leaves the version open, else as the first. */
export function setPython(conda: CondaEnvironmentFile, version: string): FileEdit | undefined {
  const { source, dependencies } = conda;
  const written = `python=${version}`;
  const entry = dependencies.find((each) => each.kind === 'package' && each.spec?.name.text === 'python');
  if (entry !== undefined) return replaceSpan(source, entry.written, written);
  const [first] = dependencies;
  const dash = first === undefined ? undefined : dashBefore(source, first.written);
  if (first === undefined || dash === undefined) return undefined;
  return insertLinesBefore(source, first.written.range.start.line, [`${dash}${written}`]);
}
