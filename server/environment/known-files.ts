import type { BuildpackName } from '../protocol';

/** Files that are looked up in the configuration folder, or in the root where there is none. */
export const configNames = [
  '.containerignore',
  '.dockerignore',
  'Dockerfile',
  'JuliaProject.toml',
  'Manifest.toml',
  'Pipfile',
  'Pipfile.lock',
  'Project.toml',
  'REQUIRE',
  'apt.txt',
  'default.nix',
  'environment.yaml',
  'environment.yml',
  'install.R',
  'postBuild',
  'requirements.txt',
  'requirements3.txt',
  'runtime.txt',
  'start',
] as const;

/** Files that are looked up in the root only, and not at all where there is a configuration folder. */
export const rootNames = ['DESCRIPTION', 'pyproject.toml', 'setup.py'] as const;

/** Files that other tools read and no build does (contracts/repo2docker.md section 2). */
export const neverRead = [
  '.devcontainer/devcontainer.json',
  '.python-version',
  'Containerfile',
  'conda-lock.yml',
  'pdm.lock',
  'pixi.lock',
  'pixi.toml',
  'poetry.lock',
  'pylock.toml',
  'renv.lock',
  'requirements.in',
  'shell.nix',
  'uv.lock',
] as const;

const everywhere = ['.containerignore', '.dockerignore', 'apt.txt', 'postBuild', 'start'];
const pip = ['requirements.txt', 'requirements3.txt', 'pyproject.toml', 'setup.py'];
const condaFiles = ['environment.yaml', 'environment.yml'];

/** Which files each buildpack reads (contracts/repo2docker.md section 3, "Composition"). */
export const buildpackFiles: Readonly<Record<BuildpackName, readonly string[]>> = {
  dockerfile: ['.containerignore', '.dockerignore', 'Dockerfile'],
  'julia-project': [
    ...everywhere,
    ...pip,
    ...condaFiles,
    'JuliaProject.toml',
    'Manifest.toml',
    'Project.toml',
    'runtime.txt',
  ],
  'julia-require': [...everywhere, 'REQUIRE'],
  nix: [...everywhere, 'default.nix'],
  r: [...everywhere, ...pip, ...condaFiles, 'DESCRIPTION', 'install.R', 'runtime.txt'],
  conda: [...everywhere, ...condaFiles],
  pipfile: [...everywhere, 'Pipfile', 'Pipfile.lock', 'requirements3.txt', 'runtime.txt'],
  python: [...everywhere, ...pip, 'runtime.txt'],
};
