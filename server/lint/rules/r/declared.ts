import type { RArgument, RCall, RCode } from '../../../environment/code/r-code';
import { functionName } from '../../../environment/code/r-uses';
import { inConfigDir } from '../../../environment/config-files';
import { condaPackages } from '../../../environment/environment-yml';
import { readDescription } from '../../../environment/description';
import { readRenvLock } from '../../../environment/extended/renv-lock';
import { normalName } from '../../../environment/names/python';
import {
  hasKnownDependencies,
  packageOfSource,
  packagesOfCondaCollection,
  packagesWithR,
  repositoryOfR,
  squashed,
  withDependencies,
} from '../../../environment/names/r';
import type { RepositoryModel } from '../../model';
import { sourceOf } from '../../model';
import { isIgnored } from '../ignored';
import { commandedPackages, isNamed } from '../repo/evidence';
import { rBuildpack, rFiles } from './files';

/** What the build installs of R, as far as it can be told. Names are in lower case. */
export interface RDeclared {
  /** With what these bring along for certain. */
  readonly names: ReadonlySet<string>;
  /** True where the list is made while the build runs: then nothing can be said to be missing. */
  readonly open: boolean;
  /** The same as `squashed`: of repositories that are called almost like their package. */
  readonly similar: ReadonlySet<string>;
  /** True where something comes from repositories of code, which may be called otherwise than their packages. */
  readonly fromCode: boolean;
  /** True where something comes from Bioconductor. */
  readonly fromBioconductor: boolean;
  /** As `names`, without what DESCRIPTION of the root names. */
  readonly beside: ReadonlySet<string>;
  /** True where it is known of each package what it brings along. */
  readonly complete: boolean;
}

/** Functions by which an installing script takes its list from elsewhere. */
const listing = new Set(
  'readLines scan read.csv read.table read.delim read_csv read_lines readRDS read_yaml fromJSON dependencies hydrate init list.files att_from_rmds checkpoint groundhog.library'.split(
    ' ',
  ),
);

/** Functions that take the names of packages without quotes. */
const unquoting = new Set(['p_load', 'p_install', 'shelf']);

/** True for a package that the build installs, that comes along with one, or that a command of the build names. */
export function isDeclared(model: RepositoryModel, name: string): boolean {
  const { names, similar } = declaredR(model);
  if (names.has(name.toLowerCase()) || similar.has(squashed(name))) return true;
  const words = model.once('r:commanded', () => commandedPackages(model));
  return ['', 'r-', 'r-cran-', 'bioconductor-', 'r-bioc-'].some((prefix) =>
    words.has(normalName(prefix + name)),
  );
}

/** Everything that the build installs of R. */
export function declaredR(model: RepositoryModel): RDeclared {
  return model.once('r:declared', () => {
    const scripts = installingCode(model);
    const buildpack = rBuildpack(model);
    const withR = buildpack === undefined ? [] : packagesWithR(buildpack);
    const beside = [...scripts.flatMap(namesIn), ...fromConda(model), ...fromApt(model), ...fromRenv(model)];
    const asked = [...beside, ...fromDescription(model)];
    return {
      names: withDependencies([...withR, ...asked, ...ownPackages(model)]),
      similar: new Set(asked.map(squashed)),
      fromCode: scripts.some(({ strings }) =>
        strings.some(({ text }) => /^[\w.-]+\/[\w.-]+(?:@|$)/.test(text)),
      ),
      beside: withDependencies([...withR, ...beside]),
      fromBioconductor: asked.some((name) => repositoryOfR(name) === 'bioconductor'),
      open: scripts.some(({ calls }) => calls.some(takesListFromElsewhere)),
      complete: asked.every(hasKnownDependencies),
    };
  });
}

/** install.R, and the scripts that it, postBuild and their like run. */
function installingCode(model: RepositoryModel): readonly RCode[] {
  const { installR } = model.reading().readers;
  const path = installR !== undefined && !isIgnored(model, installR.source.path) ? installR.source.path : '';
  return rFiles(model)
    .filter((file) => file.path === path || (file.path.endsWith('.R') && isNamed(model, file.path)))
    .flatMap(({ codes }) => codes);
}

/** `source()` of an address brings any code. */
function takesListFromElsewhere({ callee, arguments: [first] }: RCall): boolean {
  const name = functionName(callee.text);
  return listing.has(name) || (name === 'source' && /^https?:/.test(first?.string?.text ?? ''));
}

/** Every text of an installing script that can be the name of a package: one too many keeps a rule silent only. */
function namesIn({ strings, calls }: RCode): string[] {
  const unquoted = calls
    .filter(({ callee }) => unquoting.has(functionName(callee.text)))
    .flatMap(({ arguments: list }) => list.map(({ written }: RArgument) => written.text));
  return [...strings.map(({ text }) => text), ...unquoted].flatMap((text) => packageOfSource(text) ?? []);
}

function fromConda(model: RepositoryModel): string[] {
  const { conda } = model.reading().readers;
  if (conda === undefined || isIgnored(model, conda.source.path)) return [];
  return condaPackages(conda).flatMap(({ name }) => {
    const collection = packagesOfCondaCollection(name.text);
    const own = /^(?:r|bioconductor)-(.+)$/.exec(name.text)?.[1];
    return own === undefined ? collection : [own, ...collection];
  });
}

function fromApt(model: RepositoryModel): string[] {
  const entries = model.reading().readers.apt?.entries ?? [];
  return entries.flatMap(({ text }) => /^r-(?:cran|bioc)-([a-z\d.]+)/.exec(text)?.[1] ?? []);
}

/** More packages of its own than any repository has. */
const mostDescriptions = 50;

/** The packages that the repository itself is or has. */
function ownPackages(model: RepositoryModel): string[] {
  return model
    .files()
    .filter(({ path }) => /(?:^|\/)DESCRIPTION$/.test(path))
    .slice(0, mostDescriptions)
    .flatMap(({ path }) => {
      const source = model.text(path);
      return source === undefined ? [] : (readDescription(source).packageName?.text ?? []);
    });
}

/** What DESCRIPTION of the root names, whether or not the build reads it: that is said by another rule. */
function fromDescription(model: RepositoryModel): string[] {
  const { description } = model.reading().readers;
  const remotes = (description?.remotes ?? []).flatMap(({ text }) => packageOfSource(text) ?? []);
  return [...remotes, ...(description?.dependencies ?? []).map(({ name }) => name.text)];
}

/** Of the root, and of the configuration folder. Whether anything restores it is said by another rule. */
function fromRenv(model: RepositoryModel): string[] {
  const { configDir } = model.reading().environment;
  return [...new Set(['renv.lock', inConfigDir(configDir, 'renv.lock')])].flatMap((path) => {
    const source = model.has(path) ? sourceOf(model.view, path) : undefined;
    return source === undefined ? [] : readRenvLock(source).packages.map(({ name }) => name);
  });
}
