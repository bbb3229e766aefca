/** What is wrong with a text that stands where a conda package is named. */
export type MatchSpecFaultKind =
  /** An option or an address of pip: `-e .`, `git+https://…`. */
  | 'pip'
  /** Several packages in one entry: `numpy scipy`, `numpy, scipy`. */
  | 'several'
  /** An environment marker, which only pip knows: `; python_version < "3.9"`. */
  | 'marker'
  /** Extras, which only pip knows: `dask[complete]`. */
  | 'extras'
  /** A version in parentheses, as in older metadata of Python: `numpy (>=1.20)`. */
  | 'parentheses'
  /** An operator that conda does not have: `=>`, `===`, `^`. */
  | 'operator'
  /** Clauses without a comma between them, or a comma too many. */
  | 'comma'
  /** Quotes around a version. */
  | 'quotes'
  /** An operator without a version, or a version that is none. */
  | 'version'
  /** A build behind a blank, which counts as one only where no `=` stands before the version. */
  | 'build'
  /** No name that a package could have. */
  | 'name';

/** Why an entry is no MatchSpec, or another one than was meant. */
export interface MatchSpecFault {
  readonly kind: MatchSpecFaultKind;
  /** What was meant, where that is plain; of `several`, one text a package. */
  readonly meant: readonly string[];
  /** True where mamba takes the entry all the same, and leaves a part of it out. */
  readonly tolerated: boolean;
}

/**
 * The fault of an entry, or undefined where mamba 2, conda and rattler all read it as it is meant (tried with the
 * parsers of mamba 2.8, conda 26.7 and rattler 0.28). Linear in the length of the text, which has no line breaks.
 */
export function matchSpecFault(written: string): MatchSpecFault | undefined {
  const text = written.replace(/\s#.*$/, '').trim();
  if (text.length > maxLength || isAddress(text)) return undefined;
  if (/^-|^[a-z]+\+[a-z]+:|@\s*[a-z]+\+[a-z]+:/.test(text)) return fault('pip');
  const colons = text.lastIndexOf('::');
  const channel = colons === -1 ? '' : text.slice(0, colons + 2);
  const [, name = '', rest = ''] = /^([A-Za-z0-9_*][\w.*-]*)?(.*)$/.exec(text.slice(channel.length)) ?? [];
  if (name === '') return fault('name');
  return faultBehind(`${channel}${name}`, rest);
}

/** Longer entries are none that somebody wrote. */
const maxLength = 300;

function isAddress(text: string): boolean {
  return /^[a-z]+:\/\//.test(text) || /\.(?:conda|tar\.bz2)(?:#\w*)?$/.test(text);
}

function fault(kind: MatchSpecFaultKind, meant: readonly string[] = [], tolerated = false): MatchSpecFault {
  return { kind, meant, tolerated };
}

/** Same as `faultOfVersion`, with what pip's grammar has behind a name and conda's has not. */
function faultBehind(name: string, rest: string): MatchSpecFault | undefined {
  const semicolon = rest.indexOf(';');
  if (semicolon !== -1) return fault('marker', [meantBy(name, rest.slice(0, semicolon).trimEnd())]);
  const several = severalNames(rest);
  if (several.length > 0) return fault('several', [name, ...several]);
  const pinned = /^\s*[@:]\s*v?(\d[\w.]*)$/.exec(rest)?.[1];
  if (pinned !== undefined) return fault('operator', [`${name}=${pinned}`]);
  const caret = /^\s*\^\s*(\d+)((?:\.\d+)*)$/.exec(rest);
  if (caret !== null) return caretFault(name, Number(caret[1]), caret[2] ?? '');
  const inside = /^\s*\(([^()]*)\)$/.exec(rest)?.[1];
  if (inside !== undefined) return fault('parentheses', [meantBy(name, inside.trim())], true);
  return bracketFault(name, rest) ?? faultOfVersion(name, withoutFields(rest));
}

function meantBy(name: string, rest: string): string {
  const version = rest === '' || /^[\s=<>!~]/.test(rest) ? rest : ` ${rest}`;
  return faultOfVersion(name, version)?.meant[0] ?? `${name}${version}`;
}

/** `^1.2` as other tools of Python have it: up to the next major version. */
function caretFault(name: string, major: number, minor: string): MatchSpecFault {
  return fault('operator', major === 0 ? [] : [`${name}>=${major}${minor},<${major + 1}`]);
}

/** Words without a digit behind a name are names, too: hardly a version has none. */
function severalNames(rest: string): string[] {
  if (!/^(?:\s*,\s*|\s+)[A-Za-z]/.test(rest)) return [];
  const words = rest.split(/[\s,]+/).filter((word) => word !== '');
  return words.every((word) => /^[A-Za-z][A-Za-z_-]{2,}$/.test(word)) ? words : [];
}

const fields = /^\s*[a-z_0-9]+\s*=\s*(?:'[^']*'|"[^"]*"|[^\s,'"]+)\s*(?:,|$)/;

function bracketFault(name: string, rest: string): MatchSpecFault | undefined {
  const [, inside, behind = ''] = /^\s*\[([^\][]*)\](.*)$/.exec(rest) ?? [];
  if (inside === undefined || fields.test(inside)) return undefined;
  if (!/^[\w.\s,-]+$/.test(inside)) return fault('name');
  return fault('extras', [meantBy(name, behind.trim())], behind.trim() === '');
}

/** Without `[key=value]` at the end, which says more of the package. */
function withoutFields(rest: string): string {
  const bracket = rest.endsWith(']') ? rest.indexOf('[') : -1;
  return bracket === -1 ? rest : rest.slice(0, bracket).trimEnd();
}

/** Each mends one kind of fault in what stands behind a name; what it changes was at fault. */
const corrections: readonly (readonly [MatchSpecFaultKind, (version: string) => string])[] = [
  ['quotes', (version) => version.replace(/['"]/g, '')],
  ['operator', mendOperators],
  ['comma', mendCommas],
  ['version', (version) => version.replace(/(\d)\.(?=,|\||$)/g, '$1').replace(/,?\s*[=<>!~]+$/, '')],
  ['build', (version) => version.replace(/^(=\s*[^\s=<>!~,|]+)\s+([\w.*]+)$/, '$1=$2')],
];

function faultOfVersion(name: string, rest: string): MatchSpecFault | undefined {
  if (rest === '') return undefined;
  if (!/^[\s=<>!~,'"]/.test(rest)) return fault('name');
  let version = rest;
  let kind: MatchSpecFaultKind | undefined;
  for (const [of, mend] of corrections) {
    const mended = mend(version);
    if (mended !== version) kind ??= of;
    version = mended;
  }
  if (!isVersion(version.trim())) return fault(kind ?? 'version');
  return kind === undefined ? undefined : fault(kind, [`${name}${version}`], isTolerated(kind, rest.trim()));
}

/** mamba passes over `=` and a dot at the end. */
function isTolerated(kind: MatchSpecFaultKind, rest: string): boolean {
  return kind === 'version' && !/[<>!~]=*$/.test(rest);
}

function mendOperators(version: string): string {
  return version
    .replace(/=+\s*([<>])=?/g, (found, angle: string) =>
      found.length === 2 && found.startsWith(angle) ? found : `${angle}=`,
    )
    .replace(/={3,}/g, '==')
    .replace(/(^\s*|[,|]\s*)~(?!=)/g, '$1~=')
    .replace(/(^\s*|[,|]\s*)!(?!=)/g, '$1!=');
}

function mendCommas(version: string): string {
  return version
    .replace(/\s+(?:and|&&?)\s+|\s*&&?\s*/g, ',')
    .replace(/([\w*])\s*(?=[<>]|!=|~=)/g, '$1,')
    .replace(/\s+,/g, ',')
    .replace(/,(?:\s*,)+/g, ',')
    .replace(/^\s*,\s*|,\s*$/g, '');
}

/** Clauses with `,` or `|` between them, and a build behind the last one. */
function isVersion(version: string): boolean {
  const clauses = version.split(/[,|]/);
  return (
    version === '' ||
    clauses.every((clause) =>
      /^\s*(?:[=!~<>]=|[=<>])?\s*(?:\d+!)?[\w.*+-]+(?:(?:\s*=\s*|\s+)[\w.*+-]+)?\s*$/.test(clause),
    )
  );
}
