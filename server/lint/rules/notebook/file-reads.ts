import type { TextSpan } from '../../../environment/text';
import type { CodeFacts, NamedCall } from './code';
import { argumentOf, callsOf, lastParts, textOfName } from './code';
import { ownFiles, readingCalls } from './file-calls';

const lasts = lastParts([...readingCalls.keys(), 'open']);

/** The literal paths that a notebook reads, each at its place: in the call, or where the call's variable gets it. */
export function pathsRead(facts: CodeFacts): TextSpan[] {
  const calls = callsOf(facts, lasts);
  const found = calls.flatMap((call) => {
    const argument = pathArgument(call);
    if (argument === undefined) return [];
    const { string, written } = argument;
    return (
      string ?? (isOnlyRead(facts, calls, written.text) ? textOfName(facts, written.text) : undefined) ?? []
    );
  });
  return found.filter(({ text }) => isPlainPath(text));
}

function pathArgument(call: NamedCall): ReturnType<typeof argumentOf> {
  if (isOpen(call)) return argumentOf(call, 0, 'file');
  const reading = readingCalls.get(call.name);
  return reading === undefined ? undefined : argumentOf(call, reading.place, reading.name);
}

function isOpen(call: NamedCall): boolean {
  if (call.name !== 'open' && call.name !== 'io.open') return false;
  const mode = argumentOf(call, 1, 'mode');
  return mode === undefined || /^r[bt]?$/.test(mode.string?.text ?? '');
}

/** True for a variable that is used for nothing but reading: what is done with it otherwise may make the file. */
function isOnlyRead({ cells }: CodeFacts, calls: readonly NamedCall[], name: string): boolean {
  const uses = cells.reduce((sum, code) => sum + code.uses.filter(({ text }) => text === name).length, 0);
  return uses === calls.filter((call) => pathArgument(call)?.written.text === name).length;
}

/** Relative, in this file system, without a pattern or anything that is filled in; and none that its user brings. */
function isPlainPath(text: string): boolean {
  if (text === '' || text.length > 300 || /^[/~]|^[a-z][a-z0-9+.-]*:|[*?[\]{}<>|%$\\\n]/i.test(text))
    return false;
  const name = text.slice(text.lastIndexOf('/') + 1);
  return /\.\w/.test(name) && !ownFiles.test(name);
}
