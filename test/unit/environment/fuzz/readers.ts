import { readFileSync } from 'node:fs';
import { readApt } from '../../../../server/environment/apt-txt';
import { firstFrom } from '../../../../server/environment/dockerfile';
import { extendedReaders } from '../../../../server/environment/extended/readers';
import { maxLockBytes } from '../../../../server/environment/extended/bounds';
import { readIgnoreFile } from '../../../../server/environment/ignore-file';
import { readPyproject } from '../../../../server/environment/pyproject';
import { readRequirements } from '../../../../server/environment/requirements';
import { readRuntime } from '../../../../server/environment/runtime-txt';
import { readScript } from '../../../../server/environment/script';
import { beyondBounds, maxConfigBytes } from '../../../../server/environment/config-files';
import type { SourceText } from '../../../../server/environment/text';

/** What the hostile inputs of a format are made of. */
export type Grammar = 'lines' | 'toml' | 'yaml' | 'json';

/** A reader and what it is fuzzed with. A new reader is fuzzed by being in this table. */
export interface FuzzedReader {
  readonly path: string;
  readonly read: (source: SourceText) => unknown;
  readonly grammar: Grammar;
  /** Real files, to be damaged. */
  readonly samples: readonly string[];
  /** In bytes; larger files never reach the reader. */
  readonly largest: number;
}

const lock = (name: string): string => readFileSync(`test/fixtures/locks/${name}`, 'utf8');

const requirements = `# What the notebooks need.
--extra-index-url https://example.org/simple
-r base.txt
numpy[extra,other] >= 1.26, < 3 ; python_version > "3.8"  # a comment
pandas==2.2.1 --hash=sha256:${'0123456789abcdef'.repeat(4)} \\
    --hash=sha256:${'fedcba9876543210'.repeat(4)}
-e git+https://example.org/a/b.git@main#egg=b
./local
name @ https://example.org/name-1.0-py3-none-any.whl
`;

const pyproject = `[build-system]
requires = ["hatchling"]

[project]
name = "demo"
requires-python = ">=3.10,<3.14"
dependencies = [
  "numpy",
]

[tool.x]
y = { z = 1, "quoted key" = '''a
b''' }
`;

const dockerfile = 'ARG BASE=debian\nFROM $BASE AS x # comment\nRUN a && \\\n  b\nFROM x\n';

const binder = { largest: maxConfigBytes, grammar: 'lines' } as const;

/** Readers of the files that Binder reads. */
const binderReaders: readonly FuzzedReader[] = [
  { ...binder, path: 'requirements.txt', read: readRequirements, samples: [requirements] },
  { ...binder, path: 'runtime.txt', read: readRuntime, samples: ['python-3.11\n', 'r-4.3-2023-10-01\n'] },
  { ...binder, path: 'apt.txt', read: readApt, samples: ['graphviz # drawing\nlibgl1 zip=1.2:amd64\n'] },
  { ...binder, path: 'Dockerfile', read: (source) => firstFrom(source), samples: [dockerfile] },
  { ...binder, path: '.dockerignore', read: readIgnoreFile, samples: ['*.csv\n# no\n!keep.csv\n'] },
  {
    ...binder,
    path: 'postBuild',
    read: (source) => readScript('postBuild', source, true),
    samples: ['#!/bin/bash\nset -e\n'],
  },
  { ...binder, path: 'pyproject.toml', read: readPyproject, grammar: 'toml', samples: [pyproject] },
];

const grammars: Readonly<Record<string, Grammar>> = { toml: 'toml', yml: 'yaml', json: 'json' };
const special: Readonly<Record<string, Grammar>> = {
  'pixi.lock': 'yaml',
  'renv.lock': 'json',
  '.python-version': 'lines',
};

/** Readers of the files that the dialect `extended` adds. */
const added = Object.entries(extendedReaders).map(([path, read]): FuzzedReader => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    path,
    read: (source) => read(source, 'linux/amd64'),
    grammar: special[name] ?? grammars[name.slice(name.lastIndexOf('.') + 1)] ?? 'toml',
    samples: [lock(name)],
    largest: maxLockBytes,
  };
});

/** Files of Binder's beyond the bounds never reach their reader. */
const bounded = binderReaders.map((row): FuzzedReader => {
  return { ...row, read: (source) => (beyondBounds(source) === undefined ? row.read(source) : undefined) };
});

export const fuzzedReaders: readonly FuzzedReader[] = [...bounded, ...added];
