import type { RArgument, RCall, RCode } from '../../../environment/code/r-code';
import { functionName, isRPackageName, stringsIn } from '../../../environment/code/r-uses';
import type { TextSpan } from '../../../environment/text';

/** A call that installs packages. */
export interface InstallCall {
  readonly call: RCall;
  /** Without the package that the function is taken from. */
  readonly name: string;
  /** What it installs, as far as texts say it. */
  readonly packages: readonly TextSpan[];
  /** True where those are all. */
  readonly complete: boolean;
}

/** Functions that install what they are given, and whether they only warn where that cannot be had. */
const installers: Readonly<Record<string, boolean>> = {
  'install.packages': true,
  biocLite: true,
  install_bioc: false,
  install_bitbucket: false,
  install_cran: false,
  install_git: false,
  install_github: false,
  install_gitlab: false,
  install_url: false,
  install_version: false,
  pkg_install: false,
};

/** Functions whose names say too little without their package, and the same. */
const qualified: Readonly<Record<string, boolean>> = {
  'BiocManager::install': true,
  'pacman::p_load': true,
  'pak::pak': false,
  'remotes::install': false,
  'renv::install': false,
};

/** True for functions that only warn where something cannot be installed; undefined for those that install nothing. */
function warnsOnly(callee: string): boolean | undefined {
  const name = functionName(callee);
  if (Object.hasOwn(installers, name)) return installers[name];
  return Object.hasOwn(qualified, callee) ? qualified[callee] : undefined;
}

/** The calls that install packages. */
export function installCalls({ calls, vectors }: RCode): readonly InstallCall[] {
  return calls
    .filter(({ callee }) => warnsOnly(callee.text) !== undefined)
    .map((call) => {
      const name = functionName(call.callee.text);
      if (name === 'p_load') return { call, name, packages: unquoted(call), complete: true };
      const given = packagesArgument(call);
      const packages = given === undefined ? [] : stringsIn(given, vectors);
      return { call, name, packages, complete: packages.length > 0 };
    });
}

/** True where the build goes on although the call installed nothing. */
export function failsSilently({ call }: InstallCall): boolean {
  return warnsOnly(call.callee.text) === true;
}

/** The first argument without a name, or the one with one of these. */
export function packagesArgument({ arguments: list }: RCall): RArgument | undefined {
  const names = ['pkgs', 'pkg', 'packages', 'package', 'repo'];
  return (
    list.find(({ name }) => name !== undefined && names.includes(name)) ??
    list.find(({ name }) => name === undefined)
  );
}

function unquoted({ arguments: list }: RCall): TextSpan[] {
  return list
    .filter(({ name, written }) => name === undefined && isRPackageName(written.text))
    .map(({ written }) => written);
}
