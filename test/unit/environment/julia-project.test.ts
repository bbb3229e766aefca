import assert from 'node:assert/strict';
import { readJuliaManifest, readJuliaProject } from '../../../server/environment/julia-project';
import { sourceText } from '../../../server/environment/text';

const uuid = '336ed68f-0bac-5ca0-87d4-7b16caf5d00b';

describe('readJuliaProject', () => {
  it('tells where its tables begin', () => {
    const text = `[deps]\nCSV = "${uuid}"\n\n[compat]\nCSV = "0.10"\n`;
    const { tables } = readJuliaProject(sourceText('Project.toml', text));
    assert.deepEqual([tables.deps?.start.line, tables.compat?.start.line], [0, 3]);
  });

  it('tells of no table that is written in one line', () => {
    const { tables, dependencies } = readJuliaProject(
      sourceText('Project.toml', `deps = { CSV = "${uuid}" }\n`),
    );
    assert.deepEqual([tables.deps, dependencies.length], [undefined, 1]);
  });
});

describe('readJuliaManifest', () => {
  it('has the identifiers of packages, in both formats', () => {
    const now = readJuliaManifest(
      sourceText('Manifest.toml', `[[deps.CSV]]\nuuid = "${uuid}"\n\n[[deps.Old]]\n`),
    );
    const before = readJuliaManifest(sourceText('Manifest.toml', `[[CSV]]\nuuid = "${uuid}"\n`));
    assert.deepEqual([...now.uuids], [['CSV', uuid]]);
    assert.deepEqual([...before.uuids], [['CSV', uuid]]);
  });
});
