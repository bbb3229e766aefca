import type Docker from 'dockerode';
import { runOnce } from '../../server/build/docker/run-once';
import { eventually } from './eventually';
import type { Expectations } from './image-contract';

const patience = (): AbortSignal => AbortSignal.timeout(60_000);

/** What a script prints in a container of the image, through its entry point unless told otherwise. */
async function say(
  docker: Docker,
  image: string,
  script: string,
  options: Docker.ContainerCreateOptions = {},
): Promise<string> {
  const { output } = await runOnce(
    docker,
    { Image: image, Cmd: ['bash', '-c', script], ...options },
    patience(),
  );
  return output;
}

/** A container of the image through its entry point: who and where it is, its variables, kernels and modules. */
export async function facts(
  docker: Docker,
  image: string,
  { modules }: Expectations,
): Promise<Readonly<Record<string, string>>> {
  const script = `
fact() { printf '\\001%s\\002' "$1"; }
fact account; printf '%s %s %s' "$(id -un)" "$(id -u)" "$(id -g)"
fact folder; printf %s "$PWD"
fact path; printf %s "$PATH"
fact environment; env -0
fact locale; printf '%s %s' "$(locale 2>&1 | grep LC_ALL)" "$(locale charmap 2>&1)"
fact kernels; jupyter kernelspec list 2>/dev/null | awk 'NR > 1 { printf "%s%s", sep, $1; sep = " " }'
fact modules
server=$(dirname "$(readlink -f "$(command -v jupyter)")")/python
[ -x "$server" ] || server=python3
for name in ${modules.join(' ')}; do "$server" -c "import $name" >/dev/null 2>&1 || printf '%s ' "$name"; done
`;
  const parts = (await say(docker, image, script)).split('\u0001').slice(1);
  return Object.fromEntries(parts.map((part) => part.split('\u0002') as [string, string]));
}

/** The variables of these names, `undefined` where they are not set. */
export function environmentOf(
  text: string,
  names: readonly string[],
): Readonly<Record<string, string | undefined>> {
  const all = new Map(
    text.split('\0').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  return Object.fromEntries(names.map((name) => [name, all.get(name)]));
}

/** What `which python` says in a login shell that was given nothing but a home. */
export async function loginPython(docker: Docker, image: string, home: string): Promise<string> {
  const Entrypoint = ['env', '-i', `HOME=${home}`, 'bash', '-l', '-c', 'command -v python'];
  return (await say(docker, image, '', { Entrypoint, Cmd: [] })).trim();
}

/** What a build left behind, and who it belongs to. Looked at by root, around the entry point. */
export async function cleanliness(
  docker: Docker,
  image: string,
  { home, repoDir, uid, owned }: Expectations,
): Promise<Readonly<Record<string, string>>> {
  const others = `find ${owned.join(' ')} ! -uid ${uid} 2>/dev/null | head -n 5`;
  // The repository may stand in the home, or be it: its own files do not count there.
  const homeOnly = home === repoDir ? `${home}/.cache ${home}/.local ${home}/.npm ${home}/.conda` : home;
  const inside = repoDir.startsWith(`${home}/`) ? `--exclude=${repoDir}` : '';
  const script = `
printf '\\001'
${others}
printf '\\002'
for folder in /tmp /root "${homeOnly}"; do
  size=$(du -ck ${inside} $folder 2>/dev/null | tail -n 1 | cut -f 1)
  [ "\${size:-0}" -le 1024 ] || echo "$folder: $size kB"
done
find /var/lib/apt/lists /var/cache/apt -type f ! -name lock -size +0 2>/dev/null | head -n 3
`;
  const options = { User: 'root', WorkingDir: '/', Entrypoint: ['sh', '-c', script], Cmd: [] };
  const [, rest = ''] = (await say(docker, image, '', options)).split('\u0001');
  const [foreign = '', large = ''] = rest.split('\u0002');
  return { 'files of another owner': foreign.trim(), 'more than 1 MB in': large.trim() };
}

/** Which of two lines, one on each stream, are both shown and kept in the log file of the repository's folder. */
export async function serverLog(docker: Docker, image: string): Promise<readonly string[]> {
  const lines = ['to standard output', 'to standard error'];
  const script = `
cd /
echo '${lines[0] ?? ''}'; echo '${lines[1] ?? ''}' >&2
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ "$(grep -c '^to standard' "$REPO_DIR/.jupyter-server-log.txt")" = 2 ] && break
  sleep 0.2
done
sed 's/^/kept: /' "$REPO_DIR/.jupyter-server-log.txt"
`;
  const output = (await say(docker, image, script)).split('\n');
  return lines.filter((line) => output.includes(line) && output.includes(`kept: ${line}`));
}

/** Exit codes of containers whose commands end in these ways. */
export async function exitCodes(docker: Docker, image: string): Promise<Readonly<Record<string, number>>> {
  const code = async (script: string, more: Docker.ContainerCreateOptions = {}): Promise<number> => {
    const options = { Image: image, Cmd: ['bash', '-c', script], ...more };
    return (await runOnce(docker, options, patience())).exit;
  };
  // A command that stands for a start script: it gets the server's command as arguments, and fails.
  const failing = { Env: ['R2D_ENTRYPOINT=/bin/bash'], Cmd: ['-c', 'exit 3'] };
  const [command, killed, terminated, start] = await Promise.all([
    code('exit 7'),
    code('kill -KILL $$'),
    code('kill -TERM $$'),
    code('', failing),
  ]);
  return { command, killed, terminated, 'failing start script': start };
}

/** The one that asks a server to end comes last: its entry point ends it some seconds after that. */
const asked = ['HUP', 'INT', 'USR1', 'USR2', 'WINCH', 'TERM'];

/** Which signals reach the command when the container gets them, in the order in which they were sent. */
export async function signals(docker: Docker, image: string): Promise<readonly string[]> {
  const traps = asked.map((name) => `trap 'echo got ${name}' ${name}`).join('; ');
  const script = `${traps}; echo ready; while :; do sleep 0.05; done`;
  const container = await docker.createContainer({ Image: image, Cmd: ['bash', '-c', script] });
  try {
    await container.start();
    const says = async (line: string): Promise<boolean> => {
      const log = await container.logs({ stdout: true, stderr: true, follow: false });
      return log.toString('utf8').includes(line);
    };
    await eventually(() => says('ready'), 'the command runs', 30);
    const found: string[] = [];
    for (const name of asked) {
      await container.kill({ signal: `SIG${name}` });
      const arrived = eventually(() => says(`got ${name}`), `SIG${name} arrives`, 3);
      if (
        await arrived.then(
          () => true,
          () => false,
        )
      )
        found.push(name);
    }
    return found;
  } finally {
    await container.remove({ force: true });
  }
}
