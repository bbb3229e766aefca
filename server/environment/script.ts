import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';

/** postBuild or start. Any kind of program; the build makes it executable. */
export interface ScriptFile {
  readonly path: string;
  /** Absent where it cannot be read. */
  readonly source?: SourceText;
  readonly executable: boolean;
  /** The first line where it names an interpreter, without `#!`. */
  readonly interpreter?: TextSpan;
}

/** Reads what can be said of a script before its language is looked at. */
export function readScript(path: string, source: SourceText | undefined, executable: boolean): ScriptFile {
  if (source === undefined) return { path, executable };
  const [first] = physicalLines(source);
  if (first?.text.startsWith('#!') !== true) return { path, source, executable };
  return { path, source, executable, interpreter: spanAt(source, 2, first.text.trimEnd().length) };
}
