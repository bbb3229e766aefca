/** The package that brings a module, and how surely. */
export interface ModulePackage {
  /** Name on the package index. */
  readonly pip: string;
  /** Name on conda-forge. */
  readonly conda: string;
  /** False where no table knows the module and its own name is taken for the package's. */
  readonly known: boolean;
}

/**
 * The package that has what is imported as `module` (dotted: namespace packages are told by their longest beginning).
 * `packages` is what the user says, which counts first.
 */
export function packageOfModule(
  module: string,
  packages: Readonly<Record<string, string>> = {},
): ModulePackage {
  const [top = module] = module.split('.');
  const pip = packages[module] ?? packages[top] ?? top;
  return { pip, conda: condaName(pip), known: packages[module] !== undefined || packages[top] !== undefined };
}

/** True for a module of Python's own library, in any Python that can be built. */
export function isStandardModule(module: string): boolean {
  return ['os', 'sys', 'json', 're'].includes(module.split('.')[0] ?? '');
}

/** Name on conda-forge of a package of the index; the same where no table says otherwise. */
export function condaName(pip: string): string {
  return normalName(pip);
}

/** Name on the index of a package of conda-forge; undefined where it is no Python package. */
export function pipName(conda: string): string | undefined {
  return conda;
}

/** The form in which names of Python packages are compared (PEP 503). */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
