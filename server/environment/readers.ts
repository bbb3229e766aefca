import type { ConfigDir } from '../protocol';
import { readApt } from './apt-txt';
import type { AptFile } from './apt-txt';
import { exists, inConfigDir, readText } from './config-files';
import { readIgnoreFile } from './ignore-file';
import type { IgnoreFile } from './ignore-file';
import { readPyproject } from './pyproject';
import type { PyprojectFile } from './pyproject';
import { readRequirements } from './requirements';
import type { RequirementsFile } from './requirements';
import { readRequirementsTree } from './requirements-tree';
import type { RequirementsTree } from './requirements-tree';
import { readRuntime } from './runtime-txt';
import type { RuntimeFile } from './runtime-txt';
import { readScript } from './script';
import type { ScriptFile } from './script';
import { readDescription } from './description';
import type { DescriptionFile } from './description';
import { readDockerfile } from './dockerfile';
import type { DockerfileFile } from './dockerfile';
import { condaPipLines, readCondaEnvironment } from './environment-yml';
import type { CondaEnvironmentFile } from './environment-yml';
import { readInstallR } from './install-r';
import type { InstallRFile } from './install-r';
import { readJuliaManifest, readJuliaProject, readJuliaRequire } from './julia-project';
import type { JuliaManifestFile, JuliaProjectFile, JuliaRequireFile } from './julia-project';
import { readNix } from './nix-file';
import type { NixFile } from './nix-file';
import { readPipfile, readPipfileLock } from './pipfile';
import type { PipfileFile, PipfileLockFile } from './pipfile';
import type { SourceText } from './text';
import type { RepoView } from './view';

/**
 * The parsed configuration files, each with the places of what it says. A file that is not there, or cannot be read, is
 * absent. All are read whichever buildpack is chosen: a linter has something to say about ignored ones too.
 */
export interface EnvironmentReaders {
  readonly runtime?: RuntimeFile;
  readonly requirements?: RequirementsFile;
  readonly requirements3?: RequirementsFile;
  /** Both of them, environment.yml's list for pip, and what these include. */
  readonly requirementsTree: RequirementsTree;
  readonly apt?: AptFile;
  readonly postBuild?: ScriptFile;
  readonly start?: ScriptFile;
  readonly ignoreFiles: readonly IgnoreFile[];
  /** Of the root, even where a configuration folder makes the build ignore it. */
  readonly pyproject?: PyprojectFile;
  /** True when the root has a setup.py. */
  readonly setupPy: boolean;
  /** The Dockerfile of the root; the one of the configuration folder is told apart by path. */
  readonly rootDockerfile?: SourceText;
  readonly dockerfile?: DockerfileFile;
  /** environment.yml, else environment.yaml. */
  readonly conda?: CondaEnvironmentFile;
  readonly pipfile?: PipfileFile;
  readonly pipfileLock?: PipfileLockFile;
  /** JuliaProject.toml, else Project.toml. */
  readonly juliaProject?: JuliaProjectFile;
  readonly juliaManifest?: JuliaManifestFile;
  readonly juliaRequire?: JuliaRequireFile;
  /** Of the root, even where a configuration folder makes the build ignore it. */
  readonly description?: DescriptionFile;
  readonly installR?: InstallRFile;
  readonly nix?: NixFile;
}

/** Reads every configuration file that is there. */
export function readConfigFiles(view: RepoView, dir: ConfigDir): EnvironmentReaders {
  const at = (name: string): string => inConfigDir(dir, name);
  const parsed = <T>(path: string, read: (source: SourceText) => T): T | undefined => {
    const source = readText(view, path);
    return source === undefined ? undefined : read(source);
  };
  const requirements = parsed(at('requirements.txt'), readRequirements);
  const requirements3 = parsed(at('requirements3.txt'), readRequirements);
  const conda = parsed(firstOf(view, at('environment.yml'), at('environment.yaml')), readCondaEnvironment);
  const condaList = conda && { source: conda.source, lines: condaPipLines(conda), local: conda.local };
  const roots = [requirements, requirements3, condaList].filter((file) => file !== undefined);
  const ignoreFiles = ['.dockerignore', '.containerignore'].map((name) => parsed(at(name), readIgnoreFile));
  return present({
    runtime: parsed(at('runtime.txt'), readRuntime),
    requirements,
    requirements3,
    requirementsTree: readRequirementsTree(view, roots),
    apt: parsed(at('apt.txt'), readApt),
    postBuild: scriptAt(view, at('postBuild')),
    start: scriptAt(view, at('start')),
    ignoreFiles: ignoreFiles.filter((file) => file !== undefined),
    pyproject: parsed('pyproject.toml', readPyproject),
    setupPy: exists(view, 'setup.py'),
    rootDockerfile: readText(view, 'Dockerfile'),
    dockerfile: parsed(at('Dockerfile'), readDockerfile),
    conda,
    pipfile: parsed(at('Pipfile'), readPipfile),
    pipfileLock: parsed(at('Pipfile.lock'), readPipfileLock),
    juliaProject: parsed(firstOf(view, at('JuliaProject.toml'), at('Project.toml')), readJuliaProject),
    juliaManifest: parsed(at('Manifest.toml'), readJuliaManifest),
    juliaRequire: parsed(at('REQUIRE'), readJuliaRequire),
    description: parsed('DESCRIPTION', readDescription),
    installR: parsed(at('install.R'), readInstallR),
    nix: parsed(at('default.nix'), readNix),
  });
}

/** The first of two names counts as soon as something stands there, readable or not. */
function firstOf(view: RepoView, first: string, second: string): string {
  return exists(view, first) ? first : second;
}

function scriptAt(view: RepoView, path: string): ScriptFile | undefined {
  return exists(view, path) ? readScript(path, readText(view, path), view.executable(path)) : undefined;
}

/** The same without the keys that hold undefined. */
function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as T;
}
