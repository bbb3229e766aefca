import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';

/** .dockerignore or .containerignore: what is not copied into the image. */
export interface IgnoreFile {
  readonly source: SourceText;
  readonly patterns: readonly TextSpan[];
}

/** Reads an ignore file: blank lines and those that begin with `#` say nothing. */
export function readIgnoreFile(source: SourceText): IgnoreFile {
  const patterns: TextSpan[] = [];
  for (const line of physicalLines(source)) {
    const content = line.text.trim();
    if (content === '' || content.startsWith('#')) continue;
    const start = line.start + line.text.indexOf(content);
    patterns.push(spanAt(source, start, start + content.length));
  }
  return { source, patterns };
}
