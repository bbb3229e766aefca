import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { pageHtml } from '../../extension/stream/html';
import type { PanelEntry, PanelInfo } from '../../webview/protocol';
import { editorParts, outputFolder, projectRoot } from '../support/editor-parts';
import { until } from '../support/editor-wait';
import { startBrowser } from '../support/editor-workbench';

/** The document as the extension writes it, under its own policy, served as a webview would. */
function servePage(): Promise<Server> {
  const server = createServer((request, response) => {
    const file = /^\/webview\.(js|css)$/.exec(request.url ?? '');
    const origin = `http://${request.headers.host ?? ''}`;
    if (file) {
      response.setHeader('content-type', file[1] === 'js' ? 'text/javascript' : 'text/css');
      response.end(readFileSync(path.join(projectRoot, 'dist', `webview.${file[1] ?? ''}`)));
      return;
    }
    const parts = { cspSource: origin, script: `${origin}/webview.js`, style: `${origin}/webview.css` };
    response.setHeader('content-type', 'text/html');
    response.end(pageHtml({ ...parts, nonce: 'n0nce', language: 'en', title: 'demo' }));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** What VS Code gives a webview, and a watch over the policy. A text, because a compiled function needs its compiler's helpers. */
const webviewStandIn = `
  document.addEventListener('securitypolicyviolation', (event) =>
    report(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber + ':' + event.columnNumber),
  );
  globalThis.acquireVsCodeApi = () => ({ postMessage: sent, setState: () => undefined });
  globalThis.flood = (from, to) => {
    for (let first = from; first <= to; first += 2000) {
      const entries = Array.from({ length: 2000 }, (_, index) => ({
        cursor: first + index + '.0',
        event: {
          job: 'L1', id: first + index, at: '2026-03-01T10:00:00.000Z', phase: 'building', stream: 'stdout',
          message: '\\u001b[32mline ' + (first + index) + '\\u001b[0m <img src=x onerror="hurt()">',
        },
      }));
      postMessage({ kind: 'append', entries, more: first + 2000 <= to }, '*');
    }
  };
  globalThis.hurt = () => report('output became markup');
`;

/** Posts batches from within the page: sending them from outside would take longer than drawing them. */
interface Flood {
  flood(from: number, to: number): void;
}

const at = new Date('2026-03-01T10:00:00Z').toISOString();

const info: PanelInfo = {
  job: 'L1',
  kind: 'launch',
  title: 'demo',
  repo: '/home/someone/demo',
  startedAt: at,
  now: at,
  connection: 'live',
  actions: ['cancel', 'show-output'],
  restore: { version: 1, job: 'L1', title: 'demo', repo: '/home/someone/demo' },
};

function outputEntries(first: number, count: number): PanelEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const id = first + index;
    const message = `\u001b[32mline ${id}\u001b[0m <img src=x onerror="hurt()">`;
    return { cursor: `${id}.0`, event: { job: 'L1', id, at, phase: 'building', stream: 'stdout', message } };
  });
}

describe('the build stream as a page', function () {
  this.timeout(60_000);
  let server: Server;
  let browser: Browser;
  let page: Page;
  const reports: string[] = [];
  const sent: unknown[] = [];

  before(async () => {
    server = await servePage();
    browser = await startBrowser(editorParts().chromium);
    page = await (await browser.newContext({ viewport: { width: 900, height: 600 } })).newPage();
    await page.exposeFunction('report', (text: string) => void reports.push(text));
    await page.exposeFunction('sent', (message: unknown) => void sent.push(message));
    await page.addInitScript({ content: webviewStandIn });
    page.on('pageerror', (error) => void reports.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });

  after(async () => {
    await page.screenshot({ path: path.join(outputFolder, 'stream-page.png') });
    await browser.close();
    server.close();
  });

  const post = (message: unknown): Promise<void> =>
    page.evaluate((data) => window.postMessage(data, '*'), message);
  const text = (selector: string): Promise<string> => page.locator(selector).innerText();

  it('asks its host for everything once it is there', async () => {
    await until('the first message', 10, () => sent.length > 0);
    assert.deepEqual(sent[0], { kind: 'ready', cursor: '' });
  });

  it('keeps a log of 100,000 lines out of the document but for those in view, and stays at its end', async () => {
    await post({ kind: 'snapshot', info, entries: outputEntries(1, 2000), more: true });
    await page.evaluate(({ from, to }) => (globalThis as unknown as Flood).flood(from, to), {
      from: 2001,
      to: 100_000,
    });
    await until('all lines', 20, async () => (await text('.log-count')) === '100000 lines');
    const rows = page.locator('.line');
    assert.ok((await rows.count()) < 200, `${await rows.count()} rows are in the document`);
    await until('the end', 5, async () => (await rows.last().innerText()).startsWith('line 100000 '));
  });

  it('shows markup in output as text, in the colours of the terminal', async () => {
    const last = page.locator('.line').last();
    assert.match(await last.innerText(), /<img src=x onerror="hurt\(\)">/);
    assert.equal(await last.locator('img').count(), 0);
    assert.equal(await last.locator('.ansi-green-fg').count(), 1);
  });

  it('scrolls by the keyboard, and then no longer jumps to the end', async () => {
    await page.locator('.log').focus();
    await page.keyboard.press('Home');
    const first = page.locator('.line').first();
    await until('the beginning', 5, async () => (await first.innerText()).startsWith('line 1 '));
    await post({ kind: 'append', entries: outputEntries(100_001, 10), more: false });
    await until('the new count', 5, async () => (await text('.log-count')) === '100010 lines');
    assert.match(await first.innerText(), /^line 1 /);
  });

  it('filters the log', async () => {
    await page.locator('vscode-text-field input').fill('LINE 77777');
    await until('one match', 10, async () => (await text('.log-count')) === '1 of 100010 lines');
    assert.match(await page.locator('.line').first().innerText(), /^line 77777 /);
    await page.locator('vscode-text-field input').fill('');
    await until('all lines again', 10, async () => (await text('.log-count')) === '100010 lines');
  });

  it('tells its host what was pressed, by mouse and by keyboard', async () => {
    await page.locator('[data-action="cancel"]').click();
    await page.locator('[data-action="show-output"]').press('Enter');
    await until('both', 5, () => sent.length >= 3);
    assert.deepEqual(sent.slice(1), [
      { kind: 'action', action: 'cancel' },
      { kind: 'action', action: 'show-output' },
    ]);
  });

  it('shows what failed, why and what to do above the log, and announces it', async () => {
    const error = { code: 'step-failed', args: {}, message: 'pip failed.', action: 'Read the log.' };
    const explanations = [{ code: 'x', message: 'nump does not exist.', file: 'requirements.txt', line: 2 }];
    const event = {
      job: 'L1',
      id: 100_011,
      at,
      phase: 'failed',
      message: 'pip failed.',
      error,
      explanations,
    };
    await post({ kind: 'append', entries: [{ cursor: '100011.0', event }], more: false });
    await page.locator('.failure', { hasText: 'nump does not exist.' }).waitFor();
    await page.getByText('Open requirements.txt:3').click();
    await until('the file', 5, () => sent.length >= 4);
    assert.deepEqual(sent[3], { kind: 'open-file', file: 'requirements.txt', line: 2 });
    await until('the announcement', 5, async () => (await text('[role=status]')).includes('pip failed.'));
  });

  it('never strains its policy', () => {
    assert.deepEqual(reports, []);
  });
});
