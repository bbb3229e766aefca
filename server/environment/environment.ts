import type {
  ConfigDir,
  Dialect,
  Environment,
  EnvironmentProblem,
  EnvironmentVersions,
  Platform,
} from '../protocol';
import { AppError } from '../protocol';
import { findConfigDir, inConfigDir } from './config-files';
import { detectBuildpack, legacyProblem } from './detect';
import type { ExtendedChoice } from './extended/choice';
import { applyDialect } from './extended/resolve';
import { fileUses, usedRequirements } from './file-uses';
import { buildProblems } from './problems';
import { readConfigFiles } from './readers';
import type { EnvironmentReaders } from './readers';
import { resolveVersions } from './resolutions';
import type { EnvironmentFacts, Question } from './resolutions';
import type { RepoView } from './view';

export type { EnvironmentFacts } from './resolutions';

export interface EnvironmentOptions {
  /** Decides which Pythons can be built. Absent: linux/amd64. */
  readonly platform?: Platform;
  readonly facts?: EnvironmentFacts;
  /** Which files count. Absent: `binder`. */
  readonly dialect?: Dialect;
}

/** The model and the parsed files it stands on, so that later stages parse nothing twice. */
export interface EnvironmentReading {
  readonly environment: Environment;
  readonly readers: EnvironmentReaders;
  /** The file that chose the buildpack; absent where none did (the default) or where choosing failed. */
  readonly decidedBy?: string;
  /** What the dialect made of files that Binder does not read. Absent where choosing a buildpack failed. */
  readonly extended?: ExtendedChoice;
}

/** What a repository asks for: readEnvironment without the parsed files. Never throws. */
export function resolveEnvironment(
  view: RepoView,
  facts: EnvironmentFacts = {},
  options: Omit<EnvironmentOptions, 'facts'> = {},
): Environment {
  return readEnvironment(view, { ...options, facts }).environment;
}

/** Reads a repository's configuration files and says what the build makes of them. Never throws. */
export function readEnvironment(view: RepoView, options: EnvironmentOptions = {}): EnvironmentReading {
  const found = findConfigDir(view);
  const configDir = found === 'conflict' ? '' : found;
  const readers = readConfigFiles(view, configDir);
  const legacy = legacyProblem(readers);
  if (legacy !== undefined) return undecided(configDir, readers, legacy);
  if (found === 'conflict') {
    const error = new AppError('binder-dir-conflict').toData();
    return undecided(configDir, readers, { stage: 'detect', error });
  }
  const detection = detectBuildpack(view, configDir, readers);
  if ('problem' in detection) return undecided(configDir, readers, detection.problem);
  const { buildpack, decidedBy } = detection;
  const { platform = 'linux/amd64', facts = {} } = options;
  const question = { view, configDir, readers, buildpack, decidedBy, platform, facts };
  const answer = { question, binder: resolve(question), again: resolve };
  return { readers, ...applyDialect(answer, options.dialect ?? 'binder') };
}

function resolve(question: Question): Environment {
  const { view, configDir, readers, buildpack, decidedBy } = question;
  const { versions, problems, open } = resolveVersions(question);
  return {
    configDir,
    buildpack,
    chosenAsFallback: decidedBy === undefined,
    versions,
    files: fileUses({ view, configDir, readers, buildpack, decidedBy, versions }),
    problems: [...problems, ...buildProblems(view, installedLists(question, versions), readers)],
    open,
  };
}

/** Requirements files that pip will read. */
function installedLists({ buildpack, configDir }: Question, versions: EnvironmentVersions): string[] {
  return usedRequirements(buildpack, versions).map((name) => inConfigDir(configDir, name));
}

function undecided(
  configDir: ConfigDir,
  readers: EnvironmentReaders,
  problem: EnvironmentProblem,
): EnvironmentReading {
  const environment = {
    configDir,
    chosenAsFallback: false,
    versions: {},
    files: [],
    problems: [problem],
    open: [],
  };
  return { environment, readers };
}
