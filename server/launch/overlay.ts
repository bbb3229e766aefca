import { mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A session's own environment, and where its Python is. */
export interface Overlay {
  readonly dir: string;
  readonly python: string;
}

/**
 * Makes a virtual environment of the session's own on top of a prefix, or completes the one that is there. A prefix is
 * shared and read-only; what a person installs lands here and comes first on the path. pip sees both: it leaves alone
 * what the prefix already has, hides a version of the prefix behind another one, and refuses to remove from the prefix
 * ("outside environment"). A .pth file chains them rather than PYTHONPATH, so that the prefix's own .pth files
 * (editable installs) count too, and no other Python that is started from the session is confused.
 */
export async function makeOverlay(dir: string, prefix: string): Promise<Overlay> {
  const version = await libraryVersion(prefix);
  const bin = path.join(dir, 'bin');
  const python = path.join(bin, 'python');
  const packages = path.join(dir, 'lib', version, 'site-packages');
  await mkdir(bin, { recursive: true });
  await mkdir(packages, { recursive: true });
  await writeFile(path.join(dir, 'pyvenv.cfg'), await configuration(prefix));
  await writeFile(path.join(packages, '_bindery_prefix.pth'), chain(path.join(prefix, 'lib', version)));
  const interpreter = await realpath(path.join(prefix, 'bin', 'python'));
  for (const name of ['python', 'python3', version]) await replaceLink(path.join(bin, name), interpreter);
  for (const name of ['pip', 'pip3', version.replace('python', 'pip')]) {
    await writeFile(path.join(bin, name), pipScript(python), { mode: 0o755 });
  }
  return { dir, python };
}

/** `pythonX.Y`, the name of the folder below `lib/`. */
async function libraryVersion(prefix: string): Promise<string> {
  const entries = await readdir(path.join(prefix, 'lib'), { withFileTypes: true });
  // conda's Python has a link python3.1 beside it.
  const found = entries.find((entry) => entry.isDirectory() && /^python\d+\.\d+$/.test(entry.name));
  if (found === undefined) throw new Error(`${prefix} holds no Python`);
  return found.name;
}

/** Where the interpreter finds its standard library: as the prefix does, if that is a virtual environment too. */
async function configuration(prefix: string): Promise<string> {
  const text = await readFile(path.join(prefix, 'pyvenv.cfg'), 'utf8').catch(() => '');
  const home = /^home\s*=\s*(.+?)\s*$/m.exec(text)?.[1] ?? path.join(prefix, 'bin');
  return `home = ${home}\ninclude-system-site-packages = false\n`;
}

const chain = (library: string): string =>
  `import site; site.addsitedir(${JSON.stringify(path.join(library, 'site-packages'))})\n`;

/** A shell finds the interpreter: a `#!` line has room for 127 characters on some systems, and none for spaces. */
const pipScript = (python: string): string =>
  `#!/bin/sh\nexec '${python.replaceAll("'", `'\\''`)}' -m pip "$@"\n`;

async function replaceLink(link: string, target: string): Promise<void> {
  await rm(link, { force: true });
  await symlink(target, link);
}

/**
 * Makes the session's kernel run in the overlay: a kernel specification of the same name, in Jupyter's data folder of
 * the session, which is looked at before the prefix's. The server itself stays in the prefix, where nothing that the
 * person installs can break it.
 */
export async function writeKernel(dataDir: string, overlay: Overlay): Promise<void> {
  const folder = path.join(dataDir, 'kernels', 'python3');
  await mkdir(folder, { recursive: true });
  const kernel = {
    argv: [overlay.python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
    display_name: 'Python 3 (ipykernel)',
    language: 'python',
    metadata: { debugger: true },
  };
  await writeFile(path.join(folder, 'kernel.json'), `${JSON.stringify(kernel, null, 1)}\n`);
}
