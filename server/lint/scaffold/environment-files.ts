import { normalName } from '../../environment/names/python';
import { defaultR, daysBefore } from '../../environment/r-version';
import type { FileEdit } from '../../protocol';
import type { NeededPackage, Needs } from './needs';

/** What the files are to say besides the names. */
export interface EnvironmentChoices {
  /** `major.minor`. */
  readonly python: string;
  /** Versions by normalised name: of the active environment, else the newest that fit. */
  readonly versions: Readonly<Record<string, string>>;
  /** True where the person wants conda. */
  readonly conda: boolean;
  /** ISO date. */
  readonly today: string;
  /** The folder of the configuration files, '' for the root. */
  readonly folder: string;
}

/**
 * Packages that pip cannot install by itself on linux: they need libraries that only conda or Debian has. By normalised
 * name of the index.
 */
const condaOnly = new Set([
  'esmpy',
  'xesmf',
  'pygmt',
  'rpy2',
  'gdal',
  'graph-tool',
  'petsc4py',
  'slepc4py',
  'fenics-dolfinx',
  'pynio',
  'pyngl',
  'mpi4py',
  'pygraphviz',
  'basemap',
  'python-gdcm',
  'nco',
  'cdo',
  'pyferret',
]);

/** The smallest set of files that gives the code what it needs. */
export function environmentFiles(needs: Needs, choices: EnvironmentChoices): FileEdit[] {
  const { languages, python } = needs;
  if (languages.julia && !languages.r) return [juliaProject(needs, choices), ...pipFile(python, choices)];
  const wantsConda = choices.conda || python.some(({ pip }) => condaOnly.has(normalName(pip)));
  if (wantsConda) return [condaFile(needs, choices)];
  if (languages.r) return [...rFiles(needs, choices), ...pipFile(python, choices)];
  return [
    create(
      choices,
      'requirements.txt',
      python.map((each) => `${pinned(each.pip, '==', choices)}\n`).join(''),
    ),
    create(choices, 'runtime.txt', `python-${choices.python}\n`),
  ];
}

/** Where another file decides: only when there is something to install. */
function pipFile(packages: readonly NeededPackage[], choices: EnvironmentChoices): FileEdit[] {
  if (packages.length === 0) return [];
  return [
    create(
      choices,
      'requirements.txt',
      packages.map(({ pip }) => `${pinned(pip, '==', choices)}\n`).join(''),
    ),
  ];
}

/** R comes with the conda packages of its own, in the names of conda-forge. */
function condaFile({ python, r, languages }: Needs, choices: EnvironmentChoices): FileEdit {
  const packages = [
    `python=${choices.python}`,
    ...python.map(({ pip, conda }) => pinned(pip, '=', choices, conda)),
    ...(languages.r ? ['r-base', ...r.map((name) => `r-${name.toLowerCase()}`)] : []),
  ];
  const lines = ['channels:', '  - conda-forge', 'dependencies:', ...packages.map((each) => `  - ${each}`)];
  return create(choices, 'environment.yml', `${lines.join('\n')}\n`);
}

/** R of the snapshot of CRAN of two days ago: the newest that is certain to be there. */
function rFiles({ r }: Needs, choices: EnvironmentChoices): FileEdit[] {
  const series = defaultR.split('.').slice(0, 2).join('.');
  const runtime = `r-${series}-${daysBefore(choices.today, 2)}\n`;
  const names = r.map((name) => `"${name}"`).join(', ');
  const install = [
    `packages <- c(${names})`,
    'install.packages(packages)',
    '# install.packages only warns: without this a build goes on without them.',
    'stopifnot(all(packages %in% rownames(installed.packages())))',
    '',
  ].join('\n');
  return [
    create(choices, 'runtime.txt', runtime),
    create(choices, 'install.R', r.length === 0 ? '# Nothing but R itself is needed.\n' : install),
  ];
}

/** Packages whose uuid is not known are left to Julia's own `Pkg.add`, and named. */
function juliaProject({ julia }: Needs, choices: EnvironmentChoices): FileEdit {
  const known = julia.flatMap(({ name, uuid }) => (uuid === undefined ? [] : [`${name} = "${uuid}"`]));
  const others = julia.filter(({ uuid }) => uuid === undefined).map(({ name }) => `"${name}"`);
  const hint = others.length === 0 ? [] : [`# Still to add: import Pkg; Pkg.add([${others.join(', ')}])`];
  const lines = ['[deps]', ...known, ...hint, '', '[compat]', 'julia = "1.10"', ''];
  return create(choices, 'Project.toml', lines.join('\n'));
}

function pinned(pip: string, operator: '=' | '==', { versions }: EnvironmentChoices, name = pip): string {
  const version = versions[normalName(pip)];
  return version === undefined ? name : `${name}${operator}${version}`;
}

function create({ folder }: EnvironmentChoices, name: string, text: string): FileEdit {
  return { kind: 'create', file: folder === '' ? name : `${folder}/${name}`, text };
}
