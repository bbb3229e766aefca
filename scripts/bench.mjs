// npm run bench: bundles when stale, then measures (test/bench/).
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ensureBundles } from './build/stale.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsx = createRequire(import.meta.url).resolve('tsx/cli');

if (ensureBundles()) {
  const args = [tsx, 'test/bench/main.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} else {
  console.error('The bundles cannot be made: see above.');
  process.exitCode = 1;
}
