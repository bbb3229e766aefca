import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './editor-parts';

/** Packages the bundles that are in dist/ as a .vsix into `folder`, the way they are published. */
export async function packageExtension(folder: string): Promise<string> {
  const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const file = path.join(folder, `bindery-${manifest.version}.vsix`);
  const vsce = path.join(projectRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ];
  await promisify(execFile)(process.execPath, [vsce, ...options], { cwd: projectRoot });
  return file;
}
