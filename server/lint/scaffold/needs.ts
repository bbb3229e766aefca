/** A Python package that a repository's code needs. */
export interface NeededPackage {
  /** Name on the package index. */
  readonly pip: string;
  /** Name on conda-forge. */
  readonly conda: string;
  /** False where the module's own name was taken for the package's. */
  readonly known: boolean;
  /** What is imported of it. */
  readonly modules: readonly string[];
}

/** What a repository's code needs, whatever its configuration files say. */
export interface Needs {
  /** Sorted by name. */
  readonly python: readonly NeededPackage[];
  /** `major.minor` that most notebooks were run with, where it can be built. */
  readonly pythonVersion?: string;
  /** Packages of R, sorted. */
  readonly r: readonly string[];
  /** True where there is code in that language, whether or not it needs packages. */
  readonly languages: { readonly python: boolean; readonly r: boolean; readonly julia: boolean };
  /** Packages of Julia, sorted; `uuid` where the table of registered ones has it. */
  readonly julia: readonly { readonly name: string; readonly uuid?: string }[];
}
