// The tree as the test user sees it: the repository itself where that user can read it, else a copy where it can.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canRead } from './user.mjs';

/** Folders that the tests do not read. */
const left = new Set(['.git', 'test-output', 'dist-packages', '.parts']);

/** @returns {{ path: string, output: string, close: () => void }} `output` is a folder that user may write into. */
export function treeFor(root, user) {
  if (user.self || canRead(user, join(root, 'package.json'))) {
    return { path: root, output: ownedFolder(join(root, 'test-output'), user), close: () => undefined };
  }
  const copy = mkdtempSync('/var/tmp/bindery-tree-');
  execFileSync('chmod', ['755', copy]);
  console.log(`(${user.name} cannot read ${root}: testing a copy of it in ${copy})`);
  const filter = (source) => !left.has(source.slice(root.length + 1));
  cpSync(root, copy, { recursive: true, filter, verbatimSymlinks: true });
  const output = ownedFolder(join(copy, 'test-output'), user);
  const close = () => {
    cpSync(output, join(root, 'test-output'), { recursive: true });
    rmSync(copy, { recursive: true, force: true });
  };
  return { path: copy, output, close };
}

function ownedFolder(path, user) {
  mkdirSync(path, { recursive: true });
  if (!user.self) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, path]);
  return path;
}
