// Whether dist/ is older than what it is made from. Node built-ins only: `npm start` asks before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything a bundle can come from. Folders count too: one changes when a file in it is removed. */
const sources = [
  'server',
  'extension',
  'webview',
  'l10n',
  'scripts/build',
  'scripts/build.mjs',
  'package.json',
  'package-lock.json',
];

/** Written last by build.mjs. */
export const stampFile = join(root, 'dist', '.built');

export function bundlesAreStale() {
  if (!existsSync(stampFile)) return true;
  const built = statSync(stampFile).mtimeMs;
  return sources.some((source) => newest(join(root, source)) > built);
}

/** Bundles when stale, in a process of its own; prints only what goes wrong. @returns {boolean} whether dist/ is whole */
export function ensureBundles() {
  if (!bundlesAreStale()) return true;
  const build = join(root, 'scripts', 'build.mjs');
  return spawnSync(process.execPath, [build, '--quiet'], { cwd: root, stdio: 'inherit' }).status === 0;
}

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
