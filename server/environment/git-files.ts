import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';

/** A line of .gitattributes. */
export interface GitAttributes {
  readonly pattern: TextSpan;
  /** Of `filter=…`: which program keeps the content, such as `lfs`. */
  readonly filter?: string;
}

/** Reads .gitattributes: patterns with the filter that is set for each. Never throws. */
export function readGitAttributes(source: SourceText): GitAttributes[] {
  return [...physicalLines(source)].flatMap(({ text, start }) => {
    const content = text.trim();
    if (content === '' || content.startsWith('#')) return [];
    const at = start + text.indexOf(content);
    const length = /^(?:"(?:[^"\\]|\\.)*"|\S+)/.exec(content)?.[0].length ?? 0;
    const filter = /\sfilter=(\S+)/.exec(content)?.[1];
    return [{ pattern: spanAt(source, at, at + length), ...(filter === undefined ? {} : { filter }) }];
  });
}

/** A submodule: the folder where another repository belongs. */
export interface GitModule {
  readonly path: string;
  readonly url?: string;
  /** Where the folder is named. */
  readonly place: TextSpan;
}

/** Reads .gitmodules: every section that names a folder. Never throws. */
export function readGitModules(source: SourceText): GitModule[] {
  const modules: { path?: TextSpan; url?: string }[] = [];
  for (const { text, start } of physicalLines(source)) {
    if (/^\s*\[submodule\s/.test(text)) modules.push({});
    const match = /^\s*(path|url)\s*=\s*(\S.*)$/.exec(text);
    const current = modules.at(-1);
    if (match === null || current === undefined) continue;
    const value = (match[2] ?? '').trim();
    const at = start + text.indexOf(value, text.indexOf('=') + 1);
    if (match[1] === 'path') current.path = spanAt(source, at, at + value.length);
    else current.url = value;
  }
  return modules.flatMap(({ path, url }) =>
    path === undefined ? [] : [{ path: path.text, place: path, ...(url === undefined ? {} : { url }) }],
  );
}
