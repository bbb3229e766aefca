import { diskView } from './disk-view';
import type { IgnoreRules } from '../environment/ignore-patterns';
import { ignoreRules } from '../environment/ignore-patterns';

const names = ['.dockerignore', '.containerignore'];

/** The ignore files of the configuration folder (contracts/repo2docker.md sections 2 and 5), those that are there. */
export function ignoreFilesOf(dir: string): readonly string[] {
  const view = diskView(dir);
  const folder = ['binder', '.binder'].find((name) => view.kind(name) === 'directory');
  return names
    .map((name) => (folder === undefined ? name : `${folder}/${name}`))
    .filter((path) => view.read(path));
}

/** The rules that `files`, paths relative to `dir`, state together. */
export function readIgnoreRules(dir: string, files: readonly string[]): IgnoreRules {
  const view = diskView(dir);
  const texts = files.map((path) => new TextDecoder().decode(view.read(path) ?? new Uint8Array()));
  return ignoreRules(texts.flatMap((text) => text.split(/\r?\n/)));
}
