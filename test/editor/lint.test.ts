import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { EditorFixture } from '../support/editor-fixture';
import { pictureFailures, startEditor } from '../support/editor-fixture';
import { until } from '../support/editor-wait';

const notebook = 'tides.ipynb';

/** Makes mistakes: a name that is no Debian package, a cell in Python 2, and one that installs a package. */
function makeMistakes(workspace: string): void {
  writeFileSync(path.join(workspace, 'apt.txt'), 'Graphviz\n');
  const file = path.join(workspace, notebook);
  addCells(file, file, 'print "high tide"', '!apt-get install -y ffmpeg');
}

/** Writes a copy of a notebook with more cells behind its title. */
function addCells(from: string, to: string, ...sources: string[]): void {
  const content = JSON.parse(readFileSync(from, 'utf8')) as { cells: object[] };
  const cells = sources.map((source, index) => ({
    ...{ cell_type: 'code', id: `more-${index}`, metadata: {}, execution_count: null, outputs: [] },
    source: [source],
  }));
  content.cells.splice(1, 0, ...cells);
  writeFileSync(to, `${JSON.stringify(content, null, 1)}\n`);
}

describe('the linter in the editor', function () {
  this.timeout(180_000);
  // Each step needs the one before it.
  this.bail(true);
  let editor: EditorFixture;

  before(async () => {
    editor = await startEditor({ example: 'conda', prepare: makeMistakes });
  });
  after(() => editor.close());
  pictureFailures(() => editor);

  const problems = (text: string | RegExp): Locator =>
    editor.workbench.page.locator('.markers-panel .monaco-list-row', { hasText: text });
  const open = async (name: string): Promise<void> => {
    await editor.workbench.page.getByRole('treeitem', { name, exact: true }).dblclick();
    await editor.workbench.page.getByRole('tab', { name }).first().waitFor();
  };
  const lineWith = (text: string): Locator =>
    editor.workbench.page.locator('.editor-instance .view-line', { hasText: text }).first();

  it('tells of files that nobody has opened, in Problems', async () => {
    await editor.workbench.run('Problems: Focus on Problems View');
    await problems('Graphviz is not the name of a Debian package').waitFor({ timeout: 60_000 });
    await problems('apt-invalid-name').waitFor();
    await problems(/Cell 2: /).waitFor();
    await editor.workbench.screenshot('lint-problems');
  });

  it('opens the page of a rule from there', async () => {
    const { page } = editor.workbench;
    await problems('apt-invalid-name').locator('a', { hasText: 'apt-' }).click();
    await page.getByRole('tab', { name: /apt-invalid-name/ }).waitFor();
    await editor.workbench.webview('h1#apt-invalid-name');
    await editor.workbench.screenshot('lint-page');
  });

  it('mends a finding by its quick fix, and the finding goes', async () => {
    const { page } = editor.workbench;
    await open('apt.txt');
    await page.locator('.editor-instance .squiggly-error').first().waitFor();
    await lineWith('Graphviz').click();
    await page.keyboard.press('Control+.');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Replace it by graphviz' });
    await fix.waitFor();
    await editor.workbench.screenshot('lint-quick-fixes');
    await fix.click();
    await lineWith('graphviz').waitFor();
    await problems('Graphviz').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+s');
    await until('the file is saved', 20, () =>
      readFileSync(path.join(editor.workspace, 'apt.txt'), 'utf8').startsWith('graphviz'),
    );
  });

  it('follows what is typed before it is saved, and what changes on the disk', async () => {
    const { page } = editor.workbench;
    await lineWith('graphviz').click();
    await page.keyboard.press('End');
    await page.keyboard.type('\nCurl');
    await problems('Curl is not the name').waitFor();
    await page.keyboard.press('Control+z');
    await problems('Curl is not the name').waitFor({ state: 'detached' });
    const copy = path.join(editor.workspace, 'copy.ipynb');
    addCells(path.join(editor.workspace, notebook), copy, 'print "low tide"');
    await problems('copy.ipynb').waitFor();
    rmSync(copy);
    await problems('copy.ipynb').waitFor({ state: 'detached' });
  });

  it('says in a hover what the build does with a line', async () => {
    const { page } = editor.workbench;
    await open('environment.yml');
    await page
      .locator('.editor-instance .view-line span', { hasText: /python/ })
      .last()
      .hover();
    const hover = page.locator('.monaco-hover', { hasText: 'Used by Binder, with the buildpack conda' });
    await hover.waitFor();
    await editor.workbench.screenshot('lint-hover');
  });

  it('says beside the language what results', async () => {
    const { page } = editor.workbench;
    await page.locator('#status\\.languageStatus').hover();
    await page.locator('.hover-language-status', { hasText: /conda · Python 3\.\d+/ }).waitFor();
    await editor.workbench.screenshot('lint-status');
    await page.keyboard.press('Escape');
    await editor.workbench.run('Bindery: Show Configuration Files');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'conda updates' });
    await row.waitFor();
    await editor.workbench.screenshot('lint-files');
    await page.keyboard.press('Escape');
  });

  it('marks the cell of an open notebook', async () => {
    const { page } = editor.workbench;
    await open(notebook);
    await page.locator('.notebook-editor .squiggly-error').first().waitFor();
    await problems(/^(?!.*Cell 2: ).*Python 2/)
      .first()
      .waitFor();
    await editor.workbench.screenshot('lint-notebook');
  });

  it('mends a cell and another file with one fix', async () => {
    const { page } = editor.workbench;
    await page.locator('.notebook-editor .view-line', { hasText: 'apt-get install' }).first().click();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Move it to apt.txt' }).click();
    await problems(/installs packages/).waitFor({ state: 'detached' });
    await open('apt.txt');
    await lineWith('ffmpeg').waitFor();
    await editor.workbench.screenshot('lint-two-files');
  });

  it('throws nothing that the workbench would write down', () => {
    const thrown = editor.workbench.errors.filter((line) =>
      /bindery\.bindery|dist\/(extension|lint)\.js/.test(line),
    );
    assert.deepEqual(thrown, []);
  });
});

describe('the linter in a folder that nobody trusts', function () {
  this.timeout(180_000);
  let editor: EditorFixture;

  before(async () => {
    editor = await startEditor({ example: 'conda', prepare: makeMistakes, trusted: false });
  });
  after(() => editor.close());
  pictureFailures(() => editor);

  it('reads it all the same, and starts no program', async () => {
    const { workbench, processes } = editor;
    await workbench.run('Problems: Focus on Problems View');
    const problem = workbench.page.locator('.markers-panel .monaco-list-row', {
      hasText: 'apt-invalid-name',
    });
    await problem.waitFor({ timeout: 60_000 });
    assert.deepEqual(
      processes().filter(({ command }) => command.includes('bindery.js')),
      [],
    );
    await workbench.screenshot('lint-untrusted');
  });
});
