import { parseSpecifiers, parseVersion, satisfies } from './pep440';

/** A condition behind a requirement's semicolon (PEP 508, "Environment Markers"). */
export type Marker =
  | { readonly kind: 'and' | 'or'; readonly left: Marker; readonly right: Marker }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: string; readonly right: Operand };

interface Operand {
  /** A variable by its name with underscores; else the text between the quotes. */
  readonly variable: boolean;
  readonly text: string;
}

/** Values of the variables where it is built: several where only the environment knows which. */
export type MarkerValues = Readonly<Record<string, readonly string[] | undefined>>;

/** Longer conditions are not read: reading goes deeper with each parenthesis. In UTF-16 units. */
const maxLength = 2000;

const token = /\s*(\(|\)|'[^']*'|"[^"]*"|===|[<>=!~]=|[<>]|not\s+in\b|[A-Za-z_][A-Za-z0-9_.]*)/y;

/** Under which names the variables are known; those with dots are old. */
const variables: Readonly<Record<string, string>> = {
  os_name: 'os_name',
  'os.name': 'os_name',
  sys_platform: 'sys_platform',
  'sys.platform': 'sys_platform',
  platform_machine: 'platform_machine',
  'platform.machine': 'platform_machine',
  platform_python_implementation: 'platform_python_implementation',
  'platform.python_implementation': 'platform_python_implementation',
  python_implementation: 'platform_python_implementation',
  platform_release: 'platform_release',
  platform_system: 'platform_system',
  platform_version: 'platform_version',
  'platform.version': 'platform_version',
  python_version: 'python_version',
  python_full_version: 'python_full_version',
  implementation_name: 'implementation_name',
  implementation_version: 'implementation_version',
  extra: 'extra',
};

/** The condition that `text` says; undefined where pip cannot read it. */
export function parseMarker(text: string): Marker | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const cursor = { tokens, at: 0 };
  const marker = readOr(cursor);
  return cursor.at === tokens.length ? marker : undefined;
}

/** Whether a condition holds; undefined where that is not known. */
export function markerHolds(marker: Marker, values: MarkerValues): boolean | undefined {
  if (marker.kind === 'compare') return compare(marker, values);
  const left = markerHolds(marker.left, values);
  const right = markerHolds(marker.right, values);
  const decides = marker.kind === 'or';
  if (left === decides || right === decides) return decides;
  return left === undefined || right === undefined ? undefined : !decides;
}

/** The values in an image for Linux whose Python is `python` (major.minor). */
export function linuxMarkerValues(python: string | undefined, machine: string): MarkerValues {
  return {
    os_name: ['posix'],
    sys_platform: ['linux'],
    platform_system: ['Linux'],
    platform_machine: [machine],
    platform_python_implementation: ['CPython'],
    implementation_name: ['cpython'],
    python_version: python === undefined ? undefined : [python],
    // Which release of the series it is shows only once it is built.
    python_full_version: python === undefined ? undefined : [`${python}.0`, `${python}.99`],
  };
}

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
}

function tokensOf(text: string): string[] | undefined {
  if (text.length > maxLength) return undefined;
  const tokens: string[] = [];
  const source = text.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const found = token.exec(source)?.[1];
    if (found === undefined) return undefined;
    tokens.push(found.replace(/\s+/g, ' '));
  }
  return tokens;
}

function readOr(cursor: Cursor): Marker | undefined {
  return readJoined(cursor, 'or', (inner) => readJoined(inner, 'and', readAtom));
}

function readJoined(
  cursor: Cursor,
  kind: 'and' | 'or',
  read: (cursor: Cursor) => Marker | undefined,
): Marker | undefined {
  let left = read(cursor);
  while (left !== undefined && cursor.tokens[cursor.at] === kind) {
    cursor.at += 1;
    const right = read(cursor);
    left = right === undefined ? undefined : { kind, left, right };
  }
  return left;
}

function readAtom(cursor: Cursor): Marker | undefined {
  if (cursor.tokens[cursor.at] === '(') {
    cursor.at += 1;
    const inner = readOr(cursor);
    const closed = cursor.tokens[cursor.at] === ')';
    cursor.at += 1;
    return closed ? inner : undefined;
  }
  const [left, operator, right] = cursor.tokens.slice(cursor.at, cursor.at + 3);
  cursor.at += 3;
  const first = operandOf(left);
  const second = operandOf(right);
  if (first === undefined || second === undefined || operator === undefined) return undefined;
  const isOperator = /^(===|[<>=!~]=|[<>]|in|not in)$/.test(operator);
  return isOperator ? { kind: 'compare', left: first, operator, right: second } : undefined;
}

function operandOf(word: string | undefined): Operand | undefined {
  if (word === undefined) return undefined;
  if (/^['"]/.test(word)) return { variable: false, text: word.slice(1, -1) };
  const name = Object.hasOwn(variables, word) ? variables[word] : undefined;
  return name === undefined ? undefined : { variable: true, text: name };
}

function compare(
  { left, operator, right }: Extract<Marker, { kind: 'compare' }>,
  values: MarkerValues,
): boolean | undefined {
  const lefts = left.variable ? values[left.text] : [left.text];
  const rights = right.variable ? values[right.text] : [right.text];
  if (lefts === undefined || rights === undefined) return undefined;
  const answers = lefts.flatMap((one) => rights.map((other) => compareTexts(one, operator, other)));
  return answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
}

/** As versions where both are, else as texts. */
function compareTexts(left: string, operator: string, right: string): boolean | undefined {
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  const version = parseVersion(left);
  const specifiers = parseSpecifiers(operator + right);
  if (version !== undefined && specifiers !== undefined) return satisfies(version, specifiers);
  if (operator === '==' || operator === '===') return left === right;
  return operator === '!=' ? left !== right : undefined;
}
