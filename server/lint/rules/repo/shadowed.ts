import type { Severity } from '../../../protocol';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { lostPackages } from './declared';
import { dockerfileKind } from './evidence';
import { baseName, ignoredFor, isReadByCommand, isStatement, winnerPlace } from './uses';

/** Files that a Dockerfile makes the build ignore, those that it reads itself left out. */
export function* checkDockerfile(model: RepositoryModel): Iterable<Report> {
  const { environment, readers, decidedBy } = model.reading();
  const { dockerfile } = readers;
  if (environment.buildpack !== 'dockerfile' || dockerfile === undefined || decidedBy === undefined) return;
  const kind = dockerfileKind(dockerfile);
  if (kind === 'onbuild') return;
  const fixes = kind === 'recipe' ? moveDockerfile(model, decidedBy) : [];
  for (const path of shadowed(model)) {
    yield {
      file: path,
      args: { file: path, winner: decidedBy },
      ...winnerPlace(model),
      ...(kind === 'prebuilt'
        ? { code: 'repo-shadowed-by-dockerfile.prebuilt', severity: 'information' }
        : { severity: severityOf(model, path), fixes }),
    };
  }
}

/** Files that default.nix makes the build ignore, those that a script reads left out. */
export function* checkNix(model: RepositoryModel): Iterable<Report> {
  const { environment, decidedBy } = model.reading();
  if (environment.buildpack !== 'nix' || decidedBy === undefined) return;
  for (const path of shadowed(model)) {
    yield {
      file: path,
      args: { file: path, winner: decidedBy },
      severity: severityOf(model, path),
      ...winnerPlace(model),
    };
  }
}

function shadowed(model: RepositoryModel): string[] {
  const paths = ignoredFor(model, 'why.other-buildpack').map(({ path }) => path);
  return paths.filter(
    (path) => isStatement(model, path) && !isReadByCommand(model, path) && !standsFor(paths, path),
  );
}

/** A lock is told of with the file that it is the lock of. */
function standsFor(paths: readonly string[], path: string): boolean {
  const partner = new Map([
    ['Pipfile.lock', 'Pipfile'],
    ['Manifest.toml', 'Project.toml'],
  ]).get(baseName(path));
  return partner !== undefined && paths.some((other) => baseName(other) === partner);
}

/** Lists of packages are lost; of the others it may be meant that the Dockerfile has its own way. */
function severityOf(model: RepositoryModel, path: string): Severity {
  const often = ['setup.py', 'pyproject.toml', 'DESCRIPTION', 'runtime.txt', 'Manifest.toml', 'REQUIRE'];
  if (often.includes(baseName(path))) return 'warning';
  return lostPackages(model, path)?.length === 0 ? 'information' : 'error';
}

function moveDockerfile(model: RepositoryModel, file: string): ReportFix[] {
  const to = 'docker/Dockerfile';
  if (model.has(to)) return [];
  const code: LintCode = 'repo-shadowed-by-dockerfile.fix';
  return [{ code, args: { file, to }, safe: false, edits: [{ kind: 'rename', file, to }] }];
}
