import { createTwoFilesPatch } from 'diff';
import { sourceText } from '../../environment/text';
import type { RepoView } from '../../environment/view';
import type { ChangedFile } from '../apply-edits';

/** What changes would do, as `diff -u` prints it. `before` is the repository without them. */
export function diffOf(before: RepoView, changes: readonly ChangedFile[]): string {
  return changes.map((change) => diffOfFile(before, change)).join('');
}

function diffOfFile(before: RepoView, { path, text }: ChangedFile): string {
  const content = before.read(path);
  const old = content === undefined ? '' : sourceText(path, content).text;
  const patch = createTwoFilesPatch(
    content === undefined ? '/dev/null' : `a/${path}`,
    text === undefined ? '/dev/null' : `b/${path}`,
    old,
    text ?? '',
    undefined,
    undefined,
    { context: 3 },
  );
  // The library begins with a line of equals signs, which no tool needs.
  return patch.replace(/^=+\n/, '');
}
