import { childEnvironment } from '../../platform/environment';
import { run } from '../../platform/run';

/** What a sandboxed program may use besides the system's own files, which it can read. */
export interface SandboxView {
  /** Hidden: the person's home folder, the state root. */
  readonly hidden: readonly string[];
  /** Visible again, below what is hidden. */
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly cwd: string;
}

/** Folders below /run that name resolution needs; the sockets there (engine, key ring, agents) stay hidden. */
const resolverFolders = ['/run/systemd/resolve', '/run/resolvconf', '/run/NetworkManager'];

/**
 * The command line that runs `command` in bubblewrap: the system read-only, /tmp empty, processes of its own, the
 * network shared (installers need it), and its end when ours comes.
 */
export function sandboxed(
  command: string,
  args: readonly string[],
  view: SandboxView,
): { readonly command: string; readonly args: readonly string[] } {
  const each = (flag: string, paths: readonly string[]): string[] =>
    paths.flatMap((path) => [flag, path, path]);
  return {
    command: 'bwrap',
    args: [
      ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp', '--tmpfs', '/run'],
      ...each('--ro-bind-try', resolverFolders),
      ...view.hidden.flatMap((path) => ['--tmpfs', path]),
      ...each('--ro-bind-try', view.readable),
      ...each('--bind', view.writable),
      ...['--unshare-all', '--share-net', '--die-with-parent', '--new-session', '--chdir', view.cwd],
      ...['--', command, ...args],
    ],
  };
}

/** True when bubblewrap is there and this machine lets it work (some allow no user namespaces). */
export async function sandboxWorks(
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const view: SandboxView = { hidden: [], readable: [], writable: [], cwd: '/' };
  const { command, args } = sandboxed('/bin/true', [], view);
  const options = { env: childEnvironment(env, ['system']), signal, timeoutMs: 5000 };
  return await run(command, args, options).then(
    ({ code }) => code === 0,
    (error: unknown) => {
      if (signal.aborted) throw error;
      return false;
    },
  );
}
