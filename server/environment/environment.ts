import type {
  BuildpackName,
  ConfigDir,
  Environment,
  EnvironmentProblem,
  EnvironmentVersions,
  OpenFact,
  Platform,
} from '../protocol';
import { AppError } from '../protocol';
import { findConfigDir, inConfigDir } from './config-files';
import { detectBuildpack, legacyProblem } from './detect';
import { fileUses } from './file-uses';
import { buildProblems, planProblems } from './problems';
import { choosePython, needsSeparateKernel, syntaxProblem } from './python-version';
import type { PythonChoice } from './python-version';
import { readConfigFiles } from './readers';
import type { EnvironmentReaders } from './readers';
import type { RepoView } from './view';

/** What only the network knows. Without a fact the answer names it in `open`. */
export interface EnvironmentFacts {
  /** ISO date. */
  readonly today?: string;
  readonly juliaVersions?: readonly string[];
  readonly cranSnapshot?: string;
}

export interface EnvironmentOptions {
  /** Decides which Pythons can be built. Absent: linux/amd64. */
  readonly platform?: Platform;
  readonly facts?: EnvironmentFacts;
}

/** The model and the parsed files it stands on, so that later stages parse nothing twice. */
export interface EnvironmentReading {
  readonly environment: Environment;
  readonly readers: EnvironmentReaders;
  /** The file that chose the buildpack; absent where none did (the default) or where choosing failed. */
  readonly decidedBy?: string;
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
  const decided = { view, configDir, readers, buildpack, decidedBy };
  const environment =
    buildpack === 'python' ? pythonEnvironment(decided, options) : otherEnvironment(decided, options);
  return { environment, readers, ...(decidedBy === undefined ? {} : { decidedBy }) };
}

interface Decided {
  readonly view: RepoView;
  readonly configDir: ConfigDir;
  readonly readers: EnvironmentReaders;
  readonly buildpack: BuildpackName;
  readonly decidedBy: string | undefined;
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

function pythonEnvironment(decided: Decided, { platform = 'linux/amd64' }: EnvironmentOptions): Environment {
  const { view, configDir, readers } = decided;
  const { pyproject, ...withoutPyproject } = readers;
  const consulted = configDir === '' && pyproject !== undefined ? { pyproject } : {};
  const { runtime } = withoutPyproject;
  const python = choosePython({ platform, ...consulted, ...(runtime === undefined ? {} : { runtime }) });
  const versions = pythonVersions(python);
  const used =
    versions.separateKernel === true ? ['requirements.txt', 'requirements3.txt'] : ['requirements.txt'];
  return {
    configDir,
    buildpack: 'python',
    chosenAsFallback: decided.decidedBy === undefined,
    versions,
    files: fileUses({ ...decided, python }),
    problems: [
      ...pythonProblems(decided, python),
      ...planProblems(view, configDir, readers),
      ...buildProblems(
        view,
        used.map((name) => inConfigDir(configDir, name)),
        readers,
      ),
    ],
    open: [],
  };
}

function pythonVersions(python: PythonChoice): EnvironmentVersions {
  if ('problem' in python) return {};
  return { python: python.version, separateKernel: needsSeparateKernel(python.version) };
}

/**
 * Besides what stopped the choice of a version: a broken pyproject.toml also stops planning where the version did not
 * depend on it, because it must be known whether the repository is a package.
 */
function pythonProblems({ configDir, readers }: Decided, python: PythonChoice): EnvironmentProblem[] {
  if ('problem' in python) return [{ stage: 'plan', ...python.problem }];
  const asked = configDir === '' && !readers.setupPy ? readers.pyproject : undefined;
  const syntax = asked === undefined ? undefined : syntaxProblem(asked);
  return syntax === undefined ? [] : [{ stage: 'plan', ...syntax }];
}

/** Facts that the other buildpacks' versions depend on. */
const factsNeeded: Partial<Record<BuildpackName, readonly (readonly [OpenFact, keyof EnvironmentFacts])[]>> =
  {
    'julia-project': [['julia-versions', 'juliaVersions']],
    r: [
      ['today', 'today'],
      ['cran-snapshot', 'cranSnapshot'],
    ],
  };

/** The other buildpacks are recognised, and not planned yet: their versions are not resolved. */
function otherEnvironment(decided: Decided, { facts = {} }: EnvironmentOptions): Environment {
  const needed = factsNeeded[decided.buildpack] ?? [];
  return {
    configDir: decided.configDir,
    buildpack: decided.buildpack,
    chosenAsFallback: false,
    versions: {},
    files: fileUses(decided),
    problems: [],
    open: needed.filter(([, fact]) => facts[fact] === undefined).map(([open]) => open),
  };
}
