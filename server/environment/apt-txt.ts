import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';

/** A package that apt.txt names. */
export interface AptEntry extends TextSpan {
  /** False where it is not the name of a Debian package: nothing of the file is then installed. */
  readonly valid: boolean;
}

/** apt.txt, in the order written. */
export interface AptFile {
  readonly source: SourceText;
  readonly entries: readonly AptEntry[];
}

/**
 * Reads apt.txt: names between blanks, `#` begins a comment. The whole of each name is checked, unlike in the original
 * (server/plan/differences.ts, `apt-whole-token`), because it becomes an argument of a command that root runs.
 */
export function readApt(source: SourceText): AptFile {
  const entries: AptEntry[] = [];
  for (const line of physicalLines(source)) {
    const hash = line.text.indexOf('#');
    const content = hash === -1 ? line.text : line.text.slice(0, hash);
    for (const match of content.matchAll(/\S+/g)) {
      const start = line.start + match.index;
      entries.push({ ...spanAt(source, start, start + match[0].length), valid: isAptPackage(match[0]) });
    }
  }
  return { source, entries };
}

/** The names as apt gets them: sorted, duplicates kept. */
export function aptPackages(file: AptFile): string[] {
  return file.entries.map(({ text }) => text).sort();
}

/**
 * True for `name`, `name:architecture` and either with `=version` (Debian Policy 5.6.1 and 5.6.12). A name that ends in
 * `-` would tell apt to remove a package.
 */
export function isAptPackage(token: string): boolean {
  if (token.length > 300) return false;
  return /^[a-z0-9][a-z0-9+.-]*(?<!-)(:[a-z0-9][a-z0-9-]*)?(=[A-Za-z0-9][A-Za-z0-9.+~:-]*)?$/.test(token);
}
