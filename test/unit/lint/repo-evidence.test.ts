import assert from 'node:assert/strict';
import { readDockerfile } from '../../../server/environment/dockerfile';
import { sourceText } from '../../../server/environment/text';
import { createMemory } from '../../../server/lint/memory';
import { createModel } from '../../../server/lint/model';
import type { RepositoryModel } from '../../../server/lint/model';
import { fewNames, pinsDiffer } from '../../../server/lint/rules/repo/declared';
import { dockerfileKind, isFolderInstalled, isNamed } from '../../../server/lint/rules/repo/evidence';
import { listed, memoryView } from '../../support/memory-view';

function modelOf(files: Readonly<Record<string, string>>): RepositoryModel {
  const input = { view: memoryView(files), files: () => listed(files) };
  const options = {
    profile: 'launch',
    platform: 'linux/amd64',
    facts: {},
    grammars: {},
    packages: {},
  } as const;
  return createModel(input, createMemory(), options);
}

describe('what shows that a file is used', () => {
  const named: readonly (readonly [string, string, boolean])[] = [
    ['pip install -r requirements.txt', 'requirements.txt', true],
    ['pip install -r ../requirements.txt', 'requirements.txt', true],
    ['pip install --requirement=./requirements.txt', 'requirements.txt', true],
    ['pip install -rrequirements.txt', 'requirements.txt', true],
    ['pip install -r "${REPO_DIR}/requirements.txt"', 'requirements.txt', true],
    ['cp requirements*.txt /tmp', 'requirements.txt', true],
    ['pip install -r binder/requirements.txt', 'requirements.txt', false],
    ['pip install -r /srv/binder/requirements.txt', 'requirements.txt', false],
    ['pip install -r dev-requirements.txt', 'requirements.txt', false],
    ['# pip install -r requirements.txt', 'requirements.txt', false],
    ['echo ready # or requirements.txt', 'requirements.txt', false],
    ['cp * /tmp', 'requirements.txt', false],
    ['bash scripts/more.sh', 'environment.yml', true],
    ['make env', 'conda.yml', true],
  ];
  const around = {
    'requirements.txt': 'numpy\n',
    'scripts/more.sh': 'mamba env update -f environment.yml\n',
    Makefile: 'env:\n\tmamba env update -f conda.yml\n',
  };
  for (const [line, path, expected] of named) {
    it(`${line} ${expected ? 'names' : 'does not name'} ${path}`, () => {
      assert.equal(isNamed(modelOf({ ...around, postBuild: `${line}\n` }), path), expected);
    });
  }

  const installed: readonly (readonly [string, boolean])[] = [
    ['pip install .', true],
    ['pip install --no-deps -e ".[plots]"', true],
    ['python3 -m pip install ${REPO_DIR}', true],
    ['uv pip install --system ./', true],
    ['python setup.py develop', true],
    ['poetry install --only main', true],
    ['pip install numpy && cp -r . /tmp/copy', false],
    ['pip install -r requirements.txt', false],
  ];
  for (const [line, expected] of installed) {
    it(`${line} ${expected ? 'installs' : 'does not install'} the folder`, () => {
      assert.equal(isFolderInstalled(modelOf({ ...around, postBuild: `${line}\n` })), expected);
    });
  }
});

describe('kinds of Dockerfiles', () => {
  const kinds: readonly (readonly [string, string])[] = [
    ['FROM ghcr.io/lab/tides:v1\n', 'prebuilt'],
    ['ARG TAG=v1\nFROM ghcr.io/lab/tides:${TAG}\nLABEL version=1\n', 'prebuilt'],
    ['FROM pangeo/pangeo-notebook-onbuild:2024.11.11\n', 'onbuild'],
    ['FROM pangeo/base-image:2024.11.11\n', 'onbuild'],
    ['FROM ghcr.io/lab/tides:v1\nRUN pip install numpy\n', 'recipe'],
  ];
  for (const [text, kind] of kinds) {
    it(`${JSON.stringify(text)} is ${kind}`, () => {
      assert.equal(dockerfileKind(readDockerfile(sourceText('Dockerfile', text))), kind);
    });
  }
});

describe('comparing what files ask for', () => {
  it('takes a series and one of its releases for agreement', () => {
    assert.equal(pinsDiffer('1.26', '1.26.4'), false);
    assert.equal(pinsDiffer('1.26.*', '1.26.4'), false);
    assert.equal(pinsDiffer('1.2', '1.26'), true);
  });
  it('cuts long lists short', () => {
    assert.equal(fewNames(['a', 'b', 'c']), 'a, b, c');
    assert.equal(fewNames(['a', 'b', 'c', 'd']), 'a, b, c, … (4)');
  });
});
