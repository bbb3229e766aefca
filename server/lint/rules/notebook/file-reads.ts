import type { TextSpan } from '../../../environment/text';
import type { CodeFacts, NamedCall } from './code';
import { argumentOf, callsOf, lastParts, textOfName, usesOf } from './code';
import { ownFiles, readingCalls } from './file-calls';

const lasts = lastParts([...readingCalls.keys(), 'open']);

/** The literal paths that a notebook reads, each at its place: in the call, or where the call's variable gets it. */
export function pathsRead(facts: CodeFacts): TextSpan[] {
  const arguments_ = callsOf(facts, lasts).flatMap((call) => pathArgument(call) ?? []);
  const given = new Map<string, number>();
  for (const { written } of arguments_) given.set(written.text, (given.get(written.text) ?? 0) + 1);
  const found = arguments_.flatMap(
    ({ string, written: { text } }) =>
      string ?? (isOnlyRead(facts, given, text) ? textOfName(facts, text) : undefined) ?? [],
  );
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
function isOnlyRead(facts: CodeFacts, given: ReadonlyMap<string, number>, name: string): boolean {
  return usesOf(facts, name) === given.get(name);
}

/** Relative, in this file system, without a pattern or anything that is filled in; and none that its user brings. */
function isPlainPath(text: string): boolean {
  if (text === '' || text.length > 300 || /^[/~]|^[a-z][a-z0-9+.-]*:|[*?[\]{}<>|%$\\\n]/i.test(text))
    return false;
  const name = text.slice(text.lastIndexOf('/') + 1);
  return /\.\w/.test(name) && !ownFiles.test(name);
}
