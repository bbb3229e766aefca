import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { isCheckpoint, isCopy } from './cells';

/** What a name (without `.ipynb`) says of itself, and the sentence about it. The first that fits counts. */
const shapes: readonly [RegExp, LintCode][] = [
  [/^untitled\d*([ _-].*)?$/i, 'nb-filename.untitled'],
  [/-copy\d*$|^copy of |^copy_of_| copy( \d+)?$|[ _]?\(\d+\)$/i, 'nb-filename.copy'],
  // Characters that Windows refuses in names, that URLs and shells read as something else, and blanks.
  [/[:*?"<>|\\#%&;'`$!]|^[ -]|\s$/, 'nb-filename'],
  [/\s/, 'nb-filename.blank'],
];

export function* checkFilename(model: RepositoryModel, path: string): Iterable<Report> {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (isCheckpoint(path)) {
    yield { file: path, code: 'nb-filename.checkpoint' };
    return;
  }
  if (isCopy(path)) return;
  const stem = name.replace(/\.ipynb$/i, '');
  const code = shapes.find(([pattern]) => pattern.test(stem))?.[1];
  if (code === undefined) return;
  const renamed = `${path.slice(0, slash + 1)}${plainName(stem)}.ipynb`;
  yield {
    file: path,
    code,
    args: { name },
    ...(code === 'nb-filename.blank' && { severity: 'hint' }),
    fixes: isMended(code) ? renameTo(model, path, renamed) : [],
  };
}

/** Of the others nobody but the author knows the right name. */
function isMended(code: LintCode): boolean {
  return code === 'nb-filename' || code === 'nb-filename.blank';
}

function plainName(stem: string): string {
  const plain = stem.replace(/[\s:*?"<>|\\#%&;'`$!]+/g, '_');
  return plain.replace(/_*-_*/g, '-').replace(/^[_-]+|_+$/g, '');
}

function renameTo(model: RepositoryModel, path: string, to: string): ReportFix[] {
  if (/\/?\.ipynb$/.exec(to)?.[0] !== '.ipynb' || model.has(to)) return [];
  const name = to.slice(to.lastIndexOf('/') + 1);
  return [
    { code: 'nb-filename.fix', args: { name }, safe: false, edits: [{ kind: 'rename', file: path, to }] },
  ];
}
