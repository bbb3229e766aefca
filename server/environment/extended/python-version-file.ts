import type { SourceText } from '../text';
import { physicalLines, spanAt } from '../text';
import type { PythonVersionFile } from './types';

/** Real ones have one or two. */
const maxLines = 1000;

/**
 * Reads .python-version: the first line with content, `#` begins a comment. `3.12`, `3.12.4`, `python3.12`,
 * `python-3.12` and `cpython@3.12` name a version of CPython. Never throws.
 */
export function readPythonVersion(source: SourceText): PythonVersionFile {
  const base = { kind: 'python-version', source } as const;
  for (const line of physicalLines(source)) {
    if (line.number === maxLines) break;
    const content = (line.text.slice(0, 1000).split('#', 1)[0] ?? '').trim();
    if (content === '') continue;
    const start = line.start + line.text.indexOf(content);
    const stated = spanAt(source, start, start + content.length);
    const version = /^(?:c?python[-@]?)?(\d{1,2}\.\d{1,3})(?:\.\d{1,3})?$/i.exec(content)?.[1];
    return version === undefined ? { ...base, stated } : { ...base, stated, version };
  }
  return base;
}
