import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EditorParts } from './editor-parts';
import { until } from './editor-wait';

/** A running code-server: a real VS Code with a real extension host, on a port of this machine. */
export interface CodeServer {
  readonly url: string;
  readonly dataDir: string;
  readonly logFile: string;
  /** Ends it with everything in its process group: the server, extension hosts, watchers. */
  stop(): Promise<void>;
}

export interface CodeServerOptions {
  readonly parts: EditorParts;
  /** Folder of this test alone. */
  readonly folder: string;
  /** The packaged extension. */
  readonly vsix: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the server and of its extension hosts. */
  readonly env?: Readonly<Record<string, string>>;
  /** Every folder is trusted. False: Restricted Mode until somebody says so. Default true. */
  readonly trusted?: boolean;
}

/** What keeps the workbench quiet, so that a test sees only what it is about. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'security.workspace.trust.startupPrompt': 'never',
};

/** In both places: settings of scope machine are read from the machine's file only, as in every remote window. */
function writeSettings(dataDir: string, settings: Readonly<Record<string, unknown>>): void {
  for (const level of ['User', 'Machine']) {
    mkdirSync(path.join(dataDir, level), { recursive: true });
    writeFileSync(path.join(dataDir, level, 'settings.json'), JSON.stringify(settings, null, 2));
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** The environment of a person without settings of their own; certificates and package indexes stay as they are. */
function environment(home: string, extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('XDG_')),
  );
  // No gallery: the workbench asks nobody outside of this machine.
  return { ...inherited, HOME: home, LANG: 'C.UTF-8', EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...extra };
}

/** Starts code-server with the extension installed from its package, and waits until it answers. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { parts, folder } = options;
  const [home, dataDir, extensionsDir] = ['home', 'data', 'extensions'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  mkdirSync(home, { recursive: true });
  writeSettings(dataDir, { ...quietSettings, ...options.settings });
  const env = environment(home, options.env ?? {});
  const common = [
    ...['--config', path.join(folder, 'config.yaml')],
    ...['--user-data-dir', dataDir, '--extensions-dir', extensionsDir],
  ];
  const install = [parts.codeServer, ...common, '--install-extension', options.vsix];
  await promisify(execFile)(parts.node, install, { env, cwd: folder });

  const port = await freePort();
  const logFile = path.join(folder, 'code-server.log');
  const log = openSync(logFile, 'w');
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const trust = (options.trusted ?? true) ? ['--disable-workspace-trust'] : [];
  const bind = ['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'];
  const child = spawn(parts.node, [parts.codeServer, ...common, ...bind, ...quiet, ...trust], {
    cwd: folder,
    env,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  try {
    await until('code-server answers', 60, async () => {
      if (child.exitCode !== null) throw new Error(`code-server ended: ${readFileSync(logFile, 'utf8')}`);
      return answers(`${url}/healthz`);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, dataDir, logFile, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
