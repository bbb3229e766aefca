import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { FileEdit, FileUse } from '../../../protocol';
import { addPipLines, setPython } from './conda-edits';
import { declaredIn, fewNames, lostPackages } from './declared';
import { installFixes } from './install-package';
import { isPackageImported } from './package-imports';
import { pipLinesOf } from './pip-lines';
import { baseName, ignoredFor, isPackageFile, isReadByCommand, isStatement, winnerPlace } from './uses';

const lists = ['requirements.txt', 'requirements3.txt', 'Pipfile', 'Pipfile.lock'];

const others = new Set<string | undefined>(['dockerfile', 'nix', 'pipfile', 'julia-require']);

/** Lists of Python packages beside the one that wins. What a Pipfile makes of requirements.txt is another rule's. */
export function* checkLists(model: RepositoryModel): Iterable<Report> {
  const { decidedBy, environment } = model.reading();
  const { buildpack } = environment;
  // Of these other rules speak, or nothing can be built.
  if (others.has(buildpack)) return;
  const beside = ignoredFor(model, 'why.other-buildpack').filter(({ path }) =>
    lists.includes(baseName(path)),
  );
  const hasPipfile = beside.some(({ path }) => baseName(path) === 'Pipfile');
  const outdone = ignoredFor(model, 'why.outdone').filter(({ path }) => path.endsWith('environment.yaml'));
  for (const use of [...beside, ...outdone]) {
    const winner = use.why.args['by'] ?? decidedBy;
    const partner = hasPipfile && baseName(use.path) === 'Pipfile.lock';
    if (winner === undefined || partner || isReadByCommand(model, use.path)) continue;
    yield* listReport(model, use, winner);
  }
}

function* listReport(model: RepositoryModel, { path }: FileUse, winner: string): Iterable<Report> {
  const lost = lostPackages(model, path);
  const place = {
    file: path,
    related: [{ file: winner, code: 'repo-requirements-ignored.related' }],
  } as const;
  const args = { file: path, winner };
  if (lost === undefined) yield { ...place, code: 'repo-requirements-ignored.unknown', args };
  else if (lost.length > 0) {
    const packages = fewNames(lost.map(({ name }) => name.text));
    yield { ...place, args: { ...args, packages }, fixes: listFixes(model, path, winner) };
  } else if (declaredIn(model, path)?.length !== 0) {
    yield { ...place, code: 'repo-requirements-ignored.all', severity: 'hint', args };
  }
}

/** Both ways into environment.yml: line by line, or as a whole that stays a file of its own. */
function listFixes(model: RepositoryModel, path: string, winner: string): ReportFix[] {
  const { conda, requirements } = model.reading().readers;
  if (conda?.source.path !== winner || requirements?.source.path !== path) return [];
  const lost = new Set(lostPackages(model, path)?.map(({ key }) => key));
  const lines = pipLinesOf(requirements, lost);
  const moved = lines === undefined ? undefined : addPipLines(conda, lines);
  const included = addPipLines(conda, [`-r ${baseName(path)}`]);
  const args = { file: path, winner };
  return [
    ...fix('repo-requirements-ignored.fix', args, moved, { kind: 'delete', file: path }),
    ...fix('repo-requirements-ignored.fix-include', args, included),
  ];
}

type FixCode = ReportFix['code'];

function fix(
  code: FixCode,
  args: ReportFix['args'],
  edit: FileEdit | undefined,
  ...more: readonly FileEdit[]
): ReportFix[] {
  if (edit === undefined) return [];
  return [{ code, ...(args !== undefined && { args }), safe: false, edits: [edit, ...more] }];
}

/** A package of Python at the root that the winner does not install. */
export function* checkPackage(model: RepositoryModel): Iterable<Report> {
  const { decidedBy, environment } = model.reading();
  const { buildpack } = environment;
  if (decidedBy === undefined || (buildpack !== 'conda' && buildpack !== 'pipfile')) return;
  for (const { path } of ignoredFor(model, 'why.other-buildpack')) {
    if (!isPackageFile(path) || !isStatement(model, path) || isReadByCommand(model, path)) continue;
    const args = { file: path, winner: decidedBy };
    yield {
      file: path,
      args,
      severity: isPackageImported(model) ? 'error' : 'information',
      ...winnerPlace(model),
      fixes: installFixes(model, 'repo-setup-ignored.fix'),
    };
  }
}

/** runtime.txt beside a file that chooses the version by itself, where the two do not agree. */
export function* checkRuntime(model: RepositoryModel): Iterable<Report> {
  const { decidedBy, environment, readers } = model.reading();
  const { buildpack, versions } = environment;
  const { runtime } = readers;
  if (decidedBy === undefined || runtime?.runtime === undefined) return;
  if (buildpack !== 'conda' && buildpack !== 'pipfile') return;
  const { path } = runtime.source;
  const { name, version: wanted = '' } = runtime.runtime;
  const used = versions.pythonInstead ?? versions.python;
  if ((name === 'python' && wanted === used) || isReadByCommand(model, path)) return;
  const place = { file: path, range: runtime.range, ...winnerPlace(model) };
  const args = { file: path, winner: decidedBy };
  if (name !== 'python' || used === undefined) yield { ...place, code: 'repo-runtime-ignored.other', args };
  else
    yield { ...place, args: { ...args, wanted, used }, fixes: runtimeFixes(model, path, decidedBy, wanted) };
}

/** Moves the version into the file that wins, where that leaves it open. */
function runtimeFixes(model: RepositoryModel, path: string, winner: string, version: string): ReportFix[] {
  const { conda } = model.reading().readers;
  const open = conda?.source.path === winner && conda.python === undefined && conda.pythonRange === undefined;
  if (!open || !/^\d+\.\d+$/.test(version)) return [];
  const args = { file: path, winner, version };
  return fix('repo-runtime-ignored.fix', args, setPython(conda, version), { kind: 'delete', file: path });
}
