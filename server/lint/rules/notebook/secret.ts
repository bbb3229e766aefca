import type { NotebookCell } from '../../../environment/code/notebook';
import { spanAt } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { cellNumber, cellRange, notebookAt } from './cells';
import { namedSecret, passwordInAddress, secretBeginnings, secretNames, secretShapes } from './secret-shapes';

/** A stretch of a text that looks like a secret. */
interface Secret {
  readonly start: number;
  readonly text: string;
  /** The service, or the name that it was given. */
  readonly kind: string;
}

export function* checkSecrets(model: RepositoryModel, path: string): Iterable<Report> {
  for (const cell of notebookAt(model, path)?.cells ?? []) {
    const own = secretsIn(cell.source.text, true);
    for (const secret of own) {
      const { range } = spanAt(cell.source, secret.start, secret.start + secret.text.length);
      yield { file: path, range, args: argsOf(secret) };
    }
    yield* shownSecrets(cell, path, own);
  }
}

/** What an output shows, once for each secret that the cell does not hold anyway. */
function* shownSecrets(cell: NotebookCell, file: string, own: readonly Secret[]): Iterable<Report> {
  const known = new Set(own.map(({ text }) => text));
  for (const { text = '' } of cell.outputs) {
    for (const secret of secretsIn(text, false)) {
      if (known.has(secret.text)) continue;
      known.add(secret.text);
      const args = { ...argsOf(secret), cell: cellNumber(cell) };
      yield { file, range: cellRange(cell), code: 'nb-secret.output', args };
    }
  }
}

/** Never the secret itself: a few characters, by which its owner knows it. */
function argsOf({ kind, text }: Secret): Readonly<Record<string, string>> {
  return { kind, masked: `${text.slice(0, 4)}…` };
}

function secretsIn(text: string, named: boolean): Secret[] {
  const found: Secret[] = [];
  if (text.includes('://') && text.includes('@')) found.push(...passwordsIn(text));
  if (secretBeginnings.test(text)) {
    for (const { name, pattern } of secretShapes) {
      for (const { 0: match, index } of text.matchAll(pattern))
        if (!isPlaceholder(match) && (!match.startsWith('sk-') || isRandom(match)))
          found.push({ start: index, text: match, kind: name });
    }
  }
  // Of random letters and digits, which are searched first because few texts have them.
  if (named && /\d[A-Za-z]\w{8}/.test(text) && secretNames.test(text))
    found.push(...namedSecrets(text, found));
  return found;
}

/** In addresses of hosts that others can reach: `postgresql://name:password@host.org/db`. */
function passwordsIn(text: string): Secret[] {
  return [...text.matchAll(passwordInAddress)].flatMap(({ 0: match, 1: password = '', index }) => {
    if (/passw|pwd|secret|token|\*{3}|[{}$%]/i.test(password) || isPlaceholder(`    ${password}`)) return [];
    return [{ start: index + match.lastIndexOf(`${password}@`), text: password, kind: 'password' }];
  });
}

function namedSecrets(text: string, known: readonly Secret[]): Secret[] {
  return [...text.matchAll(namedSecret)].flatMap(({ 0: match, 1: value = '', index }) => {
    const before = /\w{0,40}$/.exec(text.slice(Math.max(0, index - 40), index))?.[0] ?? '';
    const name = before + (/^\w+/.exec(match)?.[0] ?? '');
    const start = index + match.lastIndexOf(value);
    // Tokens of Mapbox that begin like this are meant to be read.
    if (!isRandom(value) || isPlaceholder(value) || isAddress(value) || value.startsWith('pk.')) return [];
    return known.some((secret) => secret.start === start) ? [] : [{ start, text: value, kind: name }];
  });
}

/** `xxxxxxxx`, `your-token-here`, `AKIAIOSFODNN7EXAMPLE`. */
function isPlaceholder(text: string): boolean {
  if (/example|your|replace|insert|paste|dummy|placeholder|redacted|xxxx|<|\.\.\./i.test(text)) return true;
  return new Set(text.slice(4).toLowerCase()).size < 6 && !text.startsWith('-----');
}

/** Letters and digits mixed, as no word, path or sentence has them. */
function isRandom(text: string): boolean {
  const digits = text.match(/\d/g)?.length ?? 0;
  const letters = text.match(/[A-Za-z]/g)?.length ?? 0;
  const turns = text.match(/\d[A-Za-z]|[A-Za-z]\d/g)?.length ?? 0;
  return digits >= 4 && letters >= 4 && turns >= 5 && !/[a-z]{9}|[A-Z]{9}/.test(text);
}

function isAddress(text: string): boolean {
  return text.includes('//') || /\.(?:json|txt|csv|py|com|org|net|pem|yml)$/i.test(text);
}
