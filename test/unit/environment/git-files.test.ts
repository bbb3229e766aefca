import assert from 'node:assert/strict';
import { readGitAttributes, readGitModules } from '../../../server/environment/git-files';
import { sourceText } from '../../../server/environment/text';

describe('readGitAttributes', () => {
  it('tells patterns, quoted ones too, and their filters', () => {
    const text = '# grids\n*.nc filter=lfs diff=lfs -text\n"my data/*" filter=lfs\n\n  *.sh text eol=lf\n';
    const read = readGitAttributes(sourceText('.gitattributes', text));
    assert.deepEqual(
      read.map(({ pattern, filter }) => [pattern.text, pattern.range.start.line, filter]),
      [
        ['*.nc', 1, 'lfs'],
        ['"my data/*"', 2, 'lfs'],
        ['*.sh', 4, undefined],
      ],
    );
  });
});

describe('readGitModules', () => {
  it('tells the folder and the address of each submodule', () => {
    const text = '[submodule "a"]\n\tpath = libs/a b\n\turl = ../a.git\n[submodule "b"]\n\turl = ../b.git\n';
    const read = readGitModules(sourceText('.gitmodules', text));
    assert.deepEqual(
      read.map(({ path, url, place }) => [path, url, place.range.start.line, place.range.start.column]),
      [['libs/a b', '../a.git', 1, 8]],
    );
  });
  it('passes over keys that stand in no section', () => {
    assert.deepEqual(readGitModules(sourceText('.gitmodules', 'path = a\n')), []);
  });
});
