import { condaPipLines } from '../../../environment/environment-yml';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import { normalName } from '../../../environment/names/python';
import { rangeAt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { baseStack, needOldNotebook } from './base-stack';
import type { CondaPackage } from './conda-file';
import { condaFile, condaPackagesOf, listed, versionOf } from './conda-file';
import { allEdits } from './yaml-edits';

/** Parts of the server that runs the session, in a version before the one that is there. One finding a file. */
export function* checkServer(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  const { python, separateKernel } = model.reading().environment.versions;
  if (conda === undefined || separateKernel === true || python === '3.7') return;
  const older = condaPackagesOf(conda).filter(isOlder);
  const [first] = older;
  if (first === undefined) return;
  const edits = older.map((each) => withoutVersion(conda, each));
  yield {
    file: conda.source.path,
    range: (versionOf(first) ?? first.spec.name).range,
    args: { names: listed(older.map(({ name }) => `${name} ${String(baseStack[normalName(name)])}`)) },
    ...(isOnPurpose(conda) && { severity: 'information' }),
    fixes: allEdits(edits) ? [{ code: 'env-conflict-notebook-stack.fix', safe: false, edits }] : [],
  };
}

/** Nothing that the version allows is as new as what is there. */
function isOlder(each: CondaPackage): boolean {
  const name = normalName(each.name);
  const shipped = Object.hasOwn(baseStack, name) ? baseStack[name] : undefined;
  const newest = newestMajor(versionOf(each)?.text ?? '');
  return shipped !== undefined && newest !== undefined && newest < shipped;
}

function isOnPurpose(conda: CondaEnvironmentFile): boolean {
  const ofPip = condaPipLines(conda).flatMap((line) =>
    line.kind === 'requirement' ? [line.requirement.name.text] : [],
  );
  const names = [...condaPackagesOf(conda).map(({ name }) => name), ...ofPip];
  return names.some((name) => needOldNotebook.has(normalName(name)));
}

function withoutVersion({ source }: CondaEnvironmentFile, { spec }: CondaPackage): FileEdit | undefined {
  const last = spec.build ?? spec.version;
  if (last === undefined) return undefined;
  const range = rangeAt(source, spec.name.range.end.offset, last.range.end.offset);
  return replaceSpan(source, { range }, '');
}

/** The first number of the newest version that a spec allows; undefined where it is not bounded, or not by numbers. */
function newestMajor(spec: string): number | undefined {
  const choices = spec.split('|').map((choice) => {
    const bounds = choice.split(',').flatMap((clause) => {
      const [, operator = '', major, rest = ''] =
        /^\s*(==?|<=?|~=)?\s*(\d+)([\d.]*)(?:\.?\*)?\s*$/.exec(clause) ?? [];
      if (major === undefined) return [];
      const excluded = operator === '<' && /^(?:\.0*)*$/.test(rest);
      return [Number(major) - (excluded ? 1 : 0)];
    });
    return bounds.length === 0 ? undefined : Math.min(...bounds);
  });
  return choices.includes(undefined) ? undefined : Math.max(...choices.map((each) => each ?? 0));
}
