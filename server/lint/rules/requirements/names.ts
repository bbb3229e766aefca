import { isStandardModule } from '../../../environment/names/python';
import { compareVersions, parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import type { Severity } from '../../../protocol';
import type { DeprecatedKind, DeprecatedName } from './deprecated-names';
import { deprecatedNames } from './deprecated-names';
import type { PipEntry } from './lists';
import { pipEntries, pythonOf } from './lists';
import { removeFix, renameFix } from './renames';
import type { StandardName } from './standard-names';
import { python2Modules, standardOnIndex, standardParts } from './standard-names';
import type { WrongKind, WrongName } from './wrong-names';
import { wrongNames } from './wrong-names';

/** Names that the package index is asked for, which `name @ address` is not. */
function asked(model: RepositoryModel): PipEntry[] {
  return pipEntries(model).filter(({ requirement }) => requirement.url === undefined);
}

function report({ list, requirement }: PipEntry): Pick<Report, 'file' | 'range'> {
  return { file: list.source.path, range: requirement.name.range };
}

/** Modules of the standard library. The list in environment.yml has a rule of its own for them. */
export function* checkStandardNames(model: RepositoryModel): Iterable<Report> {
  for (const entry of asked(model)) {
    const known = entry.list.conda ? undefined : standardName(entry, pythonOf(model));
    if (known === undefined) continue;
    const missing = known === 'missing';
    const kind = missing ? 'missing' : known.kind;
    yield {
      ...report(entry),
      args: { name: entry.requirement.name.text },
      severity: standardSeverity[kind],
      code: kind === 'missing' ? 'req-stdlib' : `req-stdlib.${kind}`,
      fixes: removeFix([entry], 'req-stdlib.fix', kind !== 'other'),
    };
  }
}

const standardSeverity: Readonly<Record<'missing' | StandardName['kind'], Severity>> = {
  missing: 'error',
  fails: 'error',
  other: 'warning',
  backport: 'hint',
};

function standardName(
  { name, requirement }: PipEntry,
  python: string | undefined,
): 'missing' | StandardName | undefined {
  const old = python?.startsWith('2') === true;
  const row = Object.hasOwn(standardOnIndex, name) ? standardOnIndex[name] : undefined;
  if (row !== undefined) return isNeeded(row, python) || old ? undefined : row;
  if (standardParts.has(name) || python2Modules.has(name)) return 'missing';
  const { text } = requirement.name;
  const written = text.includes('.') || text.includes('-') ? '' : text;
  return written !== '' && (isStandardModule(written) || isStandardModule(written.toLowerCase()))
    ? 'missing'
    : undefined;
}

/** A backport in a Python that is older than the module. */
function isNeeded(row: StandardName, python: string | undefined): boolean {
  if (row.kind !== 'backport') return false;
  const own = python === undefined ? undefined : parseVersion(python);
  const since = parseVersion(row.since);
  return own === undefined || since === undefined || compareVersions(own, since) < 0;
}

/** Import names, conda's names, and packages that only share a name with what is meant. */
export function* checkWrongNames(model: RepositoryModel): Iterable<Report> {
  for (const entry of asked(model)) {
    const row = Object.hasOwn(wrongNames, entry.name) ? wrongNames[entry.name] : undefined;
    if (row === undefined) continue;
    const { pip, kind } = row;
    const mismatched =
      kind === 'stub' && entry.requirement.clauses.some(({ version }) => /^[1-9]/.test(version.text));
    yield {
      ...report(entry),
      args: { name: entry.requirement.name.text, pip: pip ?? '' },
      severity: mismatched ? 'error' : wrongSeverity[kind],
      code: mismatched ? 'req-import-name.stub-version' : wrongCode(row),
      fixes:
        pip === undefined
          ? removeFix([entry], 'req-import-name.fix-remove', false)
          : renameFix(model, entry, pip, 'req-import-name.fix', kind !== 'other'),
    };
  }
}

const wrongSeverity: Readonly<Record<WrongKind, Severity>> = {
  import: 'error',
  conda: 'error',
  refuses: 'error',
  other: 'warning',
  stub: 'information',
};

function wrongCode({ pip, kind }: WrongName): LintCode {
  if (kind === 'import') return 'req-import-name';
  return pip === undefined ? 'req-import-name.conda-only' : `req-import-name.${kind}`;
}

/** Names that were right once. */
export function* checkDeprecatedNames(model: RepositoryModel): Iterable<Report> {
  for (const entry of asked(model)) {
    const row = Object.hasOwn(deprecatedNames, entry.name) ? deprecatedNames[entry.name] : undefined;
    if (row === undefined || !isRefused(entry, row)) yield* ubuntuVersion(entry, row);
    else yield deprecated(model, entry, row);
  }
}

function deprecated(model: RepositoryModel, entry: PipEntry, { pip, kind, same }: DeprecatedName): Report {
  return {
    ...report(entry),
    args: { name: entry.requirement.name.text, pip: pip ?? '' },
    severity: kind === 'renamed' ? 'information' : 'error',
    code: deprecatedCode[kind],
    fixes:
      pip === undefined
        ? removeFix([entry], 'req-deprecated-name.fix-remove', same)
        : renameFix(model, entry, pip, 'req-deprecated-name.fix', same),
  };
}

const deprecatedCode: Readonly<Record<DeprecatedKind, LintCode>> = {
  refuses: 'req-deprecated-name',
  renamed: 'req-deprecated-name.renamed',
  colab: 'req-deprecated-name.colab',
  system: 'req-deprecated-name.system',
  phantom: 'req-deprecated-name.phantom',
};

/** False where the clauses lead to one of the releases that are real. */
function isRefused({ requirement: { clauses } }: PipEntry, { real }: DeprecatedName): boolean {
  const specifiers = real === undefined ? undefined : parseSpecifiers(real);
  if (specifiers === undefined) return true;
  const exact = clauses.find(({ operator, version }) => operator === '==' && !version.text.endsWith('*'));
  if (exact === undefined) return !clauses.some(({ operator }) => ['<', '<=', '~=', '=='].includes(operator));
  const version = parseVersion(exact.version.text);
  return version !== undefined && !satisfies(version, specifiers);
}

/** `distro-info===0.23ubuntu1`: a version that only Ubuntu has. */
function* ubuntuVersion(entry: PipEntry, row: DeprecatedName | undefined): Iterable<Report> {
  const clause = entry.requirement.clauses.find(({ version }) => /ubuntu\d/i.test(version.text));
  if (clause === undefined || row !== undefined) return;
  yield {
    file: entry.list.source.path,
    range: clause.version.range,
    args: { name: entry.requirement.name.text, version: clause.version.text },
    code: 'req-deprecated-name.ubuntu',
    fixes: removeFix([entry], 'req-deprecated-name.fix-remove', false),
  };
}
