import type { Entry } from 'yauzl';
import { fromBuffer } from 'yauzl';

/**
 * The content of the one entry called `name` of a zip archive in memory. Nothing else is unpacked, so that no name in
 * the archive ever becomes a path. Undefined when there is no such entry.
 */
export function unzipEntry(archive: Buffer, name: string, largest: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error !== null) {
        reject(error);
        return;
      }
      zip.on('error', reject);
      zip.on('end', () => resolve(undefined));
      zip.on('entry', (entry: Entry) => {
        if (entry.fileName !== name) zip.readEntry();
        else
          zip.openReadStream(entry, (failure, stream) => {
            if (failure !== null) reject(failure);
            else collect(stream, largest).then(resolve, reject);
          });
      });
      zip.readEntry();
    });
  });
}

async function collect(stream: AsyncIterable<Buffer>, largest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > largest) throw new Error('an entry of the archive is larger than it may be');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
