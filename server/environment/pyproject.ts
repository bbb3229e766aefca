import type { SourceText, TextSpan } from './text';
import type { SyntaxFault, TomlText } from './toml-text';
import { readToml, tomlEntry, tomlKeys, tomlString, tomlStrings, tomlValue, tomlWritten } from './toml-text';

/** What pyproject.toml says that matters to a build. */
export interface PyprojectFile {
  readonly source: SourceText;
  /** Where and why it is not TOML; then nothing else is known of it. */
  readonly syntaxError?: SyntaxFault;
  readonly hasProject: boolean;
  readonly hasBuildSystem: boolean;
  /** The value of `requires-python` in `[project]`; its range includes the quotes. */
  readonly requiresPython?: TextSpan;
  /** `requires-python` is there and is no string. */
  readonly requiresPythonNotText?: TextSpan;
  /** `name` and `version` of `[project]`, else of `[tool.poetry]`; their ranges include the quotes. */
  readonly packageName?: TextSpan;
  readonly packageVersion?: TextSpan;
  /** `dependencies` of `[project]`, each as PEP 508 has it; ranges include the quotes. */
  readonly dependencies: readonly TextSpan[];
  /** True where `dynamic` of `[project]` leaves the dependencies to the build backend. */
  readonly dynamicDependencies: boolean;
  /** `[project.optional-dependencies]`, extra by extra; ranges of requirements include the quotes. */
  readonly extras: readonly PyprojectExtra[];
  /** `requires` and `build-backend` of `[build-system]`; ranges include the quotes. */
  readonly buildRequires: readonly TextSpan[];
  readonly buildBackend?: TextSpan;
  /** Names of `[tool.poetry.dependencies]`, python and what is optional left out. */
  readonly poetryDependencies: readonly TextSpan[];
  /** True where `[tool.setuptools]` says what belongs to the package, so that setuptools need not look for it. */
  readonly namesPackages: boolean;
}

/** One extra of a package and what it asks for. */
export interface PyprojectExtra {
  readonly name: TextSpan;
  readonly requirements: readonly TextSpan[];
}

const nothing = {
  hasProject: false,
  hasBuildSystem: false,
  dependencies: [],
  dynamicDependencies: false,
  extras: [],
  buildRequires: [],
  poetryDependencies: [],
  namesPackages: false,
};

/** Reads pyproject.toml. Never throws. */
export function readPyproject(source: SourceText): PyprojectFile {
  const toml = readToml(source);
  const { syntaxError } = toml;
  if (syntaxError !== undefined) return { source, syntaxError, ...nothing };
  const under = (name: string): boolean => toml.entries.some(({ path }) => path[0] === name);
  const text = (...path: readonly string[]): TextSpan | undefined => {
    const entry = tomlEntry(toml, ...path);
    return entry === undefined ? undefined : tomlString(toml, entry);
  };
  const packageName = text('project', 'name') ?? text('tool', 'poetry', 'name');
  const packageVersion = text('project', 'version') ?? text('tool', 'poetry', 'version');
  const list = (...path: readonly string[]): TextSpan[] => {
    const entry = tomlEntry(toml, ...path);
    return entry === undefined ? [] : tomlStrings(toml, entry);
  };
  const buildBackend = text('build-system', 'build-backend');
  const base = {
    source,
    extras: tomlKeys(toml, 'project', 'optional-dependencies').map((entry) => ({
      name: { text: entry.path.at(-1) ?? '', range: entry.keyRange },
      requirements: tomlStrings(toml, entry),
    })),
    buildRequires: list('build-system', 'requires'),
    ...(buildBackend === undefined ? {} : { buildBackend }),
    poetryDependencies: poetryNames(toml),
    namesPackages: toml.entries.some(
      ({ path: [tool, setuptools, key = ''] }) =>
        tool === 'tool' && setuptools === 'setuptools' && packageKeys.includes(key),
    ),
    hasProject: under('project'),
    hasBuildSystem: under('build-system'),
    dependencies: list('project', 'dependencies'),
    dynamicDependencies: list('project', 'dynamic').some(({ text: name }) => name === 'dependencies'),
    ...(packageName === undefined ? {} : { packageName }),
    ...(packageVersion === undefined ? {} : { packageVersion }),
  };
  const found = tomlEntry(toml, 'project', 'requires-python');
  const written = found === undefined ? undefined : tomlWritten(toml, found);
  if (found === undefined || written === undefined) return base;
  const requiresPython = tomlString(toml, found);
  return requiresPython === undefined
    ? { ...base, requiresPythonNotText: written }
    : { ...base, requiresPython };
}

/** Keys of `[tool.setuptools]` that say what belongs to the package. */
const packageKeys = ['packages', 'py-modules', 'package-dir', 'ext-modules'];

function poetryNames(toml: TomlText): TextSpan[] {
  return tomlKeys(toml, 'tool', 'poetry', 'dependencies')
    .map(({ path, keyRange }) => ({ text: path.at(-1) ?? '', range: keyRange }))
    .filter(({ text }) => text !== 'python' && !isOptional(toml, text));
}

function isOptional(toml: TomlText, name: string): boolean {
  const entry = tomlEntry(toml, 'tool', 'poetry', 'dependencies', name, 'optional');
  return entry !== undefined && tomlValue(entry) === true;
}

/** True when pip can install the repository: both tables are there (contracts/repo2docker.md section 3). */
export function isInstallable(file: PyprojectFile): boolean {
  return file.hasProject && file.hasBuildSystem;
}
