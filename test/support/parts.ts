import { join, resolve } from 'node:path';
import { chromium, partsDir, places } from '../../scripts/test/parts.mjs';

/** The repository's root. */
export const repositoryRoot = resolve(__dirname, '..', '..');

/** Folder of the parts that `npm run test:setup` fetches (`BINDERY_PARTS`). */
export const partsFolder: string = partsDir;

/** Node 24, which code-server runs on, and with which the packages are tried beside Node 20. */
export const node24: string = places.node24;

/** The script that starts code-server, to be run with Node 24. */
export const codeServerEntry: string = places.codeServer;

/** The browser. Throws where there is none: `npm test` does not run the layers that need it then. */
export function chromiumPath(): string {
  const found = chromium();
  if (found === undefined) throw new Error('There is no Chromium: get it with npm run test:setup');
  return found;
}

/** Where screenshots and logs of failed tests go (`BINDERY_TEST_OUTPUT`). */
export const testOutput: string = process.env['BINDERY_TEST_OUTPUT'] ?? join(repositoryRoot, 'test-output');
