import { debianPackageFor } from '../../../environment/names/debian';
import type { Log } from '../log';
import { lineAt } from '../log';
import type { CauseArgs, CauseRow, Sign } from '../types';

/** The package that was being built, by pip's, uv's or R's words. */
export function failedPackage(text: string): string {
  const match =
    /Failed to build `([^`\n]{1,200})`/.exec(text) ??
    /Failed building wheel for (\S{1,200})/.exec(text) ??
    /Failed to build '([^'\n]{1,200})'/.exec(text) ??
    /^Failed to build (?!installable)([\w.@=-]{1,200})$/m.exec(text) ??
    /^╰─> ([\w.-]{1,200})$/m.exec(text) ??
    /^ERROR: (?:compilation|configuration) failed for package ‘([^’\n]{1,100})’/m.exec(text);
  return match?.[1] ?? 'A package';
}

/** True where a package's build ended in failure: what configure scripts only look for is then worth believing. */
function buildFailed({ text }: Log): boolean {
  return /Failed to build|Failed building wheel|build backend returned an error|subprocess-exited-with-error|failed for package ‘|returned non-zero exit status|collect2: error|compilation terminated|\*\*\* \[/.test(
    text,
  );
}

function duringBuild(...patterns: readonly RegExp[]): Sign {
  return (log) => {
    if (!buildFailed(log)) return undefined;
    for (const pattern of patterns) {
      const groups = pattern.exec(log.text)?.groups;
      if (groups !== undefined) return { package: failedPackage(log.text), ...groups };
    }
    return undefined;
  };
}

/** Adds the Debian package that has what the argument `key` names. */
export function withDebian(key: string): (args: CauseArgs) => CauseArgs {
  return (args) => {
    const debian = args['debian'] ?? debianPackageFor(args[key] ?? '');
    return debian === undefined ? args : { ...args, debian };
  };
}

const compilers =
  /^(?:[\w.-]{0,60}-)?(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|gfortran|cargo|rustc|cmake|ninja|make|swig)(?:-[\d.]{1,10})?$/;

/** The sentences by which Python, distutils, make, meson and cargo say that a program is not there. */
const missingProgram = [
  /No such file or directory: '([^'\n]{1,200})'/g,
  /command '([^'\n]{1,200})' failed: No such file or directory/g,
  /unable to execute '([^'\n]{1,200})': No such file or directory/g,
  /(?:^|[\s:])([\w./+-]{1,100}): (?:command )?not found$/gm,
  /linker `([^`\n]{1,60})` not found/g,
  /Unknown compiler\(s\): \[\['([^'\n]{1,60})'/g,
];

/** A script of the repository that calls a compiler itself is told as such. */
const ofScript = /^\S{0,200}(?:postBuild|start): (?:line )?\d+: /;

const compilerMissing: Sign = ({ text }) => {
  const missing = missingProgram.flatMap((sentence) =>
    [...text.matchAll(sentence)]
      .filter(({ index }) => !ofScript.test(lineAt(text, index + 1)))
      .map((match) => match[1]?.split('/').at(-1) ?? ''),
  );
  const compiler = missing.find((name) => compilers.test(name));
  if (compiler !== undefined) return { package: failedPackage(text), compiler };
  const said =
    /(?<compiler>Cargo), the Rust package manager, is not installed|(?<cmake>CMake) must be installed to build/.exec(
      text,
    );
  if (said === null) return undefined;
  return {
    package: failedPackage(text),
    compiler: said.groups?.['compiler'] === undefined ? 'cmake' : 'cargo',
  };
};

/** R packages tell the Debian package themselves, as this convention of theirs has it. */
const antiConf: Sign = ({ text }) => {
  const debian = /^[ \t]*\*? ?(?:- )?deb: ([a-z0-9][a-z0-9+.-]{1,60})\b/m.exec(text)?.[1];
  const library =
    /Configuration failed (?:because|to find) (?:the )?(\S{1,80}?)(?: (?:was|were) not found| library|\.?$)/m.exec(
      text,
    );
  if (debian === undefined || !buildFailed({ text, flowed: '', exit: '' })) return undefined;
  return { package: failedPackage(text), library: library?.[1] ?? debian, debian };
};

const headerMissing: Sign = ({ text }) => {
  const header =
    /fatal error: '?([\w./+-]{1,150}\.h(?:pp|h)?)'?(?: file not found|: No such file or directory)/.exec(
      text,
    )?.[1];
  return header === undefined ? undefined : { package: failedPackage(text), header };
};

/** This one package does not name what it misses. */
const mysqlMissing: Sign = ({ text }) =>
  text.includes('Specify MYSQLCLIENT_CFLAGS')
    ? { package: failedPackage(text), library: 'mysqlclient' }
    : undefined;

/** What is missing to compile a package, from the most telling sentence to the least. */
export const compileRows: readonly CauseRow[] = [
  {
    kind: 'compiler-missing',
    family: 'compiler',
    place: 'name',
    signs: [compilerMissing],
    know: withDebian('compiler'),
  },
  {
    kind: 'header-missing',
    family: 'compiler',
    place: 'name',
    signs: [headerMissing],
    know: withDebian('header'),
  },
  {
    kind: 'library-missing',
    family: 'compiler',
    place: 'name',
    signs: [
      antiConf,
      duringBuild(
        /\bld: cannot find -l(?<library>[\w.+-]{1,80})/,
        /Package '?(?<library>[\w.+-]{1,80})'?,? (?:required by '[^'\n]{1,80}', not found|was not found in the pkg-config search path)/,
        /No package '(?<library>[\w.+-]{1,80})' found/,
        /Dependency "(?<library>[\w.+-]{1,80})" not found,? \(?tried/,
        /(?:Error|error): (?<library>[\w-]{1,40}_config) executable not found/,
        /No such file or directory: '(?<library>[\w]{1,40}[-_]config)'/,
        /Could not find (?<library>[\w]{1,40}-config)\b/,
        /Please make sure the (?<library>libxml2) and libxslt development packages are installed/,
        /Could not find (?<library>hdf5|netcdf|udunits|proj|geos)\b/i,
        /(?<library>libhdf5)\.so: cannot open shared object file/,
      ),
      mysqlMissing,
    ],
    know: withDebian('library'),
  },
];
