import type { SourceText, TextSpan } from './text';
import { positionAt, rangeAt } from './text';
import type { SyntaxFault } from './toml-text';

/** A value of a JSON text with its place, `[start, end)` in UTF-16 units. */
export type JsonNode =
  | {
      readonly kind: 'object';
      readonly start: number;
      readonly end: number;
      readonly members: readonly JsonMember[];
    }
  | {
      readonly kind: 'array';
      readonly start: number;
      readonly end: number;
      readonly items: readonly JsonNode[];
    }
  | {
      readonly kind: 'value';
      readonly start: number;
      readonly end: number;
      readonly value: string | number | boolean | null;
    };

/** `"name": value`; the name's place includes its quotes. */
export interface JsonMember {
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly value: JsonNode;
}

/** A JSON file. */
export interface JsonText {
  readonly source: SourceText;
  readonly syntaxError?: SyntaxFault;
  readonly root?: JsonNode;
}

/** Deeper files are refused: the reader calls itself. */
const maxDepth = 200;

/** Reads a JSON file, in time linear in its length. Never throws. */
export function readJson(source: SourceText): JsonText {
  const reader = new Reader(source.text);
  try {
    const root = reader.value(0);
    reader.blanks();
    if (reader.at < source.text.length) reader.fail('there is something behind its end');
    return { source, root };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { source, syntaxError: { detail: `${error.message}.`, position: positionAt(source, error.at) } };
  }
}

/** The value of a name of an object; of several the last, as Python has it. */
export function jsonGet(node: JsonNode | undefined, ...names: readonly string[]): JsonNode | undefined {
  let found = node;
  for (const name of names) {
    found =
      found?.kind === 'object' ? found.members.findLast((member) => member.name === name)?.value : undefined;
  }
  return found;
}

/** The text of a string with its place; undefined for anything else. */
export function jsonString({ source }: JsonText, node: JsonNode | undefined): TextSpan | undefined {
  if (node?.kind !== 'value' || typeof node.value !== 'string') return undefined;
  return { text: node.value, range: rangeAt(source, node.start, node.end) };
}

class Fault extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

class Reader {
  at = 0;

  constructor(private readonly text: string) {}

  fail(message: string): never {
    throw new Fault(message, this.at);
  }

  blanks(): void {
    this.take(/[ \t\r\n]*/y);
  }

  value(depth: number): JsonNode {
    if (depth > maxDepth) this.fail('it is nested too deeply');
    this.blanks();
    const start = this.at;
    const first = this.text.charAt(start);
    if (first === '{') return { kind: 'object', start, members: this.members(depth), end: this.at };
    if (first === '[') return { kind: 'array', start, items: this.items(depth), end: this.at };
    const value = first === '"' ? this.string() : this.word();
    return { kind: 'value', start, end: this.at, value };
  }

  private members(depth: number): JsonMember[] {
    return this.list('}', () => {
      const nameStart = this.at;
      if (this.text.charAt(nameStart) !== '"') this.fail('a name in quotes is missing');
      const name = this.string();
      const nameEnd = this.at;
      this.blanks();
      if (this.text.charAt(this.at) !== ':') this.fail('a : is missing');
      this.at += 1;
      return { name, nameStart, nameEnd, value: this.value(depth + 1) };
    });
  }

  private items(depth: number): JsonNode[] {
    return this.list(']', () => this.value(depth + 1));
  }

  private list<T>(closing: string, one: () => T): T[] {
    const found: T[] = [];
    this.at += 1;
    this.blanks();
    if (this.text.charAt(this.at) === closing) {
      this.at += 1;
      return found;
    }
    for (;;) {
      this.blanks();
      found.push(one());
      this.blanks();
      const next = this.text.charAt(this.at);
      if (next !== ',' && next !== closing) this.fail(`a comma or ${closing} is missing`);
      this.at += 1;
      if (next === closing) return found;
    }
  }

  private string(): string {
    const written = this.take(/"(?:[^"\\\u0000-\u001f]|\\.)*"/y);
    if (written === '') this.fail('a text has no closing quote, or a control character in it');
    return this.parsed(written) as string;
  }

  private word(): number | boolean | null {
    const written = this.take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
    if (written === '') this.fail('a value is missing');
    return this.parsed(written) as number | boolean | null;
  }

  private parsed(written: string): unknown {
    try {
      return JSON.parse(written);
    } catch {
      this.at -= written.length;
      return this.fail(`${written.slice(0, 20)} is not JSON`);
    }
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}
