import { condaPipLines } from '../../../environment/environment-yml';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import { readCondaLock } from '../../../environment/extended/conda-lock';
import { readPixiLock } from '../../../environment/extended/pixi-lock';
import type { LockFile, LockedPackage } from '../../../environment/extended/types';
import { versionFreedom } from '../../../environment/match-spec';
import { normalName } from '../../../environment/names/python';
import type { Requirement } from '../../../environment/requirement';
import { rangeAt } from '../../../environment/text';
import type { TextSpan } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { insertAt, replaceSpan } from '../../edits';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { CondaPackage } from './conda-file';
import { condaFile, condaPackagesOf, listed, versionOf } from './conda-file';
import { allEdits, isAlone } from './yaml-edits';

/** Something that is asked for, and how its version would be fixed. */
interface Asked {
  readonly name: TextSpan;
  readonly pin: (locks: Locked) => FileEdit | undefined;
}

/** Packages without any version. One finding a file. */
export function* checkUnpinned(model: RepositoryModel): Iterable<Report> {
  yield* report(
    model,
    'env-unpinned.fix',
    (each) => versionFreedom(each.spec) === 'any',
    ({ clauses, url }) => clauses.length === 0 && url === undefined,
  );
}

/** Packages that may become any newer one. One finding a file. */
export function* checkLowerBounds(model: RepositoryModel): Iterable<Report> {
  yield* report(
    model,
    'env-only-lower-bound.fix',
    (each) => /^\s*>=?[^,|<=>!~]+(?:,\s*(?:>=?|!=)[^,|<=>!~]+)*$/.test(versionOf(each)?.text ?? ''),
    ({ clauses }) =>
      clauses.some(({ operator }) => operator.startsWith('>')) &&
      clauses.every(({ operator }) => ['>', '>=', '!='].includes(operator)),
  );
}

/** Python has rules of its own, and pip's version matters to nobody. */
const passedOver = new Set(['python', 'pip']);

function* report(
  model: RepositoryModel,
  fix: LintCode,
  ofConda: (each: CondaPackage) => boolean,
  ofPip: (each: Requirement) => boolean,
): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const packages = condaPackagesOf(conda).filter((each) => !passedOver.has(each.name) && ofConda(each));
  const requirements = condaPipLines(conda).flatMap((line) =>
    line.kind === 'requirement' && ofPip(line.requirement) ? [line.requirement] : [],
  );
  const asked = [
    ...packages.map((each) => condaPin(conda, each)),
    ...requirements.map((each) => pipPin(conda, each)),
  ];
  const [first] = asked;
  if (first === undefined) return;
  const names = asked.map(({ name }) => name.text);
  yield {
    file: conda.source.path,
    range: first.name.range,
    args: { names: listed(names) },
    fixes: pinned(model, conda, asked, fix),
  };
}

function condaPin({ source }: CondaEnvironmentFile, { spec, written, name }: CondaPackage): Asked {
  return {
    name: spec.name,
    pin: ({ conda }) => {
      const version = conda.get(name);
      if (version === undefined || spec.fields.length > 0 || spec.build !== undefined) return undefined;
      if (!isAlone(source, written)) return undefined;
      const { end } = spec.name.range;
      const range = rangeAt(source, end.offset, spec.version?.range.end.offset ?? end.offset);
      return replaceSpan(source, { range }, `=${version}`);
    },
  };
}

function pipPin({ source }: CondaEnvironmentFile, { name, extras, marker, clauses }: Requirement): Asked {
  return {
    name,
    pin: ({ pip }) => {
      const version = pip.get(normalName(name.text));
      const last = clauses.at(-1)?.version;
      if (version === undefined || extras.length > 0 || marker !== undefined) return undefined;
      const { end } = name.range;
      const text = `==${version}`;
      if (last === undefined) return insertAt(source, end.offset, text);
      return replaceSpan(source, { range: rangeAt(source, end.offset, last.range.end.offset) }, text);
    },
  };
}

/** Only where a lock file says a version of every one of them: half a pin would look like a whole one. */
function pinned(
  model: RepositoryModel,
  conda: CondaEnvironmentFile,
  asked: readonly Asked[],
  code: LintCode,
): ReportFix[] {
  const locks = lockedVersions(model, conda);
  const edits = locks === undefined ? [] : asked.map(({ pin }) => pin(locks));
  return allEdits(edits) ? [{ code, args: { file: locks?.file ?? '' }, safe: false, edits }] : [];
}

/** Versions by name, of the first lock file that has any. */
interface Locked {
  readonly file: string;
  readonly conda: ReadonlyMap<string, string>;
  readonly pip: ReadonlyMap<string, string>;
}

const readers: readonly (readonly [string, typeof readCondaLock])[] = [
  ['conda-lock.yml', readCondaLock],
  ['pixi.lock', readPixiLock],
];

/** What lock files beside environment.yml or in the root say. */
function lockedVersions(model: RepositoryModel, { source }: CondaEnvironmentFile): Locked | undefined {
  const folder = source.path.slice(0, source.path.lastIndexOf('/') + 1);
  return model.once(`env:locked:${folder}`, () => {
    for (const [name, read] of readers) {
      for (const path of new Set([folder + name, name])) {
        const text = model.text(path);
        const lock = text === undefined ? undefined : read(text, model.options.platform);
        if (lock !== undefined && lock.packages.length > 0) return asLocked(path, lock);
      }
    }
    return undefined;
  });
}

function asLocked(file: string, { packages }: LockFile): Locked {
  const named = (from: LockedPackage['from'], name: (text: string) => string): ReadonlyMap<string, string> =>
    new Map(
      packages.flatMap((each) =>
        each.from === from && each.version !== undefined ? [[name(each.name), each.version] as const] : [],
      ),
    );
  return { file, conda: named('conda', (name) => name.toLowerCase()), pip: named('pypi', normalName) };
}
