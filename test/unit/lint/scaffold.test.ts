import assert from 'node:assert/strict';
import type { Grammars } from '../../../server/environment/code/grammars';
import type { PackageRelease } from '../../../server/lint/input';
import { createLinter } from '../../../server/lint/linter';
import { newestRelease } from '../../../server/lint/releases';
import { repositoryNeeds } from '../../../server/lint/scaffold/repository-needs';
import type { ScaffoldRequest } from '../../../server/lint/scaffold/scaffold';
import { choosePython, scaffold, scaffoldPython } from '../../../server/lint/scaffold/scaffold';
import { testGrammars } from '../../support/grammars';
import { lintInput, notebookJson } from '../../support/lint-input';

const python = notebookJson(
  ['import numpy as np\nimport cv2\n', 'try:\n    import torch\nexcept ImportError:\n    pass\n'],
  {
    language_info: { name: 'python', version: '3.11.9' },
  },
);
const r = notebookJson(['library(sf)\nlibrary(dplyr)\n'], {
  kernelspec: { name: 'ir', language: 'R', display_name: 'R' },
});

describe('what bindery init writes', () => {
  let grammars: Grammars;
  before(async () => (grammars = await testGrammars()));

  const versions = { numpy: '1.26.4', 'opencv-python-headless': '4.9.0.80' };
  const write = (
    files: Readonly<Record<string, string>>,
    more: Partial<ScaffoldRequest> = {},
    environment: Partial<ScaffoldRequest['environment']> = {},
  ): Record<string, string> => {
    const { model } = createLinter(lintInput(files), [], { grammars });
    const choices = {
      python: '3.11',
      versions,
      conda: false,
      today: '2026-01-15',
      folder: '',
      ...environment,
    };
    const edits = scaffold(model, repositoryNeeds(model), { environment: choices, ...more });
    return Object.fromEntries(
      edits.map((edit) => [
        edit.file,
        edit.kind === 'create' || edit.kind === 'replace' ? edit.text : edit.kind,
      ]),
    );
  };

  it('is requirements.txt and runtime.txt where pip will do, pinned where versions are known', () => {
    assert.deepEqual(write({ 'a.ipynb': python, 'b.py': 'import requests\n' }), {
      'requirements.txt': 'numpy==1.26.4\nopencv-python-headless==4.9.0.80\nrequests\n',
      'runtime.txt': 'python-3.11\n',
    });
  });

  it('is environment.yml where conda is wanted, or the only one that has a package', () => {
    const text = 'channels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - numpy=1.26.4\n';
    assert.deepEqual(write({ 'a.py': 'import numpy\n' }, {}, { conda: true }), { 'environment.yml': text });
    const needed = write({ 'a.py': 'import xesmf\n' });
    assert.match(needed['environment.yml'] ?? '', /- xesmf\n/);
  });

  it('is runtime.txt with a date and install.R for R, with requirements.txt for Python beside it', () => {
    const files = write({ 'a.ipynb': r, 'b.ipynb': python });
    assert.equal(files['runtime.txt'], 'r-4.4-2026-01-13\n');
    assert.match(files['install.R'] ?? '', /^packages <- c\("dplyr", "sf"\)\ninstall\.packages\(packages\)/);
    assert.match(
      files['install.R'] ?? '',
      /stopifnot\(all\(packages %in% rownames\(installed\.packages\(\)\)\)\)/,
    );
    assert.match(files['requirements.txt'] ?? '', /^numpy==1\.26\.4$/m);
  });

  it('is in the folder that there is for such files', () => {
    const files = write({ 'binder/README.md': '', 'a.ipynb': python }, {}, { folder: 'binder' });
    assert.deepEqual(Object.keys(files), ['binder/requirements.txt', 'binder/runtime.txt']);
  });

  it('is nothing of the environment where a file states it', () => {
    assert.deepEqual(write({ 'requirements.txt': '', 'a.ipynb': python }), {});
  });

  it('has CITATION.cff and a badge on request, and leaves those that are there alone', () => {
    const licence = 'MIT License\n\nCopyright (c) 2026\n';
    const more = {
      citation: {
        title: 'notes',
        authors: ['Ada King Lovelace', 'Group'],
        url: 'https://example.org/notes',
        version: '1.0',
      },
      badge: { title: 'notes', link: 'https://mybinder.org/v2/gh/ada/notes/HEAD' },
    };
    const files = write(
      { 'requirements.txt': '', LICENSE: licence, 'README.md': '# Notes\n\nText.\n' },
      more,
    );
    assert.equal(
      files['CITATION.cff'],
      'cff-version: 1.2.0\nmessage: If you use this repository, please cite it as below.\ntitle: notes\ntype: software\nauthors:\n  - given-names: Ada King\n    family-names: Lovelace\n  - name: Group\nversion: "1.0"\nrepository-code: https://example.org/notes\nlicense: MIT\n',
    );
    assert.match(files['README.md'] ?? '', /^\n\[!\[Binder\]/);
    const linked = {
      'requirements.txt': '',
      'CITATION.cff': '',
      'README.rst': 'https://mybinder.org/v2/gh/a/b/HEAD',
    };
    assert.deepEqual(write(linked, more), {});
  });

  it('is Project.toml with what the code loads, and names what no table has an identifier of', () => {
    const script = [
      'using CSV, DataFrames, Statistics, OwnThing, Rare',
      'module OwnThing end',
      'try\n  using CUDA\ncatch\nend',
    ].join('\n');
    assert.deepEqual(write({ 'a.jl': script }), {
      'Project.toml': [
        '[deps]',
        'CSV = "336ed68f-0bac-5ca0-87d4-7b16caf5d00b"',
        'DataFrames = "a93c6f00-e57d-5684-b7b6-d8193f3e46c0"',
        '# Still to add: import Pkg; Pkg.add(["Rare"])',
        '',
        '[compat]',
        'julia = "1.10"',
        '',
      ].join('\n'),
    });
  });

  it('asks for the Python of the person, else of the notebooks, else of the environment', () => {
    const { model } = createLinter(lintInput({ 'a.ipynb': python }), [], { grammars });
    const needs = repositoryNeeds(model);
    assert.equal(choosePython('3.9', needs, '3.12'), '3.9');
    assert.equal(choosePython(undefined, needs, '3.12'), '3.11');
    const others = { python: needs.python, r: needs.r, julia: needs.julia, languages: needs.languages };
    assert.equal(choosePython(undefined, others, '3.13'), '3.13');
    assert.equal(choosePython(undefined, others, '3.99'), scaffoldPython);
  });
});

describe('the newest release', () => {
  const release = (version: string, more: Partial<PackageRelease> = {}): PackageRelease => ({
    version,
    yanked: false,
    wheels: ['cp311'],
    sdist: true,
    ...more,
  });
  const newest = (...releases: PackageRelease[]): string | undefined =>
    newestRelease({ exists: true, releases }, '3.11');

  it('is by version, not by place, and neither a pre-release nor withdrawn', () => {
    assert.equal(
      newest(release('1.10'), release('1.9'), release('2.0rc1'), release('1.11', { yanked: true })),
      '1.10',
    );
  });

  it('is one for this Python', () => {
    assert.equal(
      newest(release('2.0', { requiresPython: '>=3.12' }), release('1.0', { requiresPython: '>=3.8,<3.12' })),
      '1.0',
    );
    assert.equal(newest(release('2.0', { wheels: ['cp38-abi3'], sdist: false })), '2.0');
    assert.equal(newest(release('2.0', { wheels: ['cp312'], sdist: false })), undefined);
  });

  it('is one with a wheel where any has one', () => {
    assert.equal(newest(release('2.0', { wheels: [] }), release('1.0')), '1.0');
    assert.equal(newest(release('2.0', { wheels: [] }), release('1.0', { wheels: [] })), '2.0');
  });
});
