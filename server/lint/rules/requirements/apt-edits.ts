import { inConfigDir } from '../../../environment/config-files';
import type { FileEdit } from '../../../protocol';
import { appendLines, insertLinesBefore } from '../../edits';
import type { RepositoryModel } from '../../model';

/** Adds packages to apt.txt: in their place where the file is sorted, and makes the file where there is none. */
export function addToApt(model: RepositoryModel, packages: readonly string[]): FileEdit[] {
  const { readers, environment } = model.reading();
  const { apt } = readers;
  const path = inConfigDir(environment.configDir, 'apt.txt');
  const sorted = [...packages].sort();
  if (apt === undefined)
    return model.has(path)
      ? []
      : [{ kind: 'create', file: path, text: sorted.map((name) => `${name}\n`).join('') }];
  const names = apt.entries.map(({ text }) => text);
  const missing = sorted.filter((name) => !names.includes(name));
  const inOrder = names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name);
  if (!inOrder) return [appendLines(apt.source, missing)];
  const later = (name: string): number | undefined =>
    apt.entries.find(({ text }) => text > name)?.range.start.line;
  const lines = new Map<number | undefined, string[]>();
  for (const name of missing) lines.set(later(name), [...(lines.get(later(name)) ?? []), name]);
  return [...lines].map(([line, added]) =>
    line === undefined ? appendLines(apt.source, added) : insertLinesBefore(apt.source, line, added),
  );
}

/** Names in the apt.txt that the build reads, without version and architecture. */
export function aptNames(model: RepositoryModel): string[] {
  const { apt } = model.reading().readers;
  return apt === undefined ? [] : apt.entries.map(({ text }) => text.replace(/[:=].*$/, ''));
}
