import assert from 'node:assert/strict';
import { otherLinters, ruleSettings } from '../../../../extension/lint/others';
import { fits } from '../../../../server/lint/suppression';
import { rules } from '../../../../server/lint/table';
import { FakeEditor } from './fake-editor';

const plain = { enable: true, rules: {}, packages: {}, deferToOthers: true };

describe('rules that another extension reports as well', () => {
  it('are left to it where it is installed', () => {
    const editor = new FakeEditor();
    assert.deepEqual(ruleSettings(editor.vs, plain), {});
    editor.installed.add('ms-azuretools.vscode-docker');
    assert.equal(ruleSettings(editor.vs, plain)['docker-syntax'], 'off');
    assert.deepEqual(ruleSettings(editor.vs, { ...plain, deferToOthers: false }), {});
  });

  it('are reported all the same where a person names one', () => {
    const editor = new FakeEditor();
    editor.installed.add('exiasr.hadolint');
    const own = { 'docker-*': 'error', 'docker-apt-unpinned': 'hint' } as const;
    const settings = Object.entries(ruleSettings(editor.vs, { ...plain, rules: own }));
    const last = (id: string): unknown => settings.findLast(([pattern]) => fits(id, [pattern]))?.[1];
    assert.deepEqual(['docker-from-untagged', 'docker-apt-unpinned', 'docker-apt-no-y'].map(last), [
      'error',
      'hint',
      'off',
    ]);
  });

  it('exist', () => {
    const docker = rules.filter(({ id }) => id.startsWith('docker-'));
    for (const pattern of Object.values(otherLinters).flat()) {
      assert.ok(
        docker.some(({ id }) => fits(id, [pattern])),
        pattern,
      );
    }
  });
});
