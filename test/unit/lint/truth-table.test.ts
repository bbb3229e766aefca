// What the builder does with a repository, row by row (contracts/lint-rules.md section 7), and what the linter says of it.
import assert from 'node:assert/strict';
import { createLinter } from '../../../server/lint/linter';
import { rules } from '../../../server/lint/table';
import type { BuildpackName } from '../../../server/protocol';
import { listed, memoryView } from '../../support/memory-view';
import type { MemoryEntry } from '../../support/memory-view';

interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, MemoryEntry>>;
  /** Absent where choosing it fails. */
  readonly buildpack?: BuildpackName;
  /** What the rules about which file counts say, as `rule file`; nothing else of theirs may appear. */
  readonly says: readonly string[];
  /** Rules of other families that must speak too. */
  readonly others?: readonly string[];
}

const conda = 'channels:\n  - conda-forge\ndependencies:\n  - numpy=1.26\n';
const pyproject = '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "waves"\nversion = "1.0"\n';
const projectOnly = '[project]\nname = "waves"\nversion = "1.0"\ndependencies = ["numpy>=1.26"]\n';
const installR = 'install.packages("sf")\n';
const folder = { folder: true } as const;

const rows: readonly Row[] = [
  {
    name: 'environment.yml + requirements.txt',
    files: { 'environment.yml': conda, 'requirements.txt': 'pandas==2.2.3\n' },
    buildpack: 'conda',
    says: ['repo-requirements-ignored requirements.txt'],
  },
  {
    name: 'environment.yml + setup.py',
    files: { 'environment.yml': conda, 'setup.py': 'from setuptools import setup\nsetup()\n' },
    buildpack: 'conda',
    says: ['repo-setup-ignored setup.py'],
  },
  {
    name: 'environment.yml + runtime.txt python-3.9',
    files: { 'environment.yml': conda, 'runtime.txt': 'python-3.9\n' },
    buildpack: 'conda',
    says: ['repo-runtime-ignored runtime.txt'],
    others: ['env-python-missing'],
  },
  ...['python>=3.11', 'conda-forge::python=3.12'].map((spec) => ({
    name: `environment.yml with ${spec}`,
    files: { 'environment.yml': `dependencies:\n  - ${spec}\n` },
    buildpack: 'conda' as const,
    says: [],
    others: ['env-python-not-detected'],
  })),
  {
    name: 'environment.yml with python=3.15',
    files: { 'environment.yml': 'dependencies:\n  - python=3.15\n' },
    buildpack: 'conda',
    says: [],
    others: ['env-python-unsupported'],
  },
  {
    name: 'environment.yml that is a list',
    files: { 'environment.yml': '- numpy\n' },
    buildpack: 'conda',
    says: [],
    others: ['env-not-mapping'],
  },
  {
    name: 'an empty environment.yml',
    files: { 'environment.yml': '' },
    buildpack: 'conda',
    says: [],
    others: ['env-python-missing'],
  },
  {
    name: 'environment.yaml',
    files: { 'environment.yaml': conda },
    buildpack: 'conda',
    says: ['repo-environment-yaml-old-builder environment.yaml'],
  },
  {
    name: 'environment.yml + environment.yaml',
    files: { 'environment.yml': conda, 'environment.yaml': 'dependencies:\n  - scipy\n' },
    buildpack: 'conda',
    says: ['repo-requirements-ignored environment.yaml'],
  },
  {
    name: 'environment.yml with packages of R',
    files: { 'environment.yml': 'dependencies:\n  - r-base=4.3\n  - r-dplyr\n' },
    buildpack: 'conda',
    says: [],
    others: ['env-python-missing'],
  },
  ...['python-3.10.4', 'python-3.15', 'ruby-3.1'].map((text) => ({
    name: `requirements.txt + runtime.txt ${text}`,
    files: { 'requirements.txt': 'numpy==1.26.4\n', 'runtime.txt': `${text}\n` },
    buildpack: 'python' as const,
    says: [],
    others: [
      text === 'ruby-3.1'
        ? 'runtime-unknown-name'
        : text === 'python-3.15'
          ? 'runtime-python-unsupported'
          : 'runtime-patch-version',
    ],
  })),
  ...['python3.9\n', 'python-3.9\npython-3.10\n'].map((text) => ({
    name: `runtime.txt ${JSON.stringify(text)}`,
    files: { 'runtime.txt': text },
    says: [],
    others: ['runtime-format'],
  })),
  {
    name: 'runtime.txt r-4.2 + install.R',
    files: { 'runtime.txt': 'r-4.2\n', 'install.R': installR },
    buildpack: 'python',
    says: [],
    others: ['runtime-r-no-date'],
  },
  ...['r-2023-06-01', 'r-4.2-2023-06-01'].map((text) => ({
    name: `runtime.txt ${text} + install.R`,
    files: { 'runtime.txt': `${text}\n`, 'install.R': installR },
    buildpack: 'r' as const,
    says: [],
  })),
  {
    name: 'install.R alone',
    files: { 'install.R': installR },
    buildpack: 'python',
    says: [],
    others: ['r-install-without-runtime'],
  },
  {
    name: 'DESCRIPTION alone',
    files: { DESCRIPTION: 'Package: waves\nVersion: 1.0\nImports: sf\n' },
    buildpack: 'r',
    says: [],
  },
  {
    name: 'DESCRIPTION + environment.yml',
    files: { DESCRIPTION: 'Package: waves\nVersion: 1.0\n', 'environment.yml': conda },
    buildpack: 'r',
    says: [],
  },
  {
    name: 'runtime.txt of R + environment.yml + requirements.txt',
    files: {
      'runtime.txt': 'r-4.2-2023-06-01\n',
      'environment.yml': 'dependencies:\n  - python=3.12\n',
      'requirements.txt': 'numpy==1.26.4\n',
    },
    buildpack: 'r',
    says: [],
  },
  {
    name: 'binder/postBuild + requirements.txt and setup.py at the root',
    files: {
      'binder/postBuild': '#!/bin/bash\nset -e\necho ready\n',
      'requirements.txt': 'numpy==1.26.4\n',
      'setup.py': 'from setuptools import setup\nsetup()\n',
    },
    buildpack: 'python',
    says: ['repo-binder-dir-shadows-root requirements.txt', 'repo-binder-dir-shadows-root setup.py'],
  },
  {
    name: 'binder/ and .binder/',
    files: { binder: folder, '.binder/environment.yml': conda },
    says: ['repo-two-binder-dirs .binder/environment.yml'],
  },
  {
    name: 'pyproject.toml with [project] only',
    files: { 'pyproject.toml': projectOnly },
    buildpack: 'python',
    says: [],
    others: ['pyproj-not-installed'],
  },
  {
    name: 'pyproject.toml of Poetry only',
    files: {
      'pyproject.toml': '[tool.poetry]\nname = "waves"\n[tool.poetry.dependencies]\nnumpy = "^1.26"\n',
    },
    buildpack: 'python',
    says: [],
    others: ['pyproj-not-installed'],
  },
  {
    name: 'pyproject.toml, complete, for Python 3.12 or later',
    files: { 'pyproject.toml': `${pyproject}requires-python = ">=3.12"\n` },
    buildpack: 'python',
    says: [],
    others: ['pyproj-python-resolves-high'],
  },
  {
    name: 'the same + runtime.txt python-3.10',
    files: { 'pyproject.toml': `${pyproject}requires-python = ">=3.12"\n`, 'runtime.txt': 'python-3.10\n' },
    buildpack: 'python',
    says: [],
    others: ['pyproj-runtime-conflict'],
  },
  {
    name: 'Pipfile + requirements.txt',
    files: { Pipfile: '[packages]\nnumpy = "*"\n', 'requirements.txt': 'pandas==2.2.3\n' },
    buildpack: 'pipfile',
    says: [],
    others: ['pipfile-requirements-both'],
  },
  {
    name: 'Pipfile + runtime.txt python-3.8',
    files: { Pipfile: '[packages]\nnumpy = "*"\n', 'runtime.txt': 'python-3.8\n' },
    buildpack: 'pipfile',
    says: ['repo-runtime-ignored runtime.txt'],
  },
  {
    name: 'Project.toml + requirements.txt + environment.yml',
    files: {
      'Project.toml': '[deps]\n[compat]\njulia = "1.10"\n',
      'requirements.txt': 'pandas==2.2.3\n',
      'environment.yml': conda,
    },
    buildpack: 'julia-project',
    says: [],
  },
  {
    name: 'Dockerfile + anything',
    files: {
      Dockerfile:
        'FROM quay.io/jupyter/minimal-notebook:2024-10-07\nRUN pip install --no-cache-dir scipy==1.14.1\n',
      'environment.yml': conda,
      'apt.txt': 'gdal-bin\n',
      postBuild: '#!/bin/bash\nset -e\necho ready\n',
    },
    buildpack: 'dockerfile',
    says: [
      'repo-shadowed-by-dockerfile apt.txt',
      'repo-shadowed-by-dockerfile environment.yml',
      'repo-shadowed-by-dockerfile postBuild',
    ],
  },
  {
    name: 'apt.txt Curl',
    files: { 'requirements.txt': 'numpy==1.26.4\n', 'apt.txt': 'Curl\n' },
    buildpack: 'python',
    says: [],
    others: ['apt-invalid-name'],
  },
  {
    name: 'apt.txt curl; id',
    files: { 'requirements.txt': 'numpy==1.26.4\n', 'apt.txt': 'curl; id\n' },
    buildpack: 'python',
    says: [],
    others: ['apt-shell-metachar'],
  },
  ...['poetry.lock', 'uv.lock', 'renv.lock', 'pixi.lock', 'conda-lock.yml', 'pdm.lock'].map((lock) => ({
    name: `${lock} alone`,
    files: { [lock]: '{}\n' },
    buildpack: 'python' as const,
    says: [`repo-lockfile-ignored ${lock}`],
  })),
  {
    name: 'Manifest.toml alone',
    files: { 'Manifest.toml': 'julia_version = "1.10.2"\n' },
    buildpack: 'python',
    says: ['repo-lockfile-ignored Manifest.toml'],
  },
  {
    name: 'uv.lock + pyproject.toml with [project]',
    files: { 'uv.lock': 'version = 1\n', 'pyproject.toml': projectOnly },
    buildpack: 'python',
    says: ['repo-lockfile-ignored uv.lock'],
    others: ['pyproj-not-installed'],
  },
  ...[
    ['requirements.in', 'numpy\n'],
    ['requirement.txt', 'numpy\n'],
    ['Environment.yml', conda],
  ].map(([file = '', text = '']) => ({
    name: `${file} alone`,
    files: { [file]: text },
    buildpack: 'python' as const,
    says: [`repo-misnamed-env-file ${file}`],
  })),
  {
    name: 'REQUIRE',
    files: { REQUIRE: 'julia 0.6\n' },
    buildpack: 'julia-require',
    says: [],
    others: ['julia-require-file'],
  },
  { name: 'nothing', files: {}, buildpack: 'python', says: ['repo-no-env-file analysis.ipynb'] },
  {
    name: 'default.nix + requirements.txt',
    files: {
      'default.nix': '{ pkgs ? import <nixpkgs> {} }: pkgs.mkShell {}\n',
      'requirements.txt': 'numpy==1.26.4\n',
    },
    buildpack: 'nix',
    says: ['nix-others-ignored requirements.txt'],
    others: ['nix-unpinned'],
  },
];

const notebook = JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });
const aboutFiles = /^(?:repo|nix-others)-/;

describe('the truth table of the builder', () => {
  for (const { name, files, buildpack, says, others = [] } of rows) {
    it(`${name}: ${[...says, ...others].join(', ') || 'nothing to say'}`, () => {
      const entries = { 'analysis.ipynb': notebook, LICENSE: 'MIT\n', ...files };
      const linter = createLinter({ view: memoryView(entries), files: () => listed(entries) }, rules);
      const { findings } = linter.lint();
      assert.equal(linter.model.reading().environment.buildpack, buildpack);
      assert.deepEqual(
        findings.filter(({ rule }) => aboutFiles.test(rule)).map(({ rule, file }) => `${rule} ${file}`),
        says,
      );
      for (const other of others)
        assert.ok(
          findings.some(({ rule }) => rule === other),
          `${other} is silent`,
        );
    });
  }
});
