import { normalName } from '../../../environment/names/python';
import { reachable } from '../../../environment/problems';
import type { Requirement } from '../../../environment/requirement';
import type { RequirementLine } from '../../../environment/requirement-line';
import { linuxMarkerValues, markerHolds, parseMarker } from '../../../environment/requirement-marker';
import type { IncludedFile } from '../../../environment/requirements-tree';
import type { SourceText } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { deleteLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';

/** A list that pip installs, or that it is bound by: a requirements file, or the list for pip in environment.yml. */
export interface PipList {
  readonly source: SourceText;
  readonly lines: readonly RequirementLine[];
  /** True for the list in environment.yml. */
  readonly conda: boolean;
  /** True for a file that only `-c` names: it installs nothing. */
  readonly constraint: boolean;
  /** The file that pip is called with. */
  readonly root: string;
}

export type RequirementEntryLine = Extract<RequirementLine, { readonly kind: 'requirement' }>;

/** A package by name that pip is asked for. */
export interface PipEntry {
  readonly list: PipList;
  readonly line: RequirementEntryLine;
  readonly requirement: Requirement;
  /** Normalised, to compare by. */
  readonly name: string;
}

/** The lists that the build uses, those that they include among them; each once, by the first call that reads it. */
export function pipLists(model: RepositoryModel): readonly PipList[] {
  return model.once('requirements:lists', () => {
    const { requirements, requirements3, conda, requirementsTree } = model.reading().readers;
    const roots = [requirements, requirements3, conda].flatMap((file) =>
      file === undefined || isIgnored(model, file.source.path) ? [] : [file.source.path],
    );
    const lists = new Map<string, PipList>();
    for (const root of roots) {
      const reached = reachable([root], requirementsTree.included);
      const installed = reachable([root], requirementsTree.included.filter(isRequirement));
      for (const path of reached) {
        const file = requirementsTree.files.get(path);
        const known = lists.get(path);
        if (file === undefined || (known !== undefined && (!known.constraint || !installed.has(path))))
          continue;
        const { source, lines } = file;
        const isConda = path === conda?.source.path;
        lists.set(path, { source, lines, conda: isConda, constraint: !installed.has(path), root });
      }
    }
    return [...lists.values()];
  });
}

function isRequirement({ role }: IncludedFile): boolean {
  return role === 'requirement';
}

/** Requirements files alone, without the list of environment.yml. */
export function requirementsFiles(model: RepositoryModel): PipList[] {
  return pipLists(model).filter(({ conda }) => !conda);
}

/** What is installed by name: not what only constrains, nor what a marker leaves out of the image. */
export function pipEntries(model: RepositoryModel): readonly PipEntry[] {
  return model.once('requirements:entries', () =>
    pipLists(model)
      .filter(({ constraint }) => !constraint)
      .flatMap((list) => list.lines.flatMap((line) => entryOf(model, list, line))),
  );
}

/** What constraints files say of packages. */
export function constraintEntries(model: RepositoryModel): readonly PipEntry[] {
  return model.once('requirements:constraints', () =>
    pipLists(model)
      .filter(({ constraint }) => constraint)
      .flatMap((list) => list.lines.flatMap((line) => entryOf(model, list, line))),
  );
}

function entryOf(model: RepositoryModel, list: PipList, line: RequirementLine): PipEntry[] {
  if (line.kind !== 'requirement' || holds(model, line) === false) return [];
  const { requirement } = line;
  return [{ list, line, requirement, name: normalName(requirement.name.text) }];
}

/** Whether the marker of a line lets it count in the image; undefined where that is not known. */
function holds(
  model: RepositoryModel,
  { requirement: { marker } }: RequirementEntryLine,
): boolean | undefined {
  if (marker === undefined || marker.text.trim() === '') return true;
  const parsed = parseMarker(marker.text);
  const machine = model.options.platform === 'linux/arm64' ? 'aarch64' : 'x86_64';
  return parsed && markerHolds(parsed, linuxMarkerValues(pythonOf(model), machine));
}

/** The same by list, in their order. */
export function byList(entries: Iterable<PipEntry>): ReadonlyMap<PipList, readonly PipEntry[]> {
  const lists = new Map<PipList, PipEntry[]>();
  for (const entry of entries) {
    const own = lists.get(entry.list);
    if (own === undefined) lists.set(entry.list, [entry]);
    else own.push(entry);
  }
  return lists;
}

/** The Python that packages are installed into, as far as it is known. */
export function pythonOf(model: RepositoryModel): string | undefined {
  const { pythonInstead, python } = model.reading().environment.versions;
  return pythonInstead ?? python;
}

/** Names of what the build's lists ask for, normalised. */
export function pipNames(model: RepositoryModel): ReadonlySet<string> {
  return model.once('requirements:names', () => new Set(pipEntries(model).map(({ name }) => name)));
}

/**
 * Takes lines out of a list; undefined where that cannot be done by whole lines: an item of a YAML list in brackets, or
 * the last of environment.yml's.
 */
export function removeLines(list: PipList, taken: readonly RequirementLine[]): FileEdit[] | undefined {
  const { source } = list;
  if (list.conda) {
    const gone = new Set(taken);
    const left = list.lines.some((line) => line.kind !== 'blank' && !gone.has(line));
    const alone = taken.every(({ range }) => /^\s*-\s+["']?$/.test(lineBefore(source, range.start.offset)));
    if (!left || !alone) return undefined;
  }
  return taken.map(({ range }) => deleteLines(source, range));
}

/** What stands on the same line before an offset. */
export function lineBefore({ text }: SourceText, offset: number): string {
  return text.slice(
    Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1,
    offset,
  );
}

/** Quotes that do not end the text in which they are written: that of a YAML scalar in quotes of one kind. */
export function quoteFor(list: PipList, line: RequirementLine): '"' | "'" {
  return list.conda && lineBefore(list.source, line.range.start.offset).endsWith('"') ? "'" : '"';
}
