import assert from 'node:assert/strict';
import { describeFailure } from '../../../server/build/describe-failure';
import { AppError } from '../../../server/protocol';
import type { Plan, Step } from '../../../server/protocol';
import { memoryView } from '../../support/memory-view';

const requirements: Step = {
  op: 'pip-install-requirements',
  id: 'pip',
  place: 'before-copy',
  user: 'user',
  inputs: ['binder/requirements.txt'],
  origin: 'repository',
  file: 'binder/requirements.txt',
  prefix: 'KERNEL_PYTHON_PREFIX',
};
const postBuild: Step = {
  op: 'run-post-build',
  id: 'post',
  place: 'after-copy',
  user: 'user',
  inputs: ['postBuild'],
  origin: 'repository',
  file: 'postBuild',
};
const plan = {
  platform: 'linux/amd64',
  buildpack: 'python',
  configDir: 'binder',
  layout: { repoDir: '/home/jovyan' },
  steps: [requirements, postBuild],
  toolchains: [{ language: 'python', kind: 'system', requested: '3.10', resolved: '3.11.2' }],
} as unknown as Plan;

const failed = new AppError('step-failed', { step: 'x', exit: 1 });

function described(step: string, lines: readonly string[], files: Readonly<Record<string, string>> = {}) {
  return describeFailure(failed, {
    plan,
    step,
    lines,
    log: '/log',
    place: '/state',
    view: memoryView(files),
  });
}

const notFound = [
  '  cause: Because no-such was not found in the package registry and you require no-such==1.0, we',
];

describe('a failure, described', () => {
  it('names the file and line of a package that does not exist', () => {
    const files = { 'binder/requirements.txt': '# packages\nsix\nNo_Such == 1.0  # typo\n' };
    const { error, explanations } = described('pip', notFound, files);
    assert.equal(error.code, 'package-not-found');
    assert.match(error.message, /^No_Such == 1\.0, asked for in binder\/requirements\.txt line 3, /);
    assert.equal(explanations[0]?.file, 'binder/requirements.txt');
    assert.equal(explanations[0].line, 2);
    assert.match(explanations[0].message, /no-such/);
  });

  it('finds it in an included file', () => {
    const files = { 'binder/requirements.txt': '-r more.txt\n', 'binder/more.txt': 'no-such==1.0\n' };
    assert.match(described('pip', notFound, files).error.message, /binder\/more\.txt line 1/);
  });

  it('does not invent a line for a dependency of a dependency', () => {
    const { error, explanations } = described('pip', notFound, { 'binder/requirements.txt': 'six\n' });
    assert.match(error.message, /one of the requirements/);
    assert.equal(explanations[0]?.line, undefined);
  });

  it('names the file and line that pip cannot read, as pip tells it or as the file shows it', () => {
    const more = `${'six\n'.repeat(6)}six ==== 1\n`;
    const files = { 'binder/requirements.txt': 'six\nnot a requirement\n', 'binder/more.txt': more };
    const byUv = ["error: Couldn't parse requirement in `requirements.txt` at position 4", '  cause: odd'];
    const byPip = ["ERROR: Invalid requirement: 'six ==== 1': odd", '    (from line 7 of binder/more.txt)'];
    const { error, explanations } = described('pip', byUv, files);
    assert.equal(error.message, 'binder/requirements.txt line 2: pip cannot read not a requirement.');
    assert.equal(explanations[0]?.line, 1);
    const told = described('pip', [...byUv, ...byPip], files).error;
    assert.equal(told.message, 'binder/more.txt line 7: pip cannot read six ==== 1.');
  });

  it('tells a full disk and an unreachable index as what they are', () => {
    const { error } = described('pip', ['x: No space left on device (os error 28)']);
    assert.equal(error.message, 'There is no space left in /state.');
    assert.equal(described('pip', ['  cause: dns error']).error.code, 'network');
    const full = Object.assign(new Error('write'), { code: 'ENOSPC', path: '/state' });
    const context = { plan, lines: [], log: '/log', place: '/state', view: memoryView({}) };
    assert.equal(describeFailure(AppError.from(full), context).error.code, 'disk-full');
  });

  it('names postBuild, its exit code and the line that called what is not there', () => {
    const script = '#!/bin/bash\nset -e\n\n  nosuch --now\n';
    const lines = ['/repo/postBuild: line 4: nosuch: command not found'];
    const { error, explanations } = described('post', lines, { postBuild: script });
    assert.equal(explanations[0]?.line, 3);
    assert.equal(explanations[0].range?.start.column, 2);
    assert.equal(error.code, 'step-failed');
    assert.equal(error.args['log'], '/log');
    assert.match(explanations[0].message, /postBuild: line 4 runs nosuch/);
    assert.match(explanations[1]?.message ?? '', /postBuild ended with exit code 1/);
  });

  it('fills every template', () => {
    for (const line of [
      ...notFound,
      'gcc: not found',
      'error: No such file or directory: gcc',
      'Hash mismatch for `a`',
    ]) {
      for (const { message, fix } of described('pip', [line]).explanations) {
        assert.doesNotMatch(`${message} ${fix ?? ''}`, /\{\w+\}/);
      }
    }
  });
});
