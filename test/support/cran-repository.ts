import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';

/** A source package of R, of a single version. */
export interface RPackage {
  readonly name: string;
  readonly imports?: readonly string[];
  /** R code; what it defines is exported. */
  readonly code: string;
}

/** A repository as CRAN is one, which asks for a password. Builds reach it by the address of the engine's bridge. */
export interface CranRepository {
  /** With name and password. */
  readonly url: string;
  /** `address:port`. */
  readonly host: string;
  readonly password: string;
  /** Names of the files that were fetched with the password that is right. */
  readonly fetched: readonly string[];
  stop(): Promise<void>;
}

const username = 'reader';
const version = '1.0';

/** Serves these packages as `src/contrib` of a repository. */
export async function startCranRepository(
  docker: Docker,
  password: string,
  packages: readonly RPackage[],
): Promise<CranRepository> {
  const files = await repositoryFiles(packages);
  const fetched: string[] = [];
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const server = createServer(({ url = '', headers }, response) => {
    const content = files.get(url);
    if (headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="tests"' }).end();
    } else if (content === undefined) {
      response.writeHead(404).end();
    } else {
      fetched.push(url.split('/').at(-1) ?? '');
      response.end(content);
    }
  });
  const address = await bridgeAddress(docker);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const at = server.address();
  const host = `${address}:${at === null || typeof at === 'string' ? 0 : at.port}`;
  return {
    url: `http://${username}:${password}@${host}`,
    host,
    password,
    fetched,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bridgeAddress(docker: Docker): Promise<string> {
  const { IPAM } = (await docker.getNetwork('bridge').inspect()) as {
    IPAM?: { Config?: readonly { Gateway?: string }[] };
  };
  return IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1';
}

async function repositoryFiles(packages: readonly RPackage[]): Promise<ReadonlyMap<string, Buffer>> {
  const index = packages.map((one) => fields({ ...described(one), NeedsCompilation: 'no' })).join('\n');
  const folder = '/src/contrib';
  const archives = packages.map(
    async (one) => [`${folder}/${one.name}_${version}.tar.gz`, await archiveOf(one)] as const,
  );
  return new Map([
    [`${folder}/PACKAGES`, Buffer.from(index)],
    [`${folder}/PACKAGES.gz`, gzipSync(index)],
    ...(await Promise.all(archives)),
  ]);
}

function described({ name, imports = [] }: RPackage): Record<string, string> {
  return {
    Package: name,
    Version: version,
    ...(imports.length > 0 ? { Imports: imports.join(', ') } : {}),
    License: 'MIT',
  };
}

function fields(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** The files of a source package, by path below its folder: what a repository that is an R package holds too. */
export function packageFiles(one: RPackage): Readonly<Record<string, string>> {
  const about = { Title: 'For tests', Author: 'Nobody', Maintainer: 'Nobody <nobody@example.org>' };
  return {
    DESCRIPTION: fields({ ...described(one), ...about, Description: 'For tests.' }),
    NAMESPACE: ['exportPattern(".")', ...(one.imports ?? []).map((name) => `import(${name})`), ''].join('\n'),
    'R/code.R': one.code,
  };
}

async function archiveOf(one: RPackage): Promise<Buffer> {
  const tar = pack();
  for (const [path, text] of Object.entries(packageFiles(one)))
    tar.entry({ name: `${one.name}/${path}` }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}
