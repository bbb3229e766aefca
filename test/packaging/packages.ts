import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import yauzl from 'yauzl';
import manifest from '../../package.json';
import { repositoryRoot } from '../support/parts';

const run = promisify(execFile);

/** The two packages, made anew. */
export interface Packages {
  readonly vsix: string;
  readonly tarball: string;
}

/** Runs `npm run package` into `folder`. */
export async function makePackages(folder: string): Promise<Packages> {
  await run(process.execPath, ['scripts/package.mjs', '--out', folder], { cwd: repositoryRoot });
  const name = `${manifest.name}-${manifest.version}`;
  return { vsix: join(folder, `${name}.vsix`), tarball: join(folder, `${name}.tgz`) };
}

/** Names of the files in a zip archive, sorted; unpacked below `folder` where one is given. */
export async function readZip(archive: string, folder?: string): Promise<string[]> {
  const zip = await yauzl.openPromise(archive);
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
    if (folder === undefined) continue;
    const target = join(folder, entry.fileName);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, await zip.openReadStreamPromise(entry));
  }
  return names.sort();
}

/** Names of the files in an npm tarball, sorted. */
export async function readTarball(archive: string): Promise<string[]> {
  const names: string[] = [];
  const extract = tar.extract();
  extract.on('entry', ({ name }, stream, next) => {
    names.push(name);
    stream.on('end', next).resume();
  });
  await pipeline(createReadStream(archive), createGunzip(), extract);
  return names.sort();
}

/** Without the hashes in the names of the command line's parts, of which there are as many as its sources ask for. */
export function withoutHashes(names: readonly string[]): string[] {
  return [
    ...new Set(names.map((name) => name.replace(/bindery-[A-Z0-9]{8}\.js$/, 'bindery-<hash>.js'))),
  ].sort();
}

/** The lines of a golden file; written anew on request (`UPDATE_GOLDEN=1`). */
export async function goldenLines(file: string, actual: readonly string[]): Promise<string[]> {
  const path = join(__dirname, 'expected', file);
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(path, `${actual.join('\n')}\n`);
  return (await readFile(path, 'utf8')).trimEnd().split('\n');
}
