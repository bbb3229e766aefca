import { existsSync } from 'node:fs';
import path from 'node:path';

/** The real parts that the editor layer needs; `npm run test:setup` gets them, scripts/test.mjs names them. */
export interface EditorParts {
  /** Node 24, which code-server runs on. */
  readonly node: string;
  /** code-server's entry script. */
  readonly codeServer: string;
  readonly chromium: string;
}

function part(name: string, what: string): string {
  const file = process.env[name];
  if (file === undefined || !existsSync(file)) {
    throw new Error(`${what} is missing (${name}=${file ?? ''}): npm run test:setup gets it`);
  }
  return file;
}

export function editorParts(): EditorParts {
  return {
    node: part('BINDERY_NODE24', 'Node 24'),
    codeServer: part('BINDERY_CODE_SERVER', 'code-server'),
    chromium: part('BINDERY_CHROMIUM', 'Chromium'),
  };
}

/** Root of this repository. */
export const projectRoot = path.resolve(import.meta.dirname, '../..');

/** Where screenshots go. */
export const outputFolder = process.env['BINDERY_TEST_OUTPUT'] ?? path.join(projectRoot, 'test-output');
