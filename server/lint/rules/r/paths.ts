import type { RCall, RCode, RString } from '../../../environment/code/r-code';
import { functionName } from '../../../environment/code/r-uses';
import type { TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import type { FileEdit, Severity } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { RFile } from './files';
import { analysisFiles, folderOf } from './files';
import { repositoryFiles } from './repository-files';
import { deleteStatement } from './statements';

/** setwd(): the folder is another one on every machine. */
export function* checkSetwd(model: RepositoryModel): Iterable<Report> {
  for (const { path, codes } of analysisFiles(model)) {
    for (const code of codes) {
      for (const call of code.calls.filter(({ callee }) => functionName(callee.text) === 'setwd')) {
        const said = setwdOf(model, code, call);
        if (said === undefined) continue;
        const edit = deleteStatement(code.source, call);
        yield {
          file: path,
          range: call.range,
          ...said,
          severity: call.conditional ? 'information' : said.severity,
          fixes: edit === undefined ? [] : [{ code: 'r-setwd.fix', safe: false, edits: [edit] }],
        };
      }
    }
  }
}

type Said = Pick<Report, 'code' | 'args'> & { readonly severity: Severity };

/** A folder of the repository may be meant, and one that is computed may be right; only literals are told of, and RStudio's. */
function setwdOf(model: RepositoryModel, code: RCode, { arguments: list, range }: RCall): Said | undefined {
  const [given] = list;
  if (given === undefined) return undefined;
  if (given.string === undefined) {
    const asksEditor = code.calls.some(
      ({ callee, range: inner }) =>
        /^rstudioapi::|^getActiveDocumentContext$|^getSourceEditorContext$/.test(callee.text) &&
        inner.start.offset > range.start.offset &&
        inner.end.offset < range.end.offset,
    );
    return asksEditor ? { code: 'r-setwd.editor', severity: 'information' } : undefined;
  }
  const folder = given.string.text.trim();
  const args = { folder: excerpt(folder, 60) };
  if (isAbsolute(folder) || folder.startsWith('~')) return { code: 'r-setwd', args, severity: 'warning' };
  if (folder === '' || /^\/|^\.\.?(?:\/|$)/.test(folder) || model.has(folder.replace(/\/+$/, '')))
    return undefined;
  return { code: 'r-setwd.relative', args, severity: 'information' };
}

/** Paths of somebody's machine. Those of the images that R is used in are none. */
const absolute =
  /^(?:[A-Za-z]:(?:[\\/]+[^\\/\s]+)|\/Users\/[^/]+\/|\/home\/(?!jovyan\/|rstudio\/)[^/]+\/|\/Volumes\/[^/]+\/|\/content\/drive\/)/;

function isAbsolute(text: string): boolean {
  return text.length < 1000 && absolute.test(`${text}/`);
}

/** Texts that are absolute paths: once for a file. */
export function* checkAbsolutePaths(model: RepositoryModel): Iterable<Report> {
  for (const file of analysisFiles(model)) {
    const found = file.codes.flatMap((code) => pathsIn(code).map((string) => ({ code, string })));
    const [first] = found;
    if (first === undefined) continue;
    const related = found.slice(1, 6).map(({ string: { text, range } }) => ({
      file: file.path,
      range,
      code: 'r-absolute-path.related' as const,
      args: { path: excerpt(text, 60) },
    }));
    yield {
      file: file.path,
      range: first.string.range,
      code: found.length === 1 ? 'r-absolute-path' : 'r-absolute-path.several',
      ...(found.every(({ string }) => string.conditional) && { severity: 'information' as const }),
      args: { path: excerpt(first.string.text, 60), others: String(found.length - 1) },
      ...(related.length > 0 && { related }),
      fixes: relativeFix(model, file, found),
    };
  }
}

/** setwd() is told of by itself. */
function pathsIn({ strings, calls }: RCode): RString[] {
  const folders = calls.filter(({ callee }) => functionName(callee.text) === 'setwd');
  return strings.filter(
    ({ text, range }) =>
      isAbsolute(text) &&
      !folders.some(
        (call) => range.start.offset > call.range.start.offset && range.end.offset < call.range.end.offset,
      ),
  );
}

/** Paths that end like exactly one file of the repository, from where the code runs; only where that is known. */
function relativeFix(
  model: RepositoryModel,
  { path }: RFile,
  found: readonly { readonly code: RCode; readonly string: RString }[],
): ReportFix[] {
  // Documents and notebooks run in their own folder. Scripts run wherever somebody starts them.
  const runsInFolder = !/\.r$/i.test(path) || folderOf(path) === '';
  const edits: FileEdit[] = [];
  for (const { code, string } of found) {
    const target = runsInFolder ? fileMeant(model, string) : undefined;
    if (target === undefined) return [];
    edits.push(replaceSpan(code.source, string, relativePath(folderOf(path), target)));
  }
  return [{ code: 'r-absolute-path.fix', safe: false, edits }];
}

/** The file of the repository whose path is the end of an absolute one, with its folder where it is in one. */
function fileMeant(model: RepositoryModel, { text }: TextSpan): string | undefined {
  const parts = text.split(/[\\/]+/);
  const fitting = repositoryFiles(model)
    .withName(parts.at(-1) ?? '')
    .filter((path) => `/${parts.join('/')}`.endsWith(`/${path}`));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function relativePath(folder: string, target: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = target.split('/');
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}
