import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildFailure } from 'esbuild';
import { pureStages, stages } from '../../scripts/walls.mjs';
import { readImportGraph, wayTo } from '../support/import-graph';
import type { ImportGraph } from '../support/import-graph';
import { repositoryRoot } from '../support/parts';
import { violations } from '../support/wall-checker';

describe('the walls between the parts', () => {
  it('are crossed by no import of the tree', () => {
    const graph = readImportGraph(repositoryRoot, ['server', 'extension', 'webview']);
    assert.ok(graph.size > 20, 'the walk found the sources');
    assert.deepEqual(violations(graph), []);
  });

  it('name every folder of server/ as a stage', () => {
    const folders = readdirSync(join(repositoryRoot, 'server'), { withFileTypes: true });
    const unnamed = folders.filter((entry) => entry.isDirectory() && !stages.includes(entry.name));
    assert.deepEqual(
      unnamed.map(({ name }) => name),
      [],
    );
  });

  it('let the pure parts run in a browser, with all the libraries they reach', async () => {
    const pure = readImportGraph(repositoryRoot, [
      'webview',
      ...pureStages.map((stage) => `server/${stage}`),
    ]);
    assert.deepEqual(await browserErrors([...pure.keys()]), []);
  });

  it('would not, had one of them a library that uses Node', async () => {
    const errors = await browserErrors(['server/http/app.ts']);
    assert.match(errors.join(' '), /"(node:)?http"/);
  });

  describe('as they are read from files', () => {
    let root: string;
    beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'walls-'))));
    afterEach(() => rmSync(root, { recursive: true }));

    it('see every form of import, and resolve folders', () => {
      mkdirSync(join(root, 'server/a'), { recursive: true });
      mkdirSync(join(root, 'server/b'));
      writeFileSync(join(root, 'server/b/index.ts'), '');
      const forms = [
        `import x from '../b';`,
        `import type { Y } from './y';`,
        `export { z } from './z';`,
        `const w = await import('node:fs');`,
        `type V = import('./v').V;`,
        `const u = require('vscode');`,
      ];
      writeFileSync(join(root, 'server/a/a.ts'), forms.join('\n'));
      const imports = readImportGraph(root, ['server']).get('server/a/a.ts') ?? [];
      assert.deepEqual([...imports].sort(), [
        'node:fs',
        'server/a/v',
        'server/a/y',
        'server/a/z',
        'server/b/index.ts',
        'vscode',
      ]);
    });
  });

  describe('as the checker keeps them', () => {
    const cases: readonly (readonly [
      string,
      Readonly<Record<string, readonly string[]>>,
      readonly string[],
    ])[] = [
      [
        'lets a stage import the stages above it',
        { 'server/plan/a.ts': ['server/spec/b.ts', 'express'] },
        [],
      ],
      [
        'finds a stage that imports one below it',
        { 'server/plan/a.ts': ['server/build/b.ts'] },
        ['server/plan/a.ts imports server/build/b.ts'],
      ],
      [
        'finds a folder of server/ that is no stage',
        { 'server/plan/a.ts': ['server/helpers/b.ts'] },
        ['server/plan/a.ts imports server/helpers/b.ts'],
      ],
      [
        'finds vscode outside extension/',
        { 'server/http/a.ts': ['vscode'], 'extension/a.ts': ['vscode'] },
        ['server/http/a.ts imports vscode'],
      ],
      [
        'finds a server that imports a face',
        { 'server/cli/a.ts': ['webview/protocol.ts'] },
        ['server/cli/a.ts imports webview/protocol.ts'],
      ],
      [
        'finds an extension that builds by itself',
        { 'extension/a.ts': ['server/build/b.ts', 'server/http/client/c.ts', 'server/http/app.ts'] },
        ['extension/a.ts imports server/build/b.ts', 'extension/a.ts imports server/http/app.ts'],
      ],
      [
        'lets the extension share messages with the webview, but no code',
        { 'extension/a.ts': ['webview/protocol.ts', 'webview/ui.ts'] },
        ['extension/a.ts imports webview/ui.ts'],
      ],
      [
        'finds a webview that imports more than protocol and spec',
        { 'webview/a.ts': ['server/environment/b.ts', 'server/spec/c.ts', 'extension/d.ts'] },
        ['webview/a.ts imports server/environment/b.ts', 'webview/a.ts imports extension/d.ts'],
      ],
      [
        'finds a source that imports a test',
        { 'server/cli/a.ts': ['test/support/b.ts'] },
        ['server/cli/a.ts imports test/support/b.ts'],
      ],
      [
        'finds a Node built-in behind a pure stage, however far',
        {
          'webview/a.ts': ['server/spec/b.ts'],
          'server/spec/b.ts': ['server/spec/c.ts'],
          'server/spec/c.ts': ['node:fs'],
        },
        [
          'webview/a.ts reaches a Node built-in: webview/a.ts -> server/spec/b.ts -> server/spec/c.ts -> node:fs',
          'server/spec/b.ts reaches a Node built-in: server/spec/b.ts -> server/spec/c.ts -> node:fs',
          'server/spec/c.ts reaches a Node built-in: server/spec/c.ts -> node:fs',
        ],
      ],
      [
        'finds a built-in without its prefix',
        { 'server/lint/a.ts': ['path'] },
        ['server/lint/a.ts reaches a Node built-in: server/lint/a.ts -> path'],
      ],
    ];
    for (const [name, tree, expected] of cases) {
      it(name, () => assert.deepEqual(violations(graphOf(tree)), expected));
    }

    it('ends on a ring of imports', () => {
      const ring = graphOf({
        'server/spec/a.ts': ['server/spec/b.ts'],
        'server/spec/b.ts': ['server/spec/a.ts'],
      });
      assert.equal(
        wayTo(ring, 'server/spec/a.ts', (name) => name === 'node:fs'),
        undefined,
      );
    });
  });
});

const graphOf = (tree: Readonly<Record<string, readonly string[]>>): ImportGraph =>
  new Map(Object.entries(tree));

/** What stands in the way of bundling these files for a browser. */
async function browserErrors(entryPoints: string[]): Promise<string[]> {
  try {
    await build({
      entryPoints,
      absWorkingDir: repositoryRoot,
      bundle: true,
      write: false,
      outdir: 'unused',
      platform: 'browser',
      logLevel: 'silent',
    });
    return [];
  } catch (error) {
    return (error as BuildFailure).errors.map(({ text }) => text);
  }
}
