import type { RArgument, RCall, RCode } from '../../../environment/code/r-code';
import { functionName } from '../../../environment/code/r-uses';
import type { TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { listed } from '../env/conda-file';
import { isReader, pathArgument } from './file-functions';
import type { RFile } from './files';
import { analysisFiles, folderOf } from './files';
import { madeFiles } from './made-files';
import { repositoryFiles } from './repository-files';

/** A path that code reads. */
interface ReadPath {
  readonly code: RCode;
  readonly path: string;
  /** The literal that says it, where it is one. */
  readonly literal?: TextSpan;
  readonly range: RArgument['range'];
}

/** Files that code reads and that are not in the repository: once for each file of code. */
export function* checkMissingFiles(model: RepositoryModel): Iterable<Report> {
  for (const file of analysisFiles(model)) {
    const absent = readPaths(file).filter(({ path }) => !isThere(model, file, path));
    yield* otherCase(model, file, absent);
    const missing = absent.filter(
      ({ path }) => caseMeant(model, file, path) === undefined && !madeFiles(model).mayMake(path),
    );
    const [first] = missing;
    if (first === undefined) continue;
    const paths = [...new Set(missing.map(({ path }) => path))];
    const left = missing.every(({ path }) => isLeftOut(model, file, path));
    yield {
      file: file.path,
      range: first.range,
      code: left
        ? 'r-file-missing.ignored'
        : paths.length === 1
          ? 'r-file-missing'
          : 'r-file-missing.several',
      args: {
        paths: listed(
          paths.map((path) => excerpt(path, 60)),
          3,
        ),
      },
    };
  }
}

/** Paths whose letters are of another case than those of a file that is there. */
function* otherCase(model: RepositoryModel, file: RFile, absent: readonly ReadPath[]): Iterable<Report> {
  for (const { code, path, literal, range } of absent) {
    const meant = caseMeant(model, file, path);
    if (meant === undefined) continue;
    const fixes: ReportFix[] = [];
    if (literal !== undefined && meant.toLowerCase().endsWith(literal.text.toLowerCase())) {
      const written = meant.slice(meant.length - literal.text.length);
      const edits: FileEdit[] = [replaceSpan(code.source, literal, written)];
      fixes.push({ code: 'r-file-missing.fix', args: { path: written }, safe: true, edits });
    }
    const args = { path: excerpt(path, 60), file: meant };
    yield { file: file.path, range, code: 'r-file-missing.case', severity: 'warning', args, fixes };
  }
}

function readPaths({ codes }: RFile): ReadPath[] {
  return codes.flatMap((code) =>
    code.calls
      .filter((call) => !call.conditional && isReader(call))
      .flatMap((call) => {
        const given = pathArgument(call);
        const path = given === undefined ? undefined : pathOf(code, given);
        if (given === undefined || path === undefined || !isPlainPath(path)) return [];
        const literal = given.string;
        const range = literal?.range ?? given.written.range;
        return [{ code, path: path.replaceAll('\\', '/'), range, ...(literal !== undefined && { literal }) }];
      }),
  );
}

/** What a literal says, or `here("data", "a.csv")` and `file.path("data", "a.csv")`. */
function pathOf({ calls }: RCode, { string, written }: RArgument): string | undefined {
  if (string !== undefined) return string.text;
  const { start, end } = written.range;
  const call = calls.find(
    ({ range }) => range.start.offset === start.offset && range.end.offset === end.offset,
  );
  return call === undefined ? undefined : joined(call);
}

function joined({ callee, arguments: list }: RCall): string | undefined {
  if (!['here', 'file.path', 'path'].includes(functionName(callee.text)) || list.length === 0)
    return undefined;
  const parts = list.map(({ string, name }) => (name === undefined ? string?.text : undefined));
  return parts.every((part) => part !== undefined) ? parts.join('/') : undefined;
}

/** A relative path of a file, with an ending and without anything that is filled in. */
function isPlainPath(path: string): boolean {
  return (
    path.length < 300 &&
    /\.[A-Za-z][A-Za-z0-9]{0,7}$/.test(path) &&
    !/^[~/\\]|^[A-Za-z]:|:\/\/|[*?%{}<>|\n\s]{2}|[*?%{}<>|\n]/.test(path)
  );
}

/** True where a file of that name is somewhere: the code may run in another folder than it seems. */
function isThere(model: RepositoryModel, { path: file }: RFile, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (repositoryFiles(model).withName(name).length > 0) return true;
  return bases(file).some((base) => model.has(normal(base, path)) && !isLeftOutAt(model, normal(base, path)));
}

/** True where the file is there on this machine alone. */
function isLeftOut(model: RepositoryModel, { path: file }: RFile, path: string): boolean {
  return bases(file).some((base) => isLeftOutAt(model, normal(base, path)));
}

function isLeftOutAt(model: RepositoryModel, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return model.view.kind(path) === 'file' && !repositoryFiles(model).withName(name).includes(path);
}

function caseMeant(model: RepositoryModel, { path: file }: RFile, path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const wanted = bases(file).map((base) => normal(base, path).toLowerCase());
  return repositoryFiles(model)
    .likeName(name)
    .find((candidate) => wanted.includes(candidate.toLowerCase()));
}

/** The folders that the code may run in: its own, and those around it. */
function bases(file: string): string[] {
  const parts = folderOf(file).split('/');
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), ''];
}

/** Without `.` and `..`; what leaves the repository is as if it did not. */
function normal(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
