import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { replaceSpan } from '../../edits';
import type { Declared } from './declared';
import { declaredByUsed, declaredIn, fewNames, lostPackages, pinsDiffer } from './declared';
import { ignoredFor, isReadByCommand } from './uses';

/** A package that two files ask for in versions that cannot both be right. */
interface Pair {
  readonly own: Declared;
  readonly other: Declared;
}

/**
 * The same packages with different versions, of which one counts: in a file that is ignored and names nothing else that
 * would be missed, and in two files that are both installed.
 */
export function* checkTwoFiles(model: RepositoryModel): Iterable<Report> {
  const used = declaredByUsed(model);
  for (const { path } of ignoredFor(model, 'why.other-buildpack', 'why.hidden', 'why.outdone')) {
    if (isReadByCommand(model, path) || lostPackages(model, path)?.length !== 0) continue;
    const pairs = (declaredIn(model, path) ?? []).flatMap((own) => pairOf(own, used.get(own.key)));
    yield* report(model, path, pairs, 'ignored');
  }
  for (const [path, pairs] of installedTwice(model)) yield* report(model, path, pairs, 'used');
}

function pairOf(own: Declared, other: Declared | undefined): Pair[] {
  if (own.pin === undefined || other?.pin === undefined || own.file === other.file) return [];
  return pinsDiffer(own.pin, other.pin) ? [{ own, other }] : [];
}

/** What requirements.txt installs over what environment.yml has installed, by requirements file. */
function installedTwice(model: RepositoryModel): Map<string, Pair[]> {
  const { files } = model.reading().environment;
  const used = files.filter(({ role }) => role === 'used').map(({ path }) => path);
  const conda = used.find((path) => /environment\.ya?ml$/.test(path));
  const lists = used.filter((path) => path.endsWith('requirements.txt'));
  if (conda === undefined) return new Map();
  const own = new Map((declaredIn(model, conda) ?? []).map((each) => [each.key, each]));
  return new Map(
    lists.map((path) => [
      path,
      (declaredIn(model, path) ?? []).flatMap((each) => pairOf(each, own.get(each.key))),
    ]),
  );
}

function* report(
  model: RepositoryModel,
  file: string,
  pairs: readonly Pair[],
  role: 'ignored' | 'used',
): Iterable<Report> {
  const [first] = pairs;
  if (first === undefined) return;
  const packages = fewNames(pairs.map(({ own }) => own.name.text));
  const other = first.other.file;
  yield {
    file,
    range: first.own.name.range,
    ...(role === 'used' && { code: 'repo-declared-in-two-files.both' }),
    args: { file, other, packages },
    related: pairs.slice(0, 5).map((pair) => ({
      file: pair.other.file,
      range: pair.other.name.range,
      code: 'repo-declared-in-two-files.related',
      args: { package: pair.other.name.text, version: pair.other.pin ?? '' },
    })),
    fixes: role === 'ignored' ? keepWinner(model, file, other, pairs) : [],
  };
}

/** The versions of the file that counts, in the one that does not. */
function keepWinner(
  model: RepositoryModel,
  file: string,
  winner: string,
  pairs: readonly Pair[],
): ReportFix[] {
  const source = model.text(file);
  if (source === undefined) return [];
  const edits = pairs.flatMap(({ own, other }) => {
    const { version } = own;
    const isFull = other.pin !== undefined && /^\d+\.\d+(\.\d+)*$/.test(other.pin);
    return version !== undefined && other.pin !== undefined && isFull
      ? [replaceSpan(source, version, other.pin)]
      : [];
  });
  if (edits.length !== pairs.length) return [];
  return [{ code: 'repo-declared-in-two-files.fix', args: { file, winner }, safe: false, edits }];
}
