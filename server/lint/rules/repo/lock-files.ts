import type { BuildpackName } from '../../../protocol';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { declaredIn } from './declared';
import { dockerfileKind } from './evidence';
import { baseName, ignoredFor, isReadByCommand } from './uses';

interface Tool {
  /** Writes a file that the builder reads, where the tool has a command for that. */
  readonly command?: string;
  /** Buildpacks that install what the lock pins, in versions of their own. */
  readonly refines: readonly BuildpackName[];
}

const pythonFamily: readonly BuildpackName[] = ['python', 'pipfile', 'conda', 'dockerfile'];

/** Locks and manifests that no build reads, by their names, and how their tools export them. */
const tools: ReadonlyMap<string, Tool> = new Map<string, Tool>(
  Object.entries({
    'Manifest.toml': { refines: [] },
    'conda-lock.yml': { refines: ['conda', 'dockerfile'] },
    'pdm.lock': { command: 'pdm export -o requirements.txt', refines: pythonFamily },
    'pixi.lock': {
      command: 'pixi workspace export conda-environment environment.yml',
      refines: ['conda', 'dockerfile'],
    },
    'pixi.toml': {
      command: 'pixi workspace export conda-environment environment.yml',
      refines: ['conda', 'dockerfile'],
    },
    'poetry.lock': { command: 'poetry export -o requirements.txt', refines: pythonFamily },
    'pylock.toml': { refines: pythonFamily },
    'renv.lock': { refines: ['conda', 'dockerfile'] },
    'uv.lock': {
      command: 'uv export --format requirements-txt -o requirements.txt',
      refines: pythonFamily,
    },
  }),
);

/** Lock files whose tool nothing in the build calls. */
export function* checkLocks(model: RepositoryModel): Iterable<Report> {
  const { environment, decidedBy } = model.reading();
  const { buildpack, chosenAsFallback } = environment;
  // Manifest.toml is read, but only beside Project.toml.
  for (const { path } of ignoredFor(model, 'why.never-read', 'why.other-buildpack', ...said)) {
    const tool = tools.get(baseName(path));
    if (tool === undefined || isToldElsewhere(model, path) || isReadByCommand(model, path)) continue;
    if (chosenAsFallback) {
      const { command } = tool;
      yield command === undefined
        ? { file: path, code: aloneCode(path), args: { file: path } }
        : { file: path, args: { file: path, command } };
    } else if (decidedBy !== undefined && buildpack !== undefined && tool.refines.includes(buildpack)) {
      if (isPinned(model)) continue;
      yield {
        file: path,
        code: 'repo-lockfile-ignored.unpinned',
        severity: 'information',
        args: { file: path, winner: decidedBy },
        related: [{ file: decidedBy, code: 'repo-lockfile-ignored.related' }],
      };
    }
  }
}

function aloneCode(path: string): LintCode {
  return path.endsWith('Manifest.toml') ? 'repo-lockfile-ignored.manifest' : 'repo-lockfile-ignored.alone';
}

/** What the environment says of such files where it looks into them. */
const said = ['packages', 'packages-python', 'packages-r', 'asks', 'broken', 'unread', 'nothing'].map(
  (what) => `why.says-${what}`,
);

/** A manifest is told of with its lock, and renv.lock of an R repository by a rule about R. */
function isToldElsewhere(model: RepositoryModel, path: string): boolean {
  const { environment, readers } = model.reading();
  if (path === 'pixi.toml') return model.has('pixi.lock');
  if (path === 'renv.lock') return environment.buildpack === 'r' || readers.installR !== undefined;
  return readers.dockerfile !== undefined && dockerfileKind(readers.dockerfile) !== 'recipe';
}

/** True where a list that is used states a version for each package: such lists are often made from a lock. */
function isPinned(model: RepositoryModel): boolean {
  const used = model.reading().environment.files.filter(({ role }) => role === 'used');
  return used.some(({ path }) => {
    const declared = path.endsWith('apt.txt') ? [] : (declaredIn(model, path) ?? []);
    return declared.length > 0 && declared.every(({ pin }) => pin !== undefined);
  });
}
