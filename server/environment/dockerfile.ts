import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';

/** The first line that begins with FROM, without its comment, or undefined where none does. */
export function firstFrom(source: SourceText): TextSpan | undefined {
  for (const line of physicalLines(source)) {
    if (!line.text.startsWith('FROM')) continue;
    const hash = line.text.indexOf('#');
    const content = (hash === -1 ? line.text : line.text.slice(0, hash)).trimEnd();
    return spanAt(source, line.start, line.start + content.length);
  }
  return undefined;
}

/** True for the base image of Binder's first version, which no longer exists (contracts/repo2docker.md section 3). */
export function isLegacyBinder(from: TextSpan): boolean {
  return from.text.toLowerCase().includes('andrewosh/binder-base');
}
