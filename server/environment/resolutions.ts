import type {
  BuildpackName,
  ConfigDir,
  EnvironmentProblem,
  EnvironmentVersions,
  OpenFact,
  Platform,
} from '../protocol';
import { AppError } from '../protocol';
import { chooseCondaPython, condaProblems, pythonInstead } from './conda-choice';
import type { CondaEnvironmentFile } from './environment-yml';
import { exists, inConfigDir, readText, unreadable } from './config-files';
import { chooseJulia } from './julia-choice';
import { choosePipfilePython } from './pipfile-choice';
import { planProblems, runtimeProblem } from './problems';
import { choosePython, needsSeparateKernel, syntaxProblem } from './python-version';
import { chooseR } from './r-choice';
import type { EnvironmentReaders } from './readers';
import type { Choice } from './version-problems';
import type { RepoView } from './view';

/** What only the network knows. Without a fact the answer names it in `open`. */
export interface EnvironmentFacts {
  /** ISO date. */
  readonly today?: string;
  /** Released versions of Julia, in any order; prereleases are passed over. */
  readonly juliaVersions?: readonly string[];
  /** Id of the snapshot of CRAN, in Posit's package manager, of the day that R installs from. */
  readonly cranSnapshot?: string;
}

/** The question: which versions does the chosen buildpack take, and what stops it? */
export interface Question {
  readonly view: RepoView;
  readonly configDir: ConfigDir;
  readonly readers: EnvironmentReaders;
  readonly buildpack: BuildpackName;
  readonly decidedBy: string | undefined;
  readonly platform: Platform;
  readonly facts: EnvironmentFacts;
}

/** The answer. Problems stand in the order in which repo2docker meets them. */
export interface Resolution {
  readonly versions: EnvironmentVersions;
  readonly problems: readonly EnvironmentProblem[];
  readonly open: readonly OpenFact[];
}

/** Versions and problems of the buildpack that was chosen. */
export function resolveVersions(question: Question): Resolution {
  return resolvers[question.buildpack](question);
}

const resolvers: Readonly<Record<BuildpackName, (question: Question) => Resolution>> = {
  dockerfile: (question) => ({ versions: {}, problems: mustBeRead(question, 'Dockerfile'), open: [] }),
  'julia-project': resolveJulia,
  'julia-require': refuseRequire,
  nix: (question) => ({
    versions: {},
    problems: [...mustBeRead(question, 'default.nix'), ...shared(question, [])],
    open: [],
  }),
  r: resolveR,
  conda: resolveConda,
  pipfile: resolvePipfile,
  python: (question) => {
    const { versions, problems } = pythonFamily(question);
    return { versions, problems: [...problems, ...shared(question, requirementNames)], open: [] };
  },
};

const requirementNames = ['requirements.txt', 'requirements3.txt'];

function resolveConda(question: Question): Resolution {
  const { readers, platform } = question;
  const { conda } = readers;
  if (conda === undefined)
    return { versions: {}, problems: mustBeRead(question, condaName(question)), open: [] };
  const problems = condaProblems(conda, platform);
  const python = problems.length === 0 ? chooseCondaPython(conda, platform) : undefined;
  const { usesR, rBase } = conda;
  const r = rBase === undefined || rBase.version === '' ? {} : { r: rBase.version };
  return {
    versions: { ...chosenPython(python), ...instead(conda, python, platform), ...(usesR && { usesR, ...r }) },
    problems: [...problems, ...problemOf(python), ...shared(question, [])],
    open: [],
  };
}

function instead(
  conda: CondaEnvironmentFile,
  python: Choice | undefined,
  platform: Platform,
): Pick<EnvironmentVersions, 'pythonInstead'> {
  const version =
    python !== undefined && 'version' in python ? pythonInstead(conda, python.version, platform) : undefined;
  return version === undefined ? {} : { pythonInstead: version };
}

function resolvePipfile(question: Question): Resolution {
  const { pipfile, pipfileLock } = question.readers;
  const unread = ['Pipfile.lock', 'Pipfile'].flatMap((name) => mustBeRead(question, name));
  const python = choosePipfilePython(pipfileLock, pipfile, question.platform);
  return {
    versions: unread.length > 0 ? {} : chosenPython(python),
    problems: [...unread, ...problemOf(python), ...shared(question, [])],
    open: [],
  };
}

/** Python by runtime.txt, and environment.yml where it is there: what R and Julia have in common. */
function resolveR(question: Question): Resolution {
  const { readers, platform, facts, decidedBy = '' } = question;
  const chosen = chooseR(readers.runtime, decidedBy, facts.today, platform);
  const family = pythonFamily(question);
  const cranSnapshotDate = chosen.snapshotDate;
  return {
    versions: {
      ...family.versions,
      ...(chosen.r !== undefined && { r: chosen.r }),
      ...(cranSnapshotDate !== undefined && { cranSnapshotDate }),
    },
    problems: [
      ...chosen.problems,
      ...family.problems,
      ...mustBeRead(question, 'install.R'),
      ...(question.configDir === '' ? mustBeRead(question, 'DESCRIPTION') : []),
      ...composedConda(question),
      ...shared(question, requirementNames),
    ],
    open: [
      ...(cranSnapshotDate === undefined ? (['today'] as const) : []),
      ...(facts.cranSnapshot === undefined ? (['cran-snapshot'] as const) : []),
    ],
  };
}

function resolveJulia(question: Question): Resolution {
  const { readers, facts } = question;
  const family = pythonFamily(question);
  const project = readers.juliaProject;
  const choice = project === undefined ? undefined : chooseJulia(project, facts.juliaVersions);
  const unread = project === undefined ? mustBeRead(question, juliaName(question)) : [];
  return {
    versions: {
      ...family.versions,
      ...(choice !== undefined && 'version' in choice && { julia: choice.version }),
    },
    problems: [
      ...lateRuntime(question),
      ...family.problems,
      ...composedConda(question),
      ...shared(question, requirementNames),
      ...unread,
      ...(choice !== undefined && 'problem' in choice ? [choice.problem] : []),
    ],
    open: choice !== undefined && 'open' in choice ? ['julia-versions'] : [],
  };
}

function refuseRequire({ decidedBy = '' }: Question): Resolution {
  const error = new AppError('julia-require-removed', { file: decidedBy }).toData();
  return { versions: {}, problems: [{ stage: 'plan', error, file: decidedBy }], open: [] };
}

/** What the buildpack python says of Python, which r and julia-project inherit. */
function pythonFamily(question: Question): { versions: EnvironmentVersions; problems: EnvironmentProblem[] } {
  const { configDir, readers, platform } = question;
  const { runtime, pyproject, setupPy } = readers;
  const consulted = configDir === '' && pyproject !== undefined ? { pyproject } : {};
  const python = choosePython({ platform, ...consulted, ...(runtime === undefined ? {} : { runtime }) });
  if ('problem' in python) return { versions: {}, problems: [{ stage: 'plan', ...python.problem }] };
  // A broken pyproject.toml stops planning even where the version did not depend on it: is the repository a package?
  const asked = configDir === '' && !setupPy ? pyproject : undefined;
  const syntax = asked === undefined ? undefined : syntaxProblem(asked);
  return {
    versions: chosenPython(python),
    problems: syntax === undefined ? [] : [{ stage: 'plan', ...syntax }],
  };
}

/** environment.yml beside R or Julia: its packages are installed, its Python is not asked. */
function composedConda(question: Question): EnvironmentProblem[] {
  const { conda } = question.readers;
  return conda === undefined
    ? mustBeRead(question, condaName(question))
    : condaProblems(conda, question.platform);
}

/** Of Julia, which is chosen before runtime.txt is looked at. */
function lateRuntime({ view, configDir, readers }: Question): EnvironmentProblem[] {
  const file = inConfigDir(configDir, 'runtime.txt');
  if (!exists(view, file)) return [];
  const problem = runtimeProblem(view, file, readers.runtime);
  return problem === undefined ? [] : [{ ...problem, stage: 'plan' }];
}

function shared({ view, configDir, readers }: Question, opened: readonly string[]): EnvironmentProblem[] {
  const asksPyproject = opened.length > 0 && configDir === '' ? ['pyproject.toml'] : [];
  return planProblems(
    view,
    [...[...opened, 'apt.txt'].map((name) => inConfigDir(configDir, name)), ...asksPyproject],
    readers,
  );
}

function mustBeRead({ view, configDir }: Question, name: string): EnvironmentProblem[] {
  const file = inConfigDir(configDir, name);
  const unread = exists(view, file) && readText(view, file) === undefined;
  return unread ? [{ stage: 'plan', error: unreadable(view, file), file }] : [];
}

function condaName({ view, configDir }: Question): string {
  return exists(view, inConfigDir(configDir, 'environment.yml')) ? 'environment.yml' : 'environment.yaml';
}

function juliaName({ view, configDir }: Question): string {
  return exists(view, inConfigDir(configDir, 'JuliaProject.toml')) ? 'JuliaProject.toml' : 'Project.toml';
}

function chosenPython(choice: Choice | undefined): EnvironmentVersions {
  if (choice === undefined || 'problem' in choice) return {};
  return { python: choice.version, separateKernel: needsSeparateKernel(choice.version) };
}

function problemOf(choice: Choice | undefined): EnvironmentProblem[] {
  return choice !== undefined && 'problem' in choice ? [choice.problem] : [];
}
