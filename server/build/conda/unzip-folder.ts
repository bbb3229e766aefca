import type { Entry, ZipFile } from 'yauzl';
import { fromBuffer } from 'yauzl';

/** Bytes that all files together may have: several times what rattler, the largest of them, takes. */
const largest = 500 * 1024 * 1024;

/**
 * The files below `folder` of a zip archive in memory, by their paths in it. A name that could lead out of the folder
 * is refused, whatever else the archive holds.
 */
export function unzipFolder(archive: Buffer, folder: string): Promise<ReadonlyMap<string, Buffer>> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error === null) collect(zip, folder).then(resolve, reject);
      else reject(error);
    });
  });
}

async function collect(zip: ZipFile, folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let size = 0;
  for await (const entry of entries(zip)) {
    const { fileName } = entry;
    if (!fileName.startsWith(`${folder}/`) || fileName.endsWith('/')) continue;
    if (!isPlain(fileName)) throw new Error(`the archive holds the unusual name ${JSON.stringify(fileName)}`);
    const content = await read(zip, entry, largest - size);
    size += content.length;
    files.set(fileName, content);
  }
  return files;
}

function isPlain(name: string): boolean {
  return name.split('/').every((part) => /^[\w.+-]+$/.test(part) && part !== '..' && part !== '.');
}

async function* entries(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const next = await new Promise<Entry | undefined>((resolve, reject) => {
      zip.removeAllListeners();
      zip.once('error', reject).once('end', () => resolve(undefined));
      zip.once('entry', resolve);
      zip.readEntry();
    });
    if (next === undefined) return;
    yield next;
  }
}

function read(zip: ZipFile, entry: Entry, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) stream.destroy(new Error('the archive is larger than it may be'));
        else chunks.push(chunk);
      });
      stream.once('error', reject).once('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}
