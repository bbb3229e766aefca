import type { SourceText, TextSpan } from './text';
import { spanAt } from './text';

/** A call that installs packages, such as `install.packages(c("sf", "terra"))`. */
export interface RInstallCall {
  /** Without the package that the function is taken from: `install_github`. */
  readonly function: TextSpan;
  /** `remotes` of `remotes::install_github`. */
  readonly from?: TextSpan;
  /** Texts in the call that name packages, repositories or files; their places are without the quotes. */
  readonly packages: readonly TextSpan[];
  /** The whole call. */
  readonly call: TextSpan;
}

/** install.R: any R code; the build runs it. */
export interface InstallRFile {
  readonly source: SourceText;
  readonly calls: readonly RInstallCall[];
}

const installers =
  /(?<![\w.])(?:([A-Za-z][\w.]*)(?=:::?))?(?::::?)?(install\.packages|install_(?:github|gitlab|bitbucket|version|url|git|local|cran|bioc|svn|deps|dev|dev_deps)|pkg_install|pak|install|use_package|p_load)\s*\(/g;

/** Functions whose names say too little: they count only where their package is named. */
const needPackage = new Map([
  ['install', ['BiocManager', 'renv', 'remotes', 'devtools', 'pak']],
  ['pak', ['pak']],
  ['p_load', ['pacman']],
  ['use_package', ['usethis']],
]);

/** More calls than anybody writes; the bound keeps hostile files short. */
const maxCalls = 200;

/** Finds the calls that install packages. Reads tokens only: texts and comments are left alone. Never throws. */
export function readInstallR(source: SourceText): InstallRFile {
  const code = blankedComments(source.text);
  const closings = matchParentheses(code.bare);
  const calls: RInstallCall[] = [];
  for (const match of code.bare.matchAll(installers)) {
    const [all, from = '', name = ''] = match;
    const expected = needPackage.get(name);
    if (expected !== undefined && !expected.includes(from)) continue;
    const open = match.index + all.length;
    const end = closings.get(open) ?? code.bare.length;
    if (calls.length === maxCalls) break;
    const nameAt = open - 1 - (all.length - 1 - all.lastIndexOf(name));
    calls.push({
      function: spanAt(source, nameAt, nameAt + name.length),
      ...(from === '' ? {} : { from: spanAt(source, match.index, match.index + from.length) }),
      packages: code.texts
        .filter((text) => text.start >= open && text.end <= end && !isNamedArgument(code.bare, text.start))
        .map((text) => spanAt(source, text.start + 1, text.end - 1)),
      call: spanAt(source, match.index, end),
    });
  }
  return { source, calls };
}

interface Code {
  /** The same length as the file, with blanks for comments and for what is inside of quotes. */
  readonly bare: string;
  readonly texts: readonly { readonly start: number; readonly end: number }[];
}

function blankedComments(text: string): Code {
  const texts: { start: number; end: number }[] = [];
  const bare = text.replace(
    /#[^\r\n]*|"(?:[^"\\]|\\[^])*(?:"|\\?$)|'(?:[^'\\]|\\[^])*(?:'|\\?$)/g,
    (found, at: number) => {
      if (found.startsWith('#')) return ' '.repeat(found.length);
      texts.push({ start: at, end: at + found.length });
      return ' '.repeat(found.length);
    },
  );
  return { bare, texts };
}

/** For the offset behind each opening parenthesis that behind the one that closes it. */
function matchParentheses(bare: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: char, index } of bare.matchAll(/[()]/g)) {
    if (char === '(') open.push(index + 1);
    else found.set(open.pop() ?? 0, index + 1);
  }
  return found;
}

/** `repos = "…"` and its like name no package; `pkgs = "…"` does. */
function isNamedArgument(bare: string, at: number): boolean {
  const name = /([\w.]+)\s*=\s*(?:c\s*\([^()]*)?$/.exec(bare.slice(Math.max(0, at - 200), at))?.[1];
  return name !== undefined && !/^(pkgs?|packages?|repo|x)$/.test(name);
}
