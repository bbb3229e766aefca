import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { CodeServer, CodeServerOptions } from './editor-code-server';
import { startCodeServer } from './editor-code-server';
import { packageExtension } from './editor-package';
import { editorParts, projectRoot } from './editor-parts';
import type { LivingProcess } from './editor-processes';
import { processesWith } from './editor-processes';
import { until } from './editor-wait';
import type { Workbench } from './editor-workbench';
import { openWorkbench, startBrowser } from './editor-workbench';

/** A real editor with the packaged extension, on a copy of an example, with a state root of its own. */
export interface EditorFixture {
  /** The copy of the example that is open. */
  readonly workspace: string;
  /** BINDERY_HOME of the agent that the editor starts. */
  readonly home: string;
  readonly server: CodeServer;
  readonly workbench: Workbench;
  /** What lives of all that this editor's extension started: agent, builds, sessions. */
  readonly processes: () => LivingProcess[];
  /** Ends the editor and waits until nothing of it lives: an agent leaves by itself. */
  readonly close: () => Promise<void>;
}

export interface FixtureOptions extends Pick<CodeServerOptions, 'settings' | 'trusted'> {
  /** Name of a folder below examples/. */
  readonly example: string;
  /** Changes the copy before it is opened. */
  readonly prepare?: (workspace: string) => void;
}

/** Seconds in which an agent must have left once its editor is gone: its linger, and time for a busy machine. */
const agentLeaves = 90;

/** Waits until nothing is left, and ends what does not end by itself before it fails. */
async function endOf(processes: () => LivingProcess[]): Promise<void> {
  try {
    await until('everything that the editor started has ended', agentLeaves, () => processes().length === 0);
  } catch (error) {
    for (const { pid, command } of processes()) {
      console.error(`      left running: ${pid} ${command}`);
      process.kill(pid, 'SIGKILL');
    }
    throw error;
  }
}

export async function startEditor(options: FixtureOptions): Promise<EditorFixture> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'bindery-editor-')));
  const parts = editorParts();
  const workspace = path.join(folder, options.example);
  cpSync(path.join(projectRoot, 'examples', options.example), workspace, { recursive: true });
  options.prepare?.(workspace);
  // Short: the agent's socket is below it.
  const home = path.join(folder, 'h');
  const server = await startCodeServer({
    ...options,
    parts,
    folder,
    vsix: await packageExtension(folder),
    env: { BINDERY_HOME: home },
  });
  const browser = await startBrowser(parts.chromium);
  const workbench = await openWorkbench(browser, server.url);
  await workbench.open(workspace);
  const processes = (): LivingProcess[] => processesWith(home);
  return {
    workspace,
    home,
    server,
    workbench,
    processes,
    close: async () => {
      await workbench.close();
      await browser.close();
      await server.stop();
      await endOf(processes);
      // Prefixes are read-only, folders too.
      await promisify(execFile)('chmod', ['-R', 'u+w', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Keeps pictures of the editor, and of what it opened, as they were when a test failed. */
export function pictureFailures(editor: () => EditorFixture | undefined): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest
      .fullTitle()
      .replace(/[^a-z0-9]+/gi, '-')
      .slice(0, 80);
    const workbench = editor()?.workbench;
    for (const [index, tab] of (workbench?.page.context().pages() ?? []).entries()) {
      await workbench?.screenshot(`failed-${name}${index === 0 ? '' : `-tab${index}`}`, tab);
    }
  });
}
