import { includePath, includesOf } from '../../../environment/requirements';
import { excerpt } from '../../../environment/text';
import type { Range } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { PipList } from './lists';
import { pipLists } from './lists';

/** `-r` and `-c` with a file that is not there: pip stops at them. */
export function* checkIncludes(model: RepositoryModel): Iterable<Report> {
  const { problems } = model.reading().environment;
  for (const list of pipLists(model)) {
    const { path } = list.source;
    for (const { target } of includesOf(list)) {
      const missing = problems.some(
        ({ error, file, range }) =>
          error.code === 'config-file-unreadable' && file === path && isSame(range, target.range),
      );
      const outside = isOutside(path, target.text);
      if (!missing && !outside) continue;
      const args = { target: excerpt(target.text, 60) };
      const fixes = outside ? [] : candidates(model, list, target.text, target.range);
      const code = outside ? 'req-include-missing.outside' : 'req-include-missing';
      yield { file: path, range: target.range, code, args, fixes };
    }
  }
}

function isSame(left: Range | undefined, right: Range): boolean {
  return left?.start.offset === right.start.offset && left.end.offset === right.end.offset;
}

/** An absolute path, or one that leads out of the repository. What environment variables make of one is not known. */
function isOutside(from: string, target: string): boolean {
  if (/^[a-z][a-z0-9+.-]+:/i.test(target) || target.includes('${')) return false;
  return includePath(from, target) === undefined;
}

/** Files that may be meant: of the same name in another case or another folder. */
function candidates(model: RepositoryModel, list: PipList, target: string, range: Range): ReportFix[] {
  const folder = list.source.path.split('/').slice(0, -1);
  const name = (target.split('/').at(-1) ?? '').toLowerCase();
  const found = model.files().filter(({ path }) => (path.split('/').at(-1) ?? '').toLowerCase() === name);
  const [only, second] = found.filter(({ path }) => path !== list.source.path);
  if (only === undefined || second !== undefined) return [];
  const text = relative(folder, only.path.split('/'));
  const edits = [replaceSpan(list.source, { range }, text)];
  return [{ code: 'req-include-missing.fix', args: { path: text }, safe: false, edits }];
}

/** A path as seen from a folder. */
function relative(folder: readonly string[], path: readonly string[]): string {
  let shared = 0;
  while (shared < folder.length && folder[shared] === path[shared]) shared += 1;
  return [...folder.slice(shared).map(() => '..'), ...path.slice(shared)].join('/');
}
