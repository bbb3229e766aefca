import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { entryScriptPath } from '../../server/launch/entry-script';
import { entryScript } from '../../server/plan/dockerfile/scripts/entry';
import { entryFolder } from '../../server/plan/dockerfile/mounts';
import { splitLines } from '../../server/platform/lines';
import { AppError } from '../../server/protocol';
import { openGit } from '../../server/source/git';
import { resolveRef } from '../../server/source/git-resolve';

type Row = Readonly<Record<string, unknown>>;
const exec = promisify(execFile);

/** Lines of a real command's output. Ours come without their line break, so only where they are split is compared. */
export async function runShellLines({ shell, lines }: Row): Promise<Row> {
  const { stdout } = (await exec('/bin/sh', ['-c', String(shell)], { encoding: 'buffer' })) as {
    stdout: Buffer;
  };
  const found: string[] = [];
  const splitter = splitLines((line) => found.push(line));
  splitter.write(stdout);
  splitter.end();
  const expected = lines as readonly string[];
  const same =
    found.length === expected.length &&
    found.every((line, index) => line === expected[index]?.replace(/\r?\n$/, ''));
  return { shell, lines: same ? expected : found };
}

interface EntryRow {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly start_script?: string;
  readonly signal_after_1s?: NodeJS.Signals;
}

/** Runs the entry point of images, with the machine's Python and its own entry script in the image's place. */
export async function runEntryPoint(row: Row): Promise<Row> {
  const { command, env = {}, start_script, signal_after_1s } = row as unknown as EntryRow;
  const dir = await mkdtemp(join(tmpdir(), 'bindery-entry-'));
  try {
    if (start_script !== undefined) await writeFile(join(dir, 'start'), start_script, { mode: 0o755 });
    const entry = join(dir, 'entry-point');
    const text = entryScript
      .replace(`${entryFolder}/bindery-entry.py`, entryScriptPath())
      .replace('"$NB_PYTHON_PREFIX/bin/python"', 'python3');
    await writeFile(entry, text, { mode: 0o755 });
    const placed: Record<string, string> = {};
    for (const [name, value] of Object.entries(env)) placed[name] = value.replace('<dir>', dir);
    const child = spawn(entry, command, {
      cwd: dir,
      env: { ...process.env, REPO_DIR: dir, ...placed },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    const ended = once(child, 'close') as Promise<[number]>;
    if (signal_after_1s !== undefined) {
      // The row's second is for an idle machine: a busy one needs longer until the command listens.
      await setTimeout(3000);
      child.kill(signal_after_1s);
    }
    const [exit] = await ended;
    const log = join(dir, '.jupyter-server-log.txt');
    return {
      ...row,
      // A server that said nothing has no log: the suite writes that as an empty one.
      expect: { exit, stdout, log: existsSync(log) ? await readFile(log, 'utf8') : '' },
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Commits of the suite's repository by the names that its rows use. */
type Commits = Readonly<Record<'main-tip' | 'tag-commit' | 'feature-tip', string>>;

/** Resolves a ref of the repository that the suite describes (`unit.git_ref_resolution` in its how_to_read). */
export async function runGitRef({ ref }: Row): Promise<Row> {
  const dir = await mkdtemp(join(tmpdir(), 'bindery-refs-'));
  try {
    const commits = await makeRepository(dir);
    const asked = refText(String(ref), commits);
    const found = await resolved(dir, asked);
    const name = Object.entries(commits).find(([, commit]) => commit === found)?.[0];
    return { ref, resolves_to: name ?? null };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function refText(ref: string, commits: Commits): string {
  switch (ref) {
    case '@sha':
      return commits['feature-tip'];
    case '@short':
      return commits['tag-commit'].slice(0, 7);
    case '@origin-sha':
      return `origin/${commits['tag-commit'].slice(0, 10)}`;
    default:
      return ref;
  }
}

async function makeRepository(dir: string): Promise<Commits> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const git = async (...args: string[]): Promise<string> => {
    const author = ['-c', 'user.name=suite', '-c', 'user.email=suite@example.org'];
    return (await exec('git', [...author, ...args], { cwd: dir, env })).stdout.trim();
  };
  const commit = async (message: string): Promise<string> => {
    await git('commit', '--quiet', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  await git('init', '--quiet', '--initial-branch=main');
  await commit('first');
  const tagged = await commit('second');
  await git('tag', 'v1');
  const main = await commit('third');
  await git('checkout', '--quiet', '-b', 'feature/x');
  const feature = await commit('fourth');
  await git('checkout', '--quiet', 'main');
  return { 'main-tip': main, 'tag-commit': tagged, 'feature-tip': feature };
}

async function resolved(url: string, ref: string): Promise<string | undefined> {
  const place = await mkdtemp(join(tmpdir(), 'bindery-place-'));
  try {
    const remote = { url, local: true };
    const signal = new AbortController().signal;
    const git = await openGit({
      env: process.env,
      configDir: place,
      place,
      remote,
      emit: () => undefined,
      signal,
    });
    return (await resolveRef({ git, remote, ref, place, onSlow: () => undefined })).commit;
  } catch (error) {
    if (AppError.is(error, 'unknown-ref')) return undefined;
    throw error;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
