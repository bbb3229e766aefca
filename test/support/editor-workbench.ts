import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { outputFolder } from './editor-parts';
import { until } from './editor-wait';

export async function startBrowser(executablePath: string): Promise<Browser> {
  // The test user has no user namespaces of its own in most containers, so Chromium's sandbox is off: it opens our pages only.
  const quiet = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ];
  return chromium.launch({ executablePath, headless: true, args: [...quiet, '--disable-component-update'] });
}

/** The workbench in a browser, driven as a person would: palette, status bar, messages, webviews. */
export interface Workbench {
  readonly page: Page;
  /** Violations of content security policies that the browser reported so far, in any frame. */
  readonly violations: readonly string[];
  /** Errors that the page's console showed so far. */
  readonly errors: readonly string[];
  open(folder: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a command by its full title in the palette. */
  readonly run: (title: string) => Promise<void>;
  /** Picks the line with this text in the open list. */
  pick(text: string): Promise<void>;
  statusItem(text: string | RegExp): Locator;
  message(text: string | RegExp): Locator;
  /** The webview's inner frame in which `selector` is. */
  webview(selector: string): Promise<Frame>;
  clipboard(): Promise<string>;
  /** Of the workbench, or of another tab. Answers the file. */
  screenshot(name: string, tab?: Page): Promise<string>;
  close(): Promise<void>;
}

const inputBox = '.quick-input-widget input.input';
const rows = '.quick-input-list .monaco-list-row';

/**
 * Collects what the console shows in any frame. Violations of a policy are taken from there, too: VS Code writes a
 * webview's document anew, which removes every listener that a test could have put into it.
 */
function watch(page: Page, violations: string[], errors: string[]): void {
  page.on('console', (message) => {
    const line = `${message.location().url}: ${message.text()}`;
    if (/Content Security Policy/i.test(message.text())) violations.push(line);
    if (message.type() === 'error') errors.push(line);
  });
  page.on('pageerror', (error) => void errors.push(`${error.name}: ${error.message}`));
}

async function ready(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
}

async function typeInPalette(page: Page, title: string): Promise<Locator> {
  await page.keyboard.press('F1');
  await page.locator(inputBox).waitFor({ state: 'visible' });
  await page.locator(inputBox).fill(`>${title}`);
  await page.locator(rows).first().waitFor();
  return page.locator(rows).filter({ hasText: title }).first();
}

/** Opens the palette anew until it has the command: it does not learn of extensions while it is open. */
async function runCommand(page: Page, title: string): Promise<void> {
  await until(`the command ${title}`, 60, async () => {
    const row = await typeInPalette(page, title);
    const found = await row.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (!found) await page.keyboard.press('Escape');
    return found;
  });
  await page.keyboard.press('Enter');
}

async function innerFrame(page: Page, selector: string): Promise<Frame> {
  return until(`a webview with ${selector}`, 120, async () => {
    for (const frame of page.frames()) {
      if (!frame.url().includes('fake.html')) continue; // where VS Code puts a webview's document
      if (
        await frame
          .locator(selector)
          .count()
          .catch(() => 0)
      )
        return frame;
    }
    return undefined;
  });
}

async function screenshot(page: Page, name: string): Promise<string> {
  const folder = path.join(outputFolder, 'screenshots');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  return file;
}

export async function openWorkbench(browser: Browser, url: string): Promise<Workbench> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const violations: string[] = [];
  const errors: string[] = [];
  watch(page, violations, errors);
  return {
    page,
    violations,
    errors,
    open: async (folder) => {
      await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`, { waitUntil: 'domcontentloaded' });
      await ready(page);
    },
    reload: async () => {
      await page.reload({ waitUntil: 'domcontentloaded' });
      await ready(page);
    },
    run: (title) => runCommand(page, title),
    pick: async (text) => {
      await page.locator(rows).filter({ hasText: text }).first().click();
    },
    statusItem: (hasText) => page.locator('.statusbar-item', { hasText }),
    message: (hasText) => page.locator('.notification-toast', { hasText }),
    webview: (selector) => innerFrame(page, selector),
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    screenshot: (name, tab = page) => screenshot(tab, name),
    close: () => context.close(),
  };
}
