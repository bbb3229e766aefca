import brings from './brings.json';
import conda from './conda.json';
import modules from './modules.json';
import { normalName } from './normal';

export { normalName } from './normal';
export { isStandardModule, standardElsewhere, successorOf } from './standard';

/** The package that brings a module, and how surely. */
export interface ModulePackage {
  /** Name on the package index; '' where the index has none. */
  readonly pip: string;
  /** Name on conda-forge; '' where conda-forge has none. */
  readonly conda: string;
  /** Other packages of the index that bring it too. */
  readonly others: readonly string[];
  /** False where no table knows the module and its own name is taken for the package's. */
  readonly known: boolean;
}

const sameModules: ReadonlySet<string> = new Set(modules.same.split(' '));
const otherModules: Readonly<Record<string, string>> = modules.other;
const condaNames: Readonly<Record<string, string>> = conda.names;
const condaPackages: Readonly<Record<string, string>> = conda.packages;
const indexOnly: ReadonlySet<string> = new Set(conda.indexOnly.split(' '));
const broughtBy: Readonly<Record<string, string>> = brings;

/**
 * The package that has what is imported as `module` (dotted: namespace packages are told by their longest beginning).
 * `packages` is what the user says, which counts first.
 */
export function packageOfModule(
  module: string,
  packages: Readonly<Record<string, string>> = {},
): ModulePackage {
  const parts = module.split('.');
  const beginnings = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  const told = beginnings.map((name) => own(packages, name)).find((name) => name !== undefined);
  if (told !== undefined) return ofIndex(told, [], true);
  const listed = beginnings.map((name) => own(otherModules, name)).find((name) => name !== undefined);
  if (listed !== undefined) return ofList(listed);
  const [top = module] = parts;
  return sameModules.has(top) ? ofIndex(normalName(top), [], true) : ofIndex(top, [], false);
}

function ofList(listed: string): ModulePackage {
  const [first = '-', ...others] = listed.split(' ');
  if (first === '-') return { pip: '', conda: '', others: [], known: true };
  if (first.startsWith('conda:')) return { pip: '', conda: first.slice(6), others: [], known: true };
  return ofIndex(first, others, true);
}

function ofIndex(pip: string, others: readonly string[], known: boolean): ModulePackage {
  return { pip, conda: indexOnly.has(normalName(pip)) ? '' : condaName(pip), others, known };
}

/** Name on conda-forge of a package of the index; the same where no table says otherwise. */
export function condaName(pip: string): string {
  const name = normalName(pip);
  return own(condaNames, name) ?? name;
}

/** What is installed by conda and is no Python package, of what people name most often. */
const notPython = new Set(
  `python nodejs git make cmake compilers c-compiler cxx-compiler fortran-compiler gcc gxx gfortran clang pandoc ffmpeg graphviz
  openjdk curl wget unzip zip tar sed vim nano htop tree rsync octave gnuplot imagemagick poppler ghostscript texlive-core tectonic
  r-base r-essentials julia go rust perl ruby proj geos hdf5 netcdf4-c libnetcdf nco cdo eccodes openmpi mpich mkl openblas cudatoolkit
  cuda cudnn nccl redis postgresql sqlite mysql libgdal gmt bedtools samtools bcftools htslib blast bwa bowtie2 hmmer mafft muscle
  raxml iqtree fastqc pigz parallel jq bash tmux openssl ca-certificates xorg-libx11 mesalib`.split(/\s+/),
);

/** Name on the index of a package of conda-forge; undefined where it is no Python package. */
export function pipName(name: string): string | undefined {
  const normal = normalName(name);
  const told = own(condaPackages, normal);
  if (told !== undefined) return told;
  if (notPython.has(normal)) return undefined;
  const looksOther = /^(?:r|bioconductor|perl|xorg|lib)-|^-|^lib(?!rosa|sass|cst|tmux)/.test(normal);
  return looksOther && modulesOf(normal).length === 0 ? undefined : normal;
}

let modulesByPackage: ReadonlyMap<string, readonly string[]> | undefined;

/** The modules that a package of the index brings, as far as a table knows; no module for a package that none knows. */
export function modulesOf(pip: string): readonly string[] {
  modulesByPackage ??= invertedModules();
  return modulesByPackage.get(normalName(pip)) ?? [];
}

function invertedModules(): ReadonlyMap<string, readonly string[]> {
  const inverted = new Map<string, string[]>();
  const add = (name: string, module: string): void => {
    inverted.set(name, [...(inverted.get(name) ?? []), module]);
  };
  for (const module of sameModules) add(normalName(module), module);
  for (const [module, packages] of Object.entries(otherModules))
    for (const name of packages.split(' ')) if (name !== '-') add(normalName(name), module);
  return inverted;
}

/** All packages of the index that come along with one, itself among them. `conda:x` asks for a distribution of conda. */
export function packagesWith(name: string): ReadonlySet<string> {
  const found = new Set([name.startsWith('conda:') ? name : normalName(name)]);
  // A Set's iterator visits entries that are added while it runs.
  for (const each of found)
    for (const other of own(broughtBy, each)?.split(' ') ?? []) if (other !== '*') found.add(other);
  return found;
}

/** True for a distribution of conda that brings more than any table lists, such as `anaconda`. */
export function bringsEverything(conda: string): boolean {
  return own(broughtBy, `conda:${normalName(conda)}`) === '*';
}

/** Packages of every image: the Jupyter server, the kernel and all that they need. */
export function basePackages(): ReadonlySet<string> {
  return packagesWith('jupyter-base');
}

let importNames: ReadonlyMap<string, string> | undefined;

/** Names that are neither a module nor what the package is called, and that people ask an index for. */
const traps: Readonly<Record<string, string>> = {
  opencv: 'opencv-python-headless',
  'pytorch-lightning': 'lightning',
  igraph: 'python-igraph',
};

/**
 * The package of the index for what people ask it for by mistake: the name of a module instead of the package's. `name`
 * may have a version behind it. Undefined where the name is none of the well-known traps.
 */
export function packageForImport(name: string): string | undefined {
  const bare = (/^[A-Za-z0-9._-]+/.exec(name)?.[0] ?? name).toLowerCase();
  importNames ??= new Map(
    Object.entries(otherModules)
      .filter(([, packages]) => !/^(?:-|conda:)/.test(packages))
      .map(([module, packages]) => [module.toLowerCase(), packages.split(' ')[0] ?? '']),
  );
  const told = own(traps, bare) ?? importNames.get(bare) ?? importNames.get(bare.replace(/[-.]/g, '_'));
  return told === undefined || normalName(told) === normalName(bare) ? undefined : told;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
