import { normalName } from '../../../environment/names/python';
import type { FileEdit } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { ReportFix } from '../../rule';
import type { PipEntry } from './lists';
import { pipEntries, removeLines } from './lists';

/** Asks for another package instead, or for nothing where that is asked for already. */
export function renameFix(
  model: RepositoryModel,
  entry: PipEntry,
  pip: string,
  code: LintCode,
  safe: boolean,
): ReportFix[] {
  const there = pipEntries(model).some(
    (other) => other.list.root === entry.list.root && other.name === normalName(pip),
  );
  const edits = there ? removeLines(entry.list, [entry.line]) : rename(entry, pip);
  return edits === undefined ? [] : [{ code, args: { name: pip }, safe, edits }];
}

/** Takes the lines of one list out. */
export function removeFix(entries: readonly PipEntry[], code: LintCode, safe: boolean): ReportFix[] {
  const [first] = entries;
  const edits =
    first &&
    removeLines(
      first.list,
      entries.map(({ line }) => line),
    );
  if (first === undefined || edits === undefined) return [];
  return [{ code, args: { name: first.requirement.name.text }, safe, edits }];
}

function rename({ list, requirement }: PipEntry, pip: string): FileEdit[] {
  const { name, clauses } = requirement;
  const edits = [replaceSpan(list.source, name, pip)];
  // Releases of opencv-python have four numbers; OpenCV's own have three, and those are what people write.
  if (!pip.startsWith('opencv-python')) return edits;
  const versions = clauses.filter(
    ({ operator, version }) => operator === '==' && /^\d+\.\d+\.\d+$/.test(version.text),
  );
  return [...edits, ...versions.map(({ version }) => replaceSpan(list.source, version, `${version.text}.*`))];
}
