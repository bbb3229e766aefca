import { buildScripts } from './scripts/all';
import { entryScript } from './scripts/entry';
import type { ToolsSource } from './types';

/** What is needed besides the scripts of this folder, by those who know it. */
export interface ToolParts {
  /** Text of the Jupyter locks that the plan names, by id. */
  readonly locks: Readonly<Record<string, string>>;
  /** Text of the session entry script (Python, standard library only). */
  readonly entry: string;
  /** The conda client's program; absent where it comes in another way or is not needed. */
  readonly conda?: { readonly program: string };
}

/**
 * Files of the tools image by path, without uv: the scripts, the locks under `locks/`, and under `entry/` what becomes
 * part of the finished image.
 */
export function toolFiles(parts: ToolParts): Readonly<Record<string, string>> {
  const locks = Object.entries(parts.locks).map(([id, text]) => [`locks/${id}.txt`, text] as const);
  return {
    ...buildScripts,
    ...Object.fromEntries(locks),
    'entry/bindery-entry.py': parts.entry,
    'entry/repo2docker-entrypoint': entryScript,
    ...(parts.conda === undefined ? {} : { 'conda/bindery-conda.py': parts.conda.program }),
  };
}

/**
 * The first stage of a Dockerfile that brings its tools itself. uv comes from the package index by the base's own pip,
 * because a Dockerfile that is printed knows no other place.
 */
export function toolsStage(
  from: string,
  tools: Omit<Extract<ToolsSource, { kind: 'stage' }>, 'kind'>,
): string {
  const writes = Object.entries(tools.files).flatMap(([path, text]) => writeFile(`/tools/${path}`, text));
  return `${[
    '# Builds by itself with BuildKit (docker build, engine 20.10 or later) in the folder of the repository.',
    '# It needs the package mirrors of the base, the Python package index and, for the managed toolchain, conda-forge;',
    '# name another index and its certificates in the base (/etc/pip.conf, /usr/local/share/ca-certificates).',
    '# Ignore files are honoured only where docker build itself looks for them.',
    `FROM ${from} AS tools`,
    'USER root',
    'RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates python3-venv \\',
    `    && python3 -m venv /uv && /uv/bin/pip install --no-cache-dir uv==${tools.uvVersion} \\`,
    '    && mkdir -p /tools/locks /tools/entry /entry && cp /uv/bin/uv /tools/uv',
    ...condaPackages(tools.condaPackages ?? []),
    ...writes.map((command) => `RUN ${command}`),
    'RUN cp -r /tools/entry/. /entry/ && chmod 755 /entry/*',
    '',
  ].join('\n')}\n`;
}

function condaPackages(packages: readonly string[]): readonly string[] {
  if (packages.length === 0) return [];
  return [
    `RUN /uv/bin/pip install --no-cache-dir --no-deps --no-compile --target /tools/conda ${packages.join(' ')}`,
  ];
}

/** The kernel takes no longer argument of a command than 128 KiB; quoting takes some of it. */
const longestCommand = 64 * 1024;

/** Shell commands that write a text: line by line, so that it can be read in the Dockerfile. */
function writeFile(path: string, text: string): readonly string[] {
  const pieces: string[][] = [[]];
  let size = 0;
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (size > longestCommand) {
      pieces.push([]);
      size = 0;
    }
    size += line.length;
    pieces.at(-1)?.push(`'${line.replaceAll("'", `'\\''`)}'`);
  }
  return pieces.map((words, index) => {
    const into = index === 0 ? '>' : '>>';
    return `printf '%s\\n' \\\n    ${words.join(' \\\n    ')} \\\n    ${into}${path}`;
  });
}
