import assert from 'node:assert/strict';
import type { ModulesOf } from '../../../../extension/lint/facts';
import { createFolderFacts } from '../../../../extension/lint/facts';
import { Uri } from './fake-values';

/** The Git extension, with one repository. */
function withGit(repository: object, enabled = true) {
  const api = { state: 'initialized', getRepository: () => repository };
  const git = { enabled, getAPI: () => api };
  const activate = (): Promise<typeof git> => Promise.resolve(git);
  return { extensions: { getExtension: () => ({ activate }) } } as unknown as Parameters<
    typeof createFolderFacts
  >[0];
}

const root = Uri.parse('file:///folder');
const nobodyKnows: ModulesOf = () => Promise.resolve(undefined);
const facts = (vs: ReturnType<typeof withGit>, folder = root, modules = nobodyKnows) =>
  createFolderFacts(vs, folder as never, () => '2026-11-21', modules);
const repository = {
  rootUri: root,
  state: { remotes: [{ name: 'origin', fetchUrl: 'https://example.invalid/x.git' }] },
  getRefs: () => Promise.resolve([{ type: 0, name: 'main' }, { type: 2, name: 'v1' }, { type: 2 }]),
};

describe('what a folder’s git repository tells the linter', () => {
  it('is its home and its tags, once they are known', async () => {
    const known = facts(withGit(repository));
    assert.deepEqual(known.current(), { today: '2026-11-21' });
    assert.equal(await known.update(), true);
    assert.deepEqual(known.current(), {
      today: '2026-11-21',
      remote: 'https://example.invalid/x.git',
      tags: ['v1'],
    });
    assert.equal(await known.update(), false);
  });

  it('goes with what the environment has that was built for the folder, where an agent knows that', async () => {
    const asked: string[] = [];
    const known = facts(withGit(repository), root, (folder) => {
      asked.push(folder);
      return Promise.resolve({ yaml: ['PyYAML'] });
    });
    await known.update();
    assert.deepEqual(known.current().modules, { yaml: ['PyYAML'] });
    assert.deepEqual(asked, ['/folder']);
    const gone = facts(withGit(repository), root, () => Promise.reject(new Error('the agent is gone')));
    await gone.update();
    assert.equal(gone.current().modules, undefined);
    assert.deepEqual(gone.current().tags, ['v1']);
  });

  it('is nothing of a part of a repository, of a virtual folder, and without git', async () => {
    const only = { today: '2026-11-21' };
    const cases = [
      facts(withGit({ ...repository, rootUri: Uri.parse('file:///') })),
      facts(withGit(repository), Uri.parse('vscode-vfs://github/owner/work')),
      facts(withGit(repository, false)),
      facts(withGit({ ...repository, getRefs: () => Promise.reject(new Error('not trusted')) })),
    ];
    for (const known of cases) {
      await known.update();
      assert.deepEqual(known.current(), only);
    }
  });
});
