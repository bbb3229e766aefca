import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** git without the configuration of whoever runs the tests. */
const env = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ALLOW_PROTOCOL: 'file:http',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** Runs git in a folder and returns what it wrote, without the last line break. */
export async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await exec('git', args, { cwd, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout.trimEnd();
}

export interface GitServerOptions {
  /** Folder that holds the bare repositories. */
  readonly root: string;
  /** Asked for each request; false leaves it without an answer until the server closes. */
  readonly answers?: (request: IncomingMessage) => boolean;
  /** User name and password, `user:password`, without which the server answers 401. */
  readonly login?: string;
  /** Speak git's first protocol, in which a commit that no ref points to is not given out. */
  readonly oldProtocol?: boolean;
}

export interface GitServer {
  /** `http://127.0.0.1:<port>`; a repository's address is this, a slash and its name. */
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** A real smart HTTP git server: `git http-backend` behind Node's HTTP server, on a free port of loopback. */
export async function startGitServer(options: GitServerOptions): Promise<GitServer> {
  const backend = join(await git('/', '--exec-path'), 'git-http-backend');
  const requests: string[] = [];
  const running = new Set<ChildProcess>();
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (options.answers?.(request) === false) return;
    if (!mayEnter(request, options.login)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const child = spawn(backend, { env: cgiEnvironment(request, options) });
    running.add(child);
    child.once('close', () => running.delete(child));
    child.once('error', () => response.destroy());
    child.stdin.on('error', () => undefined);
    request.pipe(child.stdin);
    sendCgi(child, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      for (const child of running) child.kill('SIGKILL');
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function mayEnter(request: IncomingMessage, login: string | undefined): boolean {
  if (login === undefined) return true;
  return request.headers.authorization === `Basic ${Buffer.from(login).toString('base64')}`;
}

/** The variables of RFC 3875 that git http-backend reads. */
function cgiEnvironment(request: IncomingMessage, options: GitServerOptions): Record<string, string> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const { headers } = request;
  const protocol = options.oldProtocol === true ? '' : String(headers['git-protocol'] ?? '');
  return {
    ...env,
    GIT_PROJECT_ROOT: options.root,
    GIT_HTTP_EXPORT_ALL: '1',
    REQUEST_METHOD: request.method ?? 'GET',
    PATH_INFO: decodeURIComponent(pathname),
    QUERY_STRING: search.slice(1),
    CONTENT_TYPE: headers['content-type'] ?? '',
    ...(headers['content-length'] && { CONTENT_LENGTH: headers['content-length'] }),
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    HTTP_GIT_PROTOCOL: protocol,
    GIT_PROTOCOL: protocol,
    REMOTE_ADDR: '127.0.0.1',
  };
}

/** Turns a CGI answer (headers, an empty line, a body) into an HTTP one. */
function sendCgi(child: ChildProcess, response: ServerResponse): void {
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout?.on('data', (chunk: Buffer) => {
    if (head === undefined) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    for (const line of head.toString('latin1', 0, end).split('\r\n')) {
      const [name = '', value = ''] = line.split(/:\s*/, 2);
      if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.stdout?.on('end', () => response.end());
}

/** Files of a commit: their text; `{target}` makes a symbolic link; a name that ends in `*` is executable. */
export type Files = Readonly<Record<string, string | { readonly target: string }>>;

export interface CommitOptions {
  /** Replace or add these. */
  readonly files?: Files;
  readonly message?: string;
  /** Branch that the commit is made on; made from the last commit where it is not there. Default `main`. */
  readonly branch?: string;
  /** Annotated tags that the commit gets. */
  readonly tags?: readonly string[];
  /** Address of a repository by the path it is put at. */
  readonly submodules?: Readonly<Record<string, string>>;
}

export interface MadeRepository {
  /** The bare repository. */
  readonly dir: string;
  /** Commits in the order of `history`. */
  readonly commits: readonly string[];
}

/**
 * Makes a bare repository `<root>/<name>` with one commit per entry of `history`. `from` is a folder whose files the
 * first commit has.
 */
export async function makeRepository(
  root: string,
  name: string,
  history: readonly CommitOptions[],
  from?: string,
): Promise<MadeRepository> {
  const work = await mkdtemp(join(tmpdir(), 'bindery-repository-'));
  try {
    await git(work, 'init', '--quiet', '--template=', '--initial-branch=main', '.');
    if (from !== undefined) await exec('cp', ['-R', `${from}/.`, work]);
    const commits: string[] = [];
    for (const options of history) commits.push(await commit(work, options));
    await git(work, 'checkout', '--quiet', 'main');
    const dir = join(root, name);
    await mkdir(dirname(dir), { recursive: true });
    await git(work, 'clone', '--quiet', '--bare', '--template=', work, dir);
    return { dir, commits };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function commit(work: string, options: CommitOptions): Promise<string> {
  const { files = {}, branch = 'main', tags = [], submodules = {} } = options;
  const isFirst = await git(work, 'rev-parse', 'HEAD').then(
    () => false,
    () => true,
  );
  if (!isFirst) await git(work, 'checkout', '--quiet', ...(await branchArguments(work, branch)));
  await writeFiles(work, files);
  await git(work, 'add', '--all');
  for (const [path, url] of Object.entries(submodules))
    await git(work, 'submodule', 'add', '--quiet', url, path);
  await git(work, 'commit', '--quiet', '--allow-empty', '-m', options.message ?? `Change ${branch}`);
  for (const tag of tags) await git(work, 'tag', '-a', '-m', tag, tag);
  return git(work, 'rev-parse', 'HEAD');
}

async function branchArguments(work: string, branch: string): Promise<readonly string[]> {
  const exists = await git(work, 'branch', '--list', branch);
  return exists === '' ? ['-b', branch] : [branch];
}

/** Writes files below a folder. */
export async function writeFiles(dir: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(dir, name.replace(/\*$/, ''));
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true });
    if (typeof content !== 'string') await symlink(content.target, path);
    else await writeFile(path, content);
    if (name.endsWith('*')) await chmod(path, 0o755);
  }
}
