import type { AppErrorData, ConfigDir } from '../protocol';
import { AppError } from '../protocol';
import type { SourceText } from './text';
import { sourceText } from './text';
import type { RepoView } from './view';

/** The folder that configuration files are looked up in (contracts/repo2docker.md section 2), or that there are two. */
export function findConfigDir(view: RepoView): ConfigDir | 'conflict' {
  const binder = isDirectory(view, 'binder');
  const dotBinder = isDirectory(view, '.binder');
  if (binder && dotBinder) return 'conflict';
  if (binder) return 'binder';
  return dotBinder ? '.binder' : '';
}

/** Path of a configuration file in its folder. */
export function inConfigDir(dir: ConfigDir, name: string): string {
  return dir === '' ? name : `${dir}/${name}`;
}

/** True when something stands at `path`, be it a file, a folder or a link. */
export function exists(view: RepoView, path: string): boolean {
  return view.kind(path) !== undefined;
}

/** True for a folder, and for a link to one that holds something. */
export function isDirectory(view: RepoView, path: string): boolean {
  const kind = view.kind(path);
  return (
    kind === 'directory' || (kind === 'link' && view.read(path) === undefined && view.list(path).length > 0)
  );
}

/** In bytes. A larger configuration file is refused: parsing a hostile one must end soon, and real ones are far smaller. */
export const maxConfigBytes = 1024 * 1024;

/** So many lines have the largest real files: lists of packages with the digests of all that may be downloaded. */
const maxLines = 50_000;

/** In UTF-16 units. BuildKit refuses longer lines of a Dockerfile, too. */
const maxLineLength = 64 * 1024;

/** The text of a file, or undefined where there is none to be had. */
export function readText(view: RepoView, path: string): SourceText | undefined {
  const content = view.read(path);
  if (content === undefined || content.length > maxConfigBytes) return undefined;
  const source = sourceText(path, content);
  return beyondBounds(source) === undefined ? source : undefined;
}

/** Why a text is not read: what is within these bounds is read in a tenth of a second. */
export function beyondBounds({ text, lineStarts }: SourceText): string | undefined {
  if (lineStarts.length > maxLines) return `it has more than ${maxLines} lines`;
  const ends = [...lineStarts.slice(1), text.length];
  const long = ends.some((end, line) => end - (lineStarts[line] ?? 0) > maxLineLength);
  return long ? 'it has a line that is longer than 64 KiB' : undefined;
}

/** Why a file that exists has no text. */
export function unreadable(view: RepoView, path: string): AppErrorData {
  return new AppError('config-file-unreadable', {
    file: path,
    detail: unreadableDetail(view, path),
  }).toData();
}

function unreadableDetail(view: RepoView, path: string): string {
  const content = view.read(path);
  if (content !== undefined && content.length > maxConfigBytes) return 'it is larger than 1 MiB';
  const beyond = content === undefined ? undefined : beyondBounds(sourceText(path, content));
  if (beyond !== undefined) return beyond;
  if (isDirectory(view, path)) return 'it is a folder';
  if (view.kind(path) === 'link') return 'it is a link that leads to no file of this repository';
  return 'it is too large, or may not be opened';
}
