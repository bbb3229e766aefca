import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';

/** A package index with one package, which asks for a password. Builds reach it by the address of the engine's bridge. */
export interface PrivateIndex {
  /** `address:port`. */
  readonly host: string;
  /** Downloads of the package, with a password that was right. */
  readonly downloads: () => number;
  stop(): Promise<void>;
}

const username = 'reader';

/** URL of the index with somebody's password. */
export const indexUrl = ({ host }: PrivateIndex, password: string): string =>
  `http://${username}:${encodeURIComponent(password)}@${host}/simple`;

/** Serves a package of this name, whose module (with underscores) says `value`. */
export async function startPrivateIndex(
  docker: Docker,
  name: string,
  password: string,
): Promise<PrivateIndex> {
  const wheel = makeWheel(name);
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  let downloads = 0;
  const server = createServer(({ url = '', headers }, response) => {
    if (headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="tests"' });
      response.end('who are you?');
    } else if (url === `/simple/${name}/`) {
      response.setHeader('content-type', 'text/html');
      response.end(`<!DOCTYPE html><a href="/files/${wheel.file}">${wheel.file}</a>`);
    } else if (url === `/files/${wheel.file}`) {
      downloads += 1;
      response.end(wheel.bytes);
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  const address = await bridgeAddress(docker);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const at = server.address();
  const port = at === null || typeof at === 'string' ? 0 : at.port;
  return {
    host: `${address}:${port}`,
    downloads: () => downloads,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bridgeAddress(docker: Docker): Promise<string> {
  const { IPAM } = (await docker.getNetwork('bridge').inspect()) as {
    IPAM?: { Config?: readonly { Gateway?: string; Subnet?: string }[] };
  };
  const [config] = IPAM?.Config ?? [];
  return config?.Gateway ?? (config?.Subnet ?? '172.17.0.0/16').replace(/0\/\d+$/, '1');
}

function makeWheel(name: string): { file: string; bytes: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'bindery-wheel-'));
  const module = name.replaceAll('-', '_');
  const file = `${module}-1.0-py3-none-any.whl`;
  const script = [
    'import sys, zipfile',
    'path, module, name = sys.argv[1:]',
    'info = f"{module}-1.0.dist-info"',
    'with zipfile.ZipFile(path, "w") as wheel:',
    '    wheel.writestr(f"{module}.py", "value = 41 + 1\\n")',
    '    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0\\n")',
    '    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")',
    '    wheel.writestr(f"{info}/RECORD", f"{module}.py,,\\n{info}/METADATA,,\\n{info}/WHEEL,,\\n{info}/RECORD,,\\n")',
  ].join('\n');
  execFileSync('python3', ['-c', script, join(folder, file), module, name]);
  const bytes = readFileSync(join(folder, file));
  rmSync(folder, { recursive: true });
  return { file, bytes };
}
