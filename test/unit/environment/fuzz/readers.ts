import { readFileSync } from 'node:fs';
import { readApt } from '../../../../server/environment/apt-txt';
import { readCitation } from '../../../../server/environment/citation-cff';
import { readCodemeta } from '../../../../server/environment/codemeta-json';
import { readDescription } from '../../../../server/environment/description';
import { firstFrom, readDockerfile } from '../../../../server/environment/dockerfile';
import { dockerStages } from '../../../../server/environment/dockerfile-stages';
import { dockerArguments } from '../../../../server/environment/dockerfile-words';
import { extendedReaders } from '../../../../server/environment/extended/readers';
import { maxLockBytes } from '../../../../server/environment/extended/bounds';
import { readCondaEnvironment } from '../../../../server/environment/environment-yml';
import { readJulia } from '../../../../server/environment/code/julia-code';
import { readGitAttributes, readGitModules } from '../../../../server/environment/git-files';
import { readInstallR } from '../../../../server/environment/install-r';
import {
  readJuliaManifest,
  readJuliaProject,
  readJuliaRequire,
} from '../../../../server/environment/julia-project';
import { readNix } from '../../../../server/environment/nix-file';
import { readPipfile, readPipfileLock } from '../../../../server/environment/pipfile';
import { readIgnoreFile } from '../../../../server/environment/ignore-file';
import { readPyproject } from '../../../../server/environment/pyproject';
import { readReadme } from '../../../../server/environment/readme';
import { readRequirements } from '../../../../server/environment/requirements';
import { readRuntime } from '../../../../server/environment/runtime-txt';
import { readScript } from '../../../../server/environment/script';
import { readZenodo } from '../../../../server/environment/zenodo-json';
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

const example = (path: string): string => readFileSync(`examples/${path}`, 'utf8');

const environment = `name: demo
channels: &channels
  - conda-forge
dependencies:
  - python=3.11
  - conda-forge::numpy>=1.26,<3
  - "r-base[version='4.3.*']"
  - pip:
      - -r requirements.txt
      - six==1.16.0  # a comment
also: *channels
`;

const pipfileLock = JSON.stringify(
  {
    _meta: { requires: { python_full_version: '3.11.4', python_version: '3.11' } },
    default: { six: { hashes: ['sha256:00'], version: '==1.16.0' } },
  },
  null,
  4,
);

const juliaProject = `name = "Demo"
uuid = "7876af07-990d-54b4-ab0e-23690620f79a"

[deps]
IJulia = "7073ff75-c697-5162-941a-fcdaad2a7d2a"

[compat]
julia = "1.6, ~1.9 - 2"
`;

const juliaManifest = `julia_version = "1.10.2"
manifest_format = "2.0"

[[deps.Artifacts]]
uuid = "56f22d72-fd6d-98f1-02f0-08ddc0907c33"
version = "1.11.0"
`;

const description = `Package: demo
Version: 1.0
Imports: dplyr (>= 1.0), ggplot2,
    tidyr
Remotes: owner/repository@main
`;

const installR = `# What the notebooks need.
install.packages(c("dplyr", 'tidyr'), repos = "https://example.org")
remotes::install_github("owner/repository", upgrade = "never") # not this: install.packages("x")
if (!requireNamespace("a")) pak::pkg_install('a')
`;

const julia = `module Demo # a module
#= using No #= =# =#
using DataFrames, CSV: read; import Plots as P
Pkg.add(["A", "B"]); x = [1 2]'; c = 'é'; s = "$(f("a")) é"
try; using Optional; catch; end
end
`;

const dockerfile = 'ARG BASE=debian\nFROM $BASE AS x # comment\nRUN a && \\\n  b\nFROM x\n';

const binder = { largest: maxConfigBytes, grammar: 'lines' } as const;

/** Readers of the files that Binder reads. */
const binderReaders: readonly FuzzedReader[] = [
  { ...binder, path: 'requirements.txt', read: readRequirements, samples: [requirements] },
  { ...binder, path: 'runtime.txt', read: readRuntime, samples: ['python-3.11\n', 'r-4.3-2023-10-01\n'] },
  { ...binder, path: 'apt.txt', read: readApt, samples: ['graphviz # drawing\nlibgl1 zip=1.2:amd64\n'] },
  {
    ...binder,
    path: 'Dockerfile',
    read: (source) => {
      const file = readDockerfile(source);
      const pieces = file.instructions.map((instruction) => dockerArguments(file, instruction));
      return [firstFrom(source), file, dockerStages(file), pieces];
    },
    samples: [dockerfile, example('dockerfile/Dockerfile')],
  },
  { ...binder, path: '.dockerignore', read: readIgnoreFile, samples: ['*.csv\n# no\n!keep.csv\n'] },
  {
    ...binder,
    path: 'postBuild',
    read: (source) => readScript('postBuild', source, true),
    samples: ['#!/bin/bash\nset -e\n'],
  },
  { ...binder, path: 'pyproject.toml', read: readPyproject, grammar: 'toml', samples: [pyproject] },
  {
    ...binder,
    path: 'environment.yml',
    read: readCondaEnvironment,
    grammar: 'yaml',
    samples: [environment, example('conda/environment.yml')],
  },
  { ...binder, path: 'Pipfile', read: readPipfile, grammar: 'toml', samples: [example('pipfile/Pipfile')] },
  { ...binder, path: 'Pipfile.lock', read: readPipfileLock, grammar: 'json', samples: [pipfileLock] },
  { ...binder, path: 'Project.toml', read: readJuliaProject, grammar: 'toml', samples: [juliaProject] },
  { ...binder, path: 'Manifest.toml', read: readJuliaManifest, grammar: 'toml', samples: [juliaManifest] },
  {
    ...binder,
    path: 'REQUIRE',
    read: readJuliaRequire,
    samples: ['julia 0.6\nIJulia 1.2 2.0 # x\n@osx A\n'],
  },
  { ...binder, path: 'DESCRIPTION', read: readDescription, samples: [description] },
  { ...binder, path: 'install.R', read: readInstallR, samples: [installR] },
  { ...binder, path: 'analysis.jl', read: readJulia, samples: [julia], largest: 500 * 1024 },
  { ...binder, path: 'default.nix', read: readNix, samples: [example('nix/default.nix')] },
];

const citation = `cff-version: 1.2.0
message: Cite this.
title: "Tides"
authors: &authors
  - family-names: Carberry
    orcid: https://orcid.org/0000-0002-1825-0097
  - name: Tides Lab
version: 1.10
license: [MIT, CC-BY-4.0]
identifiers:
  - {type: doi, value: 10.5281/zenodo.1234567}
references:
  - type: article
    title: On tides
    authors: *authors
`;

const zenodo = JSON.stringify(
  {
    title: 'Tides',
    upload_type: 'software',
    creators: [{ name: 'Carberry, Josiah', orcid: '0000-0002-1825-0097' }],
    related_identifiers: [{ identifier: '10.5281/zenodo.1', relation: 'isPartOf' }],
  },
  null,
  2,
);

const readme = `# Tides

[![Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/tides-lab/tides/HEAD?urlpath=lab/tree/a b.ipynb&x=1 "t")
<a href="https://example.org/binder/v2/gl/a%2Fb/main?labpath=a.ipynb&amp;y">x</a> https://doi.org/10.5281/zenodo.1234567.

Title
-----
`;

/** Readers of the files that say how a repository is cited, archived and launched. */
const metadataReaders: readonly FuzzedReader[] = [
  { ...binder, path: 'CITATION.cff', read: readCitation, grammar: 'yaml', samples: [citation] },
  { ...binder, path: '.zenodo.json', read: readZenodo, grammar: 'json', samples: [zenodo] },
  { ...binder, path: 'codemeta.json', read: readCodemeta, grammar: 'json', samples: [zenodo] },
  { ...binder, path: 'README.md', read: readReadme, samples: [readme] },
  {
    ...binder,
    path: '.gitattributes',
    read: readGitAttributes,
    samples: ['*.nc filter=lfs -text\n"a b" x\n'],
  },
  {
    ...binder,
    path: '.gitmodules',
    read: readGitModules,
    samples: ['[submodule "a"]\n\tpath = a\n\turl = b\n'],
  },
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
const bounded = [...binderReaders, ...metadataReaders].map((row): FuzzedReader => {
  return { ...row, read: (source) => (beyondBounds(source) === undefined ? row.read(source) : undefined) };
});

export const fuzzedReaders: readonly FuzzedReader[] = [...bounded, ...added];
