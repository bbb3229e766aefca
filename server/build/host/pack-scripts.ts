import type { Plan } from '../../protocol';

/** What the files of a packed environment hold in place of where it stands; the unpack script writes that over it. */
export const packedPlaces = { env: '/packed-by-bindery/env', content: '/packed-by-bindery/content' } as const;

/** The first lines of a script that runs with the Python beside it, wherever that is: read by sh, passed over by Python. */
export function besidePython(python: string, args = ''): string {
  const here = '"$(dirname -- "$(readlink -f -- "$0")")"';
  return `#!/bin/sh\n'''exec' ${here}/'${python}'${args} "$0" "$@"\n' '''\n`;
}

/**
 * Text of `bin/start`: JupyterLab upon the repository, with the variables of a session (contracts/repo2docker.md
 * section 6), behind the repository's own start script. What is written behind it goes to JupyterLab.
 */
export function startScript({ envExtra, start }: Pick<Plan, 'envExtra' | 'start'>): string {
  return [
    '#!/bin/sh',
    '# Starts JupyterLab from this folder, wherever it stands: bin/start [options of jupyter lab]',
    'set -eu',
    'root=$(cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd -P)',
    '"$root/bin/bindery-unpack"',
    'unset PYTHONHOME PYTHONPATH VIRTUAL_ENV',
    'export PATH="$root/content/.local/bin:$root/env/bin:$root/env/share/bindery/bin:${PATH:-/usr/bin:/bin}"',
    'export NB_PYTHON_PREFIX="$root/env" KERNEL_PYTHON_PREFIX="$root/env" CONDA_DEFAULT_ENV="$root/env"',
    'export REPO_DIR="$root/content" LANG="${LANG:-C.UTF-8}" PYTHONUNBUFFERED=1 PYTHONNOUSERSITE=1',
    ...envExtra.map(([name, value]) => `export ${name}=${quoted(value)}`),
    'cd -- "$REPO_DIR"',
    'set -- "$root/env/bin/python" -m jupyterlab --no-browser "$@"',
    ...(start === null ? [] : [`set -- "$root/content/"${literal(start)} "$@"`]),
    'exec "$@"',
    '',
  ].join('\n');
}

/** A value that may name variables as `${NAME}`, and nothing else of the shell's. */
function quoted(value: string): string {
  return `"${value.replace(/["\\`]/g, '\\$&').replace(/\$(?!\{\w+\})/g, '\\$&')}"`;
}

function literal(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

/**
 * Text of `bin/bindery-unpack`: writes where the environment stands now into the few files that name it. Moved again,
 * it is run again; where nothing is to be written it needs no right to write.
 */
export const unpackScript = `${besidePython('../env/bin/python', ' -I -S')}
import json
import os
import sys

root = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
with open(os.path.join(root, 'manifest.json'), encoding='utf-8') as file:
    manifest = json.load(file)
if not manifest['relocate']:
    sys.exit(0)
state = os.path.join(root, '.unpacked.json')
try:
    with open(state, encoding='utf-8') as file:
        before = json.load(file)
except FileNotFoundError:
    before = manifest['places']
now = {name: os.path.join(root, name) for name in before}
if before == now:
    sys.exit(0)
for name in manifest['relocate']:
    path = os.path.join(root, name)
    with open(path, 'rb') as file:
        content = file.read()
    for place in before:
        content = content.replace(os.fsencode(before[place]), os.fsencode(now[place]))
    part = path + '.part'
    with open(part, 'wb') as file:
        file.write(content)
    os.chmod(part, os.stat(path).st_mode)
    os.replace(part, path)
with open(state, 'w', encoding='utf-8') as file:
    json.dump(now, file)
`;
