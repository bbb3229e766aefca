// Type-checks every part of the tree with its own settings, so that DOM names in the server, Node names in the
// webview and `vscode` outside the extension fail to compile. Parts run side by side; all errors are shown.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const parts = ['server', 'extension', 'webview', 'test'];

const check = (part) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [tsc, '-p', part], { cwd: root, stdio: 'inherit' });
    child.once('exit', (code) => resolve(code === 0));
  });

const results = [];
for (const part of parts) results.push(await check(part));
process.exitCode = results.every(Boolean) ? 0 : 1;
