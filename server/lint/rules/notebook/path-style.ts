import type { PythonString } from '../../../environment/code/python-code';
import { excerpt, spanAt } from '../../../environment/text';
import type { SourceText, TextSpan } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { pythonAt } from './cells';
import { dataExtension, folderOf, relativePath, resolvePath } from './paths';

/** Where files of one computer lie: homes, drives, what is mounted. `/home/jovyan` is the home of the image. */
const absolute =
  /^(?:\/(?:Users|home(?!\/jovyan\b)|Volumes|media)\/[^/\s]|\/mnt\/[a-z]\/|\/root\/\w|[A-Za-z]:(?:\\{1,2}|\/{1,2})\w|\\\\[\w.-]+\\)/;

/** The same in a command, behind a blank, a quote or `=`. */
const inCommand = /(?:^|[\s"'=])((?:\/(?:Users|home(?!\/jovyan\b)|Volumes|media)\/|[A-Za-z]:\\)[^\s"';|&]+)/;

export function* checkAbsolutePath(model: RepositoryModel, path: string): Iterable<Report> {
  for (const { source, strings, magics } of pythonAt(model, path)) {
    for (const string of strings) {
      if (string.alone || !isPath(string.text)) continue;
      yield {
        file: path,
        range: string.range,
        args: { path: excerpt(string.text, 60) },
        fixes: relativeFix(model, path, source, string),
      };
    }
    for (const { kind, rest } of magics) {
      const written = kind === 'help' ? undefined : inCommand.exec(rest.text)?.[1];
      if (written === undefined) continue;
      const start = rest.range.start.offset + rest.text.indexOf(written);
      yield {
        file: path,
        range: spanAt(source, start, start + written.length).range,
        args: { path: excerpt(written, 60) },
      };
    }
  }
}

function isPath(text: string): boolean {
  return text.length < 400 && !text.includes('\n') && absolute.test(text);
}

/** Where the end of the path is that of a file of the repository: that file is meant. */
function relativeFix(
  model: RepositoryModel,
  path: string,
  source: SourceText,
  string: PythonString,
): ReportFix[] {
  // The first is the drive or the home; of long paths the end decides.
  const parts = string.text
    .split(/[\\/]+/)
    .filter((part) => part !== '')
    .slice(-10);
  for (let from = 1; from < parts.length; from += 1) {
    const end = parts.slice(from).join('/');
    if (!/\.\w+$/.test(end) || model.view.kind(end) !== 'file') continue;
    const relative = relativePath(folderOf(path), end);
    if (/["'\\{}]/.test(relative)) return [];
    const edits = [replaceSpan(source, string, relative)];
    return [{ code: 'nb-absolute-path.fix', args: { path: relative }, safe: false, edits }];
  }
  return [];
}

export function* checkBackslashPath(model: RepositoryModel, path: string): Iterable<Report> {
  for (const { source, strings } of pythonAt(model, path)) {
    if (!source.text.includes('\\')) continue;
    for (const string of strings) {
      const written = string.alone ? undefined : writtenPath(source, string);
      if (written === undefined) continue;
      const forward = written.replace(/\\{1,2}/g, '/');
      // `\t` and `\n` mean something of their own: only a file that is there says that a path was meant.
      if (/[\u0000-\u001f]/.test(string.text) && !isThere(model, path, forward)) continue;
      const edits = [replaceSpan(source, string, forward)];
      yield {
        file: path,
        range: string.range,
        args: { path: excerpt(written, 60), forward: excerpt(forward, 60) },
        fixes: [
          { code: 'nb-backslash-path.fix', args: { forward: excerpt(forward, 60) }, safe: true, edits },
        ],
      };
    }
  }
}

function isThere(model: RepositoryModel, path: string, relative: string): boolean {
  return [folderOf(path), ''].some((folder) => {
    const found = resolvePath(folder, relative);
    return found !== undefined && found !== '' && model.has(found);
  });
}

/** What stands between the quotes, where it is a relative path with backslashes that ends like a file of data. */
function writtenPath(source: SourceText, { range }: TextSpan): string | undefined {
  const { start, end } = range;
  if (end.offset - start.offset > 200) return undefined;
  const written = source.text.slice(start.offset, end.offset);
  if (!written.includes('\\') || !/^(?:\.{1,2}\\{1,2})*\w[\w .-]*(?:\\{1,2}[\w-][\w .-]*)+$/.test(written))
    return undefined;
  return dataExtension.test(written) ? written : undefined;
}
