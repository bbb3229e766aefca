/** `x.y.z`, as many parts as were written. */
type Version = readonly number[];

/** What a Julia version must be, as the recipe reads `compat` (contracts/repo2docker.md section 4, "Julia"). */
export type JuliaConstraint =
  | { readonly kind: 'between'; readonly from: Version; readonly below: Version }
  | {
      readonly kind: 'compared';
      readonly operator: Operator;
      readonly version: Version;
      readonly written: string;
    }
  /** It has the form of a constraint, and no version can be held against it: an operator with a blank behind it. */
  | { readonly kind: 'never'; readonly written: string };

const operators = ['>=', '<=', '==', '!=', '>', '<'] as const;
type Operator = (typeof operators)[number];

/** The newest 1.x is taken where nothing is asked for. */
export const defaultJuliaCompat = '1.6';

/** The constraint that `text` writes; undefined where it cannot be read, such as a comma list or a hyphen range. */
export function parseJuliaCompat(text: string): JuliaConstraint | undefined {
  const written = text.trim();
  const digit = written.search(/\d/);
  if (digit === -1 || written.length > 100) return undefined;
  const version = parseNumbers(written.slice(digit));
  if (version === undefined) return undefined;
  const symbol = written.slice(0, digit).trim();
  if (symbol === '' || symbol === '^') return { kind: 'between', from: version, below: caret(version) };
  if (symbol === '~') return { kind: 'between', from: version, below: tilde(version) };
  return compared(written, digit, version);
}

/** True where `version`, such as `1.10.4`, meets the constraint. */
export function meetsJulia(constraint: JuliaConstraint, version: string): boolean {
  const candidate = parseNumbers(version);
  if (candidate === undefined) return false;
  if (constraint.kind === 'never') return false;
  if (constraint.kind === 'between')
    return compare(constraint.from, candidate) <= 0 && compare(candidate, constraint.below) < 0;
  const order = compare(padded(candidate), constraint.version);
  return meets[constraint.operator](order);
}

/** The newest version that meets the constraint. Prereleases are not taken. */
export function newestJulia(constraint: JuliaConstraint, versions: readonly string[]): string | undefined {
  return versions
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version) && meetsJulia(constraint, version))
    .sort((left, right) => compare(parseNumbers(left) ?? [], parseNumbers(right) ?? []))
    .at(-1);
}

/** As the unit tables write constraints: `[1.6-2)`, `==1.3.0`. */
export function juliaConstraintText(constraint: JuliaConstraint): string {
  if (constraint.kind !== 'between') return constraint.written;
  return `[${constraint.from.join('.')}-${constraint.below.join('.')})`;
}

const meets: Readonly<Record<Operator, (order: number) => boolean>> = {
  '>=': (order) => order >= 0,
  '<=': (order) => order <= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '<': (order) => order < 0,
};

/** Up to the next major version; below 1 up to the next of the first part that is not zero. */
function caret(version: Version): Version {
  const found = version.findIndex((part) => part !== 0);
  const at = version[0] !== 0 ? 0 : found === -1 ? version.length - 1 : found;
  return bumped(version, at);
}

/** Up to the next minor version, of `~1` the next major one and of `~0.0.3` the next patch. */
function tilde(version: Version): Version {
  if (version.length === 1) return bumped(version, 0);
  const isPatchOfZero = version.length > 2 && version[0] === 0 && version[1] === 0;
  return isPatchOfZero ? bumped(version, 2) : bumped(version, 1);
}

function bumped(version: Version, at: number): Version {
  return [...version.slice(0, at), (version[at] ?? 0) + 1];
}

/** The rest is compared whole; the one-character signs of Julia stand for the two-character ones. */
function compared(written: string, digit: number, version: Version): JuliaConstraint {
  const short = version.length < 3 ? `${written.slice(0, digit)}${padded(version).join('.')}` : written;
  const text = short
    .replaceAll('≥', '>=')
    .replaceAll('≤', '<=')
    .replace(/^=(?=\d)/, '==');
  const operator = operators.find((candidate) => text.startsWith(candidate));
  const plain =
    operator !== undefined && /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(text.slice(operator.length));
  return plain
    ? { kind: 'compared', operator, version: padded(version), written: text }
    : { kind: 'never', written: text };
}

function padded(version: Version): Version {
  return [version[0] ?? 0, version[1] ?? 0, version[2] ?? 0, ...version.slice(3)];
}

function parseNumbers(text: string): Version | undefined {
  const parts = text.split('.');
  return parts.every((part) => /^\d{1,9}$/.test(part)) ? parts.map(Number) : undefined;
}

/** Part by part; of two that begin alike the shorter is the smaller. */
function compare(left: Version, right: Version): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [one, other] = [left[index], right[index]];
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    if (one !== other) return one - other;
  }
  return 0;
}
