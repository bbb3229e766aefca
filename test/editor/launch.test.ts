import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connectAgent } from '../../server/http/client/connect';
import type { JobRecord } from '../../server/protocol';
import type { EditorFixture } from '../support/editor-fixture';
import { pictureFailures, startEditor } from '../support/editor-fixture';
import { filesWith, showsOutputChannels } from '../support/editor-logs';
import { editorParts } from '../support/editor-parts';
import { until } from '../support/editor-wait';
import type { JupyterServer } from '../support/jupyter-client';
import { ask, startKernel } from '../support/jupyter-client';

/** Seconds that a build with an empty cache may take on a busy machine. */
const buildSeconds = 600;

/** The launch jobs that the editor's agent knows: asked as any other client would. */
async function launchJobs(home: string): Promise<readonly JobRecord[]> {
  const env = { ...process.env, BINDERY_HOME: home };
  const client = await connectAgent({ env, start: false, program: { file: '', args: [] }, linger: 0 });
  try {
    return (await client.jobs()).filter(({ kind }) => kind === 'launch');
  } finally {
    client.close();
  }
}

/** Server and token of a link that opens a session: `<base>lab…?token=…`. */
function serverOf(link: string): JupyterServer {
  const url = new URL(link);
  const token = url.searchParams.get('token') ?? '';
  return { url: new URL(url.pathname.replace(/lab(\/.*)?$/, ''), url).href, token };
}

function firstCodeCell(notebook: string): string {
  const { cells } = JSON.parse(readFileSync(notebook, 'utf8')) as {
    cells: { cell_type: string; source: string | string[] }[];
  };
  const source = cells.find(({ cell_type }) => cell_type === 'code')?.source ?? '';
  return typeof source === 'string' ? source : source.join('');
}

describe('from the open folder to a running notebook, in the editor', function () {
  this.timeout((buildSeconds + 60) * 1000);
  // Each step needs the one before it.
  this.bail(true);
  let editor: EditorFixture;
  let job: JobRecord | undefined;
  let session: JupyterServer;

  before(async () => {
    editor = await startEditor({ example: 'requirements', settings: { 'bindery.engine': 'host' } });
  });
  after(() => editor.close());
  pictureFailures(() => editor);

  const statusBecomes = (text: string, seconds: number): Promise<void> =>
    editor.workbench.statusItem(text).waitFor({ timeout: seconds * 1000 });
  const chooseFromStatusBar = async (line: string): Promise<void> => {
    await editor.workbench.statusItem('Bindery').click();
    await editor.workbench.pick(line);
  };

  it('is awake in a folder with configuration files, and says how long that took', async () => {
    await statusBecomes('Bindery', 60);
    const { page, run } = editor.workbench;
    await run('Developer: Show Running Extensions');
    // A dialog over the editors, slowest first, with only those rows in the document that are in view.
    const list = page.locator('.runtime-extensions-editor');
    await list.hover();
    const row = list.locator('.extension', { hasText: 'Bindery' });
    const time = await until('the time of its activation', 60, async () => {
      await page.mouse.wheel(0, 200);
      return /Activation: [^.]+ms/.exec((await row.allInnerTexts()).join(' '))?.at(0);
    });
    console.log(`      ${time}`);
    await page.keyboard.press('Escape');
    await row.first().waitFor({ state: 'hidden' });
  });

  it('shows a live build stream after Build and Launch', async () => {
    const { workbench } = editor;
    await workbench.run('Bindery: Build and Launch');
    const page = await workbench.webview('.phases');
    await page.locator('.phase.active').first().waitFor();
    await statusBecomes('Bindery: Building', buildSeconds);
    await page
      .locator('.line')
      .nth(2)
      .waitFor({ timeout: buildSeconds * 1000 });
    await page.locator('[data-action="cancel"]').waitFor();
    await workbench.screenshot('stream-building');
    [job] = await launchJobs(editor.home);
    assert.equal(job?.state, 'running');
  });

  it('loses nothing when the window is reloaded in the middle: the stream is there again and reaches ready', async () => {
    const { workbench } = editor;
    await workbench.reload();
    const page = await workbench.webview('.phases');
    await page.locator('.line').first().waitFor({ timeout: 60_000 });
    const [same, ...others] = await launchJobs(editor.home);
    assert.equal(same?.id, job?.id);
    assert.deepEqual(others, []);
    console.log(`      after the reload the launch was ${same?.state ?? 'gone'}`);
    await page.locator('[aria-label="Ready: done"]').waitFor({ timeout: buildSeconds * 1000 });
    await statusBecomes('Bindery: Ready', 30);
    await workbench.message('is ready').waitFor();
    await workbench.screenshot('stream-ready');
  });

  it('has the same stream as plain text', async function () {
    if (!showsOutputChannels(editorParts().codeServer)) {
      console.log(
        '      skipped: this code-server lacks the compiled @vscode/spdlog, without which no output shows',
      );
      this.skip();
    }
    const { workbench } = editor;
    await workbench.run('Bindery: Show Build Output');
    const text = workbench.page.locator('.panel .view-lines');
    await until('the stream in the output channel', 30, async () =>
      (await text.innerText()).includes('[ready]'),
    );
    await workbench.run('View: Hide Panel');
  });

  it('gives the link of the session, in which a cell of the notebook runs', async () => {
    const { workbench } = editor;
    await chooseFromStatusBar('Copy Link');
    const link = await until('a link on the clipboard', 20, async () => {
      const text = await workbench.clipboard();
      return text.includes('token=') ? text : undefined;
    });
    session = serverOf(link);
    const kernel = await startKernel(session);
    try {
      const cell = await kernel.run(firstCodeCell(path.join(editor.workspace, 'index.ipynb')), 120);
      assert.equal(cell.status, 'ok', cell.error);
      const where = await kernel.run('import os; print(os.getcwd())');
      assert.equal(where.text.trim(), editor.workspace);
    } finally {
      await kernel.shutdown();
    }
  });

  it('opens the session in the browser', async () => {
    const { workbench } = editor;
    const opened = workbench.page.context().waitForEvent('page');
    await chooseFromStatusBar('Open in Browser');
    const tab = await opened;
    await tab.locator('#jp-top-panel').waitFor({ timeout: 120_000 });
    assert.equal(new URL(tab.url()).port, new URL(session.url).port);
    await workbench.screenshot('opened', tab);
    await tab.close();
  });

  it('shows the log of the session’s server', async () => {
    const { workbench } = editor;
    await chooseFromStatusBar('Show Log');
    await workbench.page.getByRole('tab', { name: /\.log/ }).waitFor();
    await until('a line of Jupyter', 20, async () =>
      /Jupyter|ServerApp/.test(
        await workbench.page.locator('.editor-instance .view-lines').first().innerText(),
      ),
    );
  });

  it('stops the session from the status bar, and leaves nothing of it running', async () => {
    await chooseFromStatusBar('Stop');
    await statusBecomes('Bindery: Stopped', 60);
    await editor.workbench.screenshot('stopped');
    const sessions = (): string[] =>
      editor
        .processes()
        .map(({ command }) => command)
        .filter((command) => !/bindery\.js.* agent/.test(command) && !command.includes('code-server'));
    assert.deepEqual(sessions(), []);
    const answer = await ask(session, 'api/status').catch(() => undefined);
    assert.notEqual(answer?.status, 200);
  });

  it('kept to its content security policy, and the editor never wrote the token down', async () => {
    const { workbench, server } = editor;
    assert.deepEqual(workbench.violations, []);
    assert.ok(session.token.length > 16);
    assert.deepEqual(filesWith(server.dataDir, session.token), []);
    // The watch works: a style attribute is reported.
    await workbench.run('Bindery: Open Build Stream');
    const page = await workbench.webview('.phases');
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
    await until('a report of the policy', 10, () => workbench.violations.length > 0);
  });
});
