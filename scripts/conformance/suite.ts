/** A file of conformance cases, as far as it is read here (its own `how_to_read` explains the rest). */
export interface Suite {
  readonly format: number;
  readonly fixtures: { readonly today: string; readonly julia_versions?: readonly string[] };
  readonly cases: readonly RepositoryCase[];
  readonly unit?: Readonly<Record<string, unknown>>;
}

export interface RepositoryCase {
  readonly name: string;
  readonly tags?: readonly string[];
  readonly files: Readonly<Record<string, CaseFile>>;
  readonly empty_dirs?: readonly string[];
  readonly mode_bits?: Readonly<Record<string, string>>;
  readonly platform?: 'linux/amd64' | 'linux/arm64';
  readonly expect: Readonly<Record<string, unknown>>;
}

export type CaseFile = string | { readonly text: string; readonly encoding: string };

/** The bytes of a case's file. Encodings are named as Python names them. */
export function encodeFile(file: CaseFile): string | Uint8Array {
  if (typeof file === 'string') return file;
  const encode = encoders[file.encoding.toLowerCase().replaceAll('_', '-')];
  if (encode === undefined)
    throw new Error(`the suite uses the encoding ${file.encoding}, which is not known here`);
  return encode(file.text);
}

const encoders: Readonly<Record<string, ((text: string) => Uint8Array) | undefined>> = {
  'utf-8': (text) => Buffer.from(text, 'utf8'),
  'utf-8-sig': (text) => Buffer.from(`\ufeff${text}`, 'utf8'),
  'utf-16': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16-le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16-be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'latin-1': (text) => Buffer.from(text, 'latin1'),
  'iso-8859-1': (text) => Buffer.from(text, 'latin1'),
};

/** The suite that a JSON text holds. */
export function parseSuite(json: string): Suite {
  const suite = JSON.parse(json) as Partial<Suite>;
  if (suite.format !== 1 || !Array.isArray(suite.cases))
    throw new Error('not a conformance file of format 1');
  return suite as Suite;
}
