// Any two configuration files together: of a file that the build ignores the linter says one thing, if anything.
import assert from 'node:assert/strict';
import { createLinter } from '../../../server/lint/linter';
import { rules } from '../../../server/lint/table';
import { listed, memoryView } from '../../support/memory-view';

const texts: Readonly<Record<string, string>> = {
  '.python-version': '3.9\n',
  Containerfile: 'FROM quay.io/jupyter/minimal-notebook:2024-10-07\n',
  DESCRIPTION: 'Package: waves\nVersion: 1.0\nImports: sf\n',
  Dockerfile: 'FROM quay.io/jupyter/minimal-notebook:2024-10-07\nRUN echo ready\n',
  'JuliaProject.toml': '[deps]\n[compat]\njulia = "1.10"\n',
  'Manifest.toml': 'julia_version = "1.10.2"\n',
  Pipfile: '[packages]\nseaborn = "==0.13.2"\n',
  'Pipfile.lock': '{"_meta": {"requires": {"python_version": "3.11"}}, "default": {}}\n',
  'Project.toml': '[deps]\n[compat]\njulia = "1.10"\n',
  'apt.txt': 'gdal-bin\n',
  'conda-lock.yml': 'version: 1\n',
  'default.nix': '{ }\n',
  'environment.yaml': 'dependencies:\n  - python=3.12\n  - scipy=1.14\n',
  'environment.yml': 'dependencies:\n  - python=3.11\n  - numpy=1.26\n',
  'install.R': 'install.packages("sf")\n',
  'pixi.toml': '[project]\n',
  'poetry.lock': '',
  postBuild: '#!/bin/bash\nset -e\necho ready\n',
  'pyproject.toml':
    '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "waves"\nversion = "1.0"\ndependencies = ["sympy"]\n',
  'renv.lock': '{"R": {"Version": "4.3.1"}, "Packages": {}}\n',
  'requirements.in': 'numpy\n',
  'requirements.txt': 'pandas==2.2.3\n',
  'requirements3.txt': 'xarray==2024.9.0\n',
  'runtime.txt': 'python-3.9\n',
  'setup.py': 'from setuptools import setup\nsetup(name="waves")\n',
  'shell.nix': '{ }\n',
  start: '#!/bin/bash\nexec "$@"\n',
  'uv.lock': 'version = 1\n',
};

/** Rules that speak of files because the build ignores them. */
const aboutIgnored =
  /^(?:repo-|nix-others|pipfile-requirements|r-install-without|r-description-in|r-renv|pyproj-not-inst|runtime-(?:unknown|r-no))/;
const chosen = rules.filter(({ id }) => aboutIgnored.test(id));
const names = Object.keys(texts);

function twice(files: Readonly<Record<string, string>>): string[] {
  const linter = createLinter({ view: memoryView(files), files: () => listed(files) }, chosen);
  const { findings } = linter.lint();
  const ignored = linter.model.reading().environment.files.filter(({ role }) => role === 'ignored');
  return ignored.flatMap(({ path }) => {
    const own = findings.filter(({ file }) => file === path).map(({ rule }) => rule);
    return own.length > 1 ? [`${Object.keys(files).join(' + ')}: ${path} has ${own.join(', ')}`] : [];
  });
}

describe('a file that the build ignores', () => {
  for (const folder of ['', 'binder/']) {
    it(`has at most one finding, beside any other file ${folder === '' ? 'of the root' : `in ${folder}`}`, () => {
      const found = names.flatMap((name) =>
        names
          .filter((other) => folder !== '' || other < name)
          .flatMap((other) =>
            twice({
              [`${folder}${other}`]: texts[other] ?? '',
              [name]: texts[name] ?? '',
              'analysis.py': '',
            }),
          ),
      );
      assert.deepEqual(found, []);
    });
  }
});
