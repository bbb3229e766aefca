import type { EnvironmentReading } from '../../environment/environment';
import type { BuildpackName, OpenFact, Plan, Step, Toolchain, ToolchainKind } from '../../protocol';
import { AppError } from '../../protocol';
import { condaSteps } from './conda';
import { dockerfileSteps } from './dockerfile';
import { juliaProjectDir, juliaSteps } from './julia';
import { nixEnvironment, nixSteps, nixVersion } from './nix';
import { pipfileSteps } from './pipfile';
import { pythonSteps } from './python';
import { rSteps } from './r';
import type { JupyterLock } from './steps';
import { serverPython } from './steps';

/** What a buildpack makes of a reading that nothing stops. */
export interface Recipe extends Pick<Plan, 'steps' | 'envExtra' | 'wrapper'> {
  readonly toolchains: readonly Toolchain[];
}

/** How a plan of this buildpack is made. */
export interface Making {
  readonly reading: EnvironmentReading;
  readonly lock: JupyterLock;
  readonly toolchain: ToolchainKind;
}

type Env = readonly [string, string];

const condaEnvironment: Env = ['CONDA_DEFAULT_ENV', '${KERNEL_PYTHON_PREFIX}'];

/**
 * Steps, environment and toolchains by buildpack.
 * @throws AppError fact-missing where a version depends on what was not given
 */
export const recipes: Readonly<Record<BuildpackName, (making: Making) => Recipe>> = {
  dockerfile: ({ reading }) => ({ steps: dockerfileSteps(reading), envExtra: [], toolchains: [] }),
  'julia-project': (making) => {
    const { reading, lock } = making;
    const julia = known(reading, 'julia', 'julia-versions');
    const steps = juliaSteps(reading, { python: pythonOf(reading), julia }, lock);
    return withPython(making, steps, [['JULIA_PROJECT', juliaProjectDir(reading)]], {
      language: 'julia',
      requested: julia,
    });
  },
  'julia-require': ({ reading: { decidedBy = '' } }) => {
    throw new AppError('julia-require-removed', { file: decidedBy });
  },
  nix: ({ reading }) => ({
    steps: nixSteps(reading),
    envExtra: nixEnvironment,
    wrapper: 'nix-shell',
    toolchains: [{ language: 'nix', kind: 'managed', requested: nixVersion }],
  }),
  r: (making) => {
    const { reading, lock } = making;
    const snapshotDate = known(reading, 'cranSnapshotDate', 'today');
    const r = known(reading, 'r', 'today');
    const steps = rSteps(reading, { python: pythonOf(reading), r, snapshotDate }, lock);
    return withPython(making, steps, rEnvironment(r), { language: 'r', requested: r });
  },
  conda: (making) => withPython(making, condaSteps(making.reading, pythonOf(making.reading), making.lock)),
  pipfile: (making) =>
    withPython(making, pipfileSteps(making.reading, pythonOf(making.reading), making.lock)),
  python: (making) => withPython(making, pythonSteps(making.reading, pythonOf(making.reading), making.lock)),
};

function withPython(
  { reading, toolchain: kind }: Making,
  steps: readonly Step[],
  env: readonly Env[] = [],
  other?: Pick<Toolchain, 'language' | 'requested'>,
): Recipe {
  const python = pythonOf(reading);
  const separate = reading.environment.versions.separateKernel === true;
  const versions = separate ? [serverPython, python] : [python];
  return {
    steps,
    envExtra: [condaEnvironment, ...env],
    toolchains: [
      ...versions.map((requested) => ({ language: 'python' as const, kind, requested })),
      ...(other === undefined ? [] : [{ ...other, kind }]),
    ],
  };
}

/** RStudio finds R by these alone. */
function rEnvironment(r: string): Env[] {
  return [
    ['R_HOME', `/opt/R/${r}/lib/R`],
    ['R_DOC_DIR', '${R_HOME}/doc'],
    ['LD_LIBRARY_PATH', '${R_HOME}/lib:${LD_LIBRARY_PATH}'],
  ];
}

/** The Python that the packages go into. */
function pythonOf({ environment }: EnvironmentReading): string {
  const { python, pythonInstead } = environment.versions;
  if (python === undefined) throw new AppError('internal', { detail: 'the plan has no Python' });
  return pythonInstead ?? python;
}

function known(
  { environment }: EnvironmentReading,
  key: 'r' | 'julia' | 'cranSnapshotDate',
  fact: OpenFact,
): string {
  const value = environment.versions[key];
  if (value === undefined)
    throw new AppError('fact-missing', { fact: factNames[fact], detail: 'it was not asked for.' });
  return value;
}

/** As messages name them. */
const factNames: Readonly<Record<OpenFact, string>> = {
  'julia-versions': 'the list of released versions of Julia',
  'cran-snapshot': 'the snapshot of CRAN of that day',
  today: 'the date of today',
};
