/** A version as PEP 440 orders them. Python language versions and what `requires-python` compares them with. */
export interface PythonVersion {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre?: readonly [rank: number, count: number];
  readonly post?: number;
  readonly dev?: number;
}

/** One clause of a version specifier, such as `>=3.11`. */
interface Clause {
  readonly operator: Operator;
  /** As written, for `===`. */
  readonly text: string;
  readonly version: PythonVersion | undefined;
  /** True for `==3.11.*` and `!=3.11.*`. */
  readonly prefix: boolean;
}

const operators = ['===', '==', '~=', '!=', '<=', '>=', '<', '>'] as const;
type Operator = (typeof operators)[number];

export type SpecifierSet = readonly Clause[];

const versionPattern =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|alpha|b|beta|c|rc|pre|preview)[-_.]?(\d*))?(?:(?:-(\d+))|(?:[-_.]?(post|rev|r)[-_.]?(\d*)))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/;

/** Longer texts are no versions; the bound keeps hostile ones from being compared number by number. */
const maxLength = 200;

/** The version that `text` names, or undefined where it names none. Local labels are read and not compared. */
export function parseVersion(text: string): PythonVersion | undefined {
  if (text.length > maxLength) return undefined;
  const match = versionPattern.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const [, epoch, release = '', preName, preCount, implicitPost, postName, postCount, devName, devCount] =
    match;
  const post = implicitPost ?? (postName === undefined ? undefined : (postCount ?? ''));
  return {
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    ...(preName === undefined ? {} : { pre: [preRank(preName), Number(preCount)] as const }),
    ...(post === undefined ? {} : { post: Number(post) }),
    ...(devName === undefined ? {} : { dev: Number(devCount) }),
  };
}

/** The clauses of a specifier set, or undefined where one of them cannot be read. '' is the set that allows all. */
export function parseSpecifiers(text: string): SpecifierSet | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const clauses = parts.filter((part) => part !== '').map(parseClause);
  return clauses.every((clause) => clause !== undefined) ? clauses : undefined;
}

/** True when `version` satisfies every clause. Pre-releases only where a clause names one, as pip does. */
export function satisfies(version: PythonVersion, specifiers: SpecifierSet): boolean {
  const namesPreRelease = specifiers.some(({ version: named }) => named !== undefined && isPreRelease(named));
  if (isPreRelease(version) && !namesPreRelease) return false;
  return specifiers.every((clause) => allows(clause, version));
}

/** Negative, zero or positive, as `left` is older than, equal to or newer than `right`. */
export function compareVersions(left: PythonVersion, right: PythonVersion): number {
  return (
    left.epoch - right.epoch ||
    compareReleases(left.release, right.release) ||
    phase(left) - phase(right) ||
    (left.pre?.[1] ?? 0) - (right.pre?.[1] ?? 0) ||
    (left.post ?? -1) - (right.post ?? -1) ||
    finite(left.dev) - finite(right.dev)
  );
}

function parseClause(text: string): Clause | undefined {
  const operator = operators.find((candidate) => text.startsWith(candidate));
  if (operator === undefined) return undefined;
  const written = text.slice(operator.length).trim();
  if (operator === '===')
    return written === '' ? undefined : { operator, text: written, version: undefined, prefix: false };
  const prefix = (operator === '==' || operator === '!=') && written.endsWith('.*');
  const version = parseVersion(prefix ? written.slice(0, -2) : written);
  if (version === undefined || (operator === '~=' && version.release.length < 2)) return undefined;
  return { operator, text: written, version, prefix };
}

function allows(clause: Clause, candidate: PythonVersion): boolean {
  const { version } = clause;
  if (version === undefined) return clause.text === candidate.release.join('.');
  const order = compareVersions(candidate, version);
  switch (clause.operator) {
    case '===':
    case '==':
      return clause.prefix ? startsWith(candidate, version) : order === 0;
    case '!=':
      return clause.prefix ? !startsWith(candidate, version) : order !== 0;
    case '~=':
      return order >= 0 && startsWith(candidate, { ...version, release: version.release.slice(0, -1) });
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
    case '<':
      // `<3.12` leaves out the pre-releases of 3.12, `>3.12` its post-releases (PEP 440, exclusive comparison).
      return (
        order < 0 && (isPreRelease(version) || !isPreRelease(candidate) || !sameRelease(candidate, version))
      );
    case '>':
      return (
        order > 0 &&
        (version.post !== undefined || candidate.post === undefined || !sameRelease(candidate, version))
      );
  }
}

function isPreRelease(version: PythonVersion): boolean {
  return version.pre !== undefined || version.dev !== undefined;
}

function sameRelease(left: PythonVersion, right: PythonVersion): boolean {
  return left.epoch === right.epoch && compareReleases(left.release, right.release) === 0;
}

function startsWith(candidate: PythonVersion, prefix: PythonVersion): boolean {
  if (candidate.epoch !== prefix.epoch) return false;
  return prefix.release.every((part, index) => (candidate.release[index] ?? 0) === part);
}

function compareReleases(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Where a version stands among those of its release: dev before pre, pre by rank, then the final one and its posts. */
function phase(version: PythonVersion): number {
  if (version.pre !== undefined) return version.pre[0];
  return version.post === undefined && version.dev !== undefined ? -1 : 3;
}

function preRank(name: string): number {
  if (name.startsWith('a')) return 0;
  return name.startsWith('b') ? 1 : 2;
}

/** A missing dev number sorts after every dev number; a plain large number keeps the subtraction defined. */
function finite(dev: number | undefined): number {
  return dev ?? Number.MAX_SAFE_INTEGER;
}
