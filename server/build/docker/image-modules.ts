import type Docker from 'dockerode';
import type { ArtifactSummary } from '../../protocol';
import type { ModuleMap } from '../modules';
import { moduleProgram, parseModules } from '../modules';
import { runOnce } from './run-once';

/**
 * The notebook environment of our images is where they say; of a repository's own Dockerfile the Python on the PATH
 * counts. Isolated and without site: what the packages would run at Python's start is not run.
 */
const script = `
if [ -n "$NB_PYTHON_PREFIX" ] && [ -x "$NB_PYTHON_PREFIX/bin/python" ]; then
  exec "$NB_PYTHON_PREFIX/bin/python" -I -S -c "$0" "$NB_PYTHON_PREFIX"/lib/python*/site-packages
fi
exec python3 -I -c "$0"
`;

/** In milliseconds: how long an image may take to answer. */
const patience = 30_000;

/** Asks an image, in a container without network and without rights. @throws Cancelled, the engine's errors */
export async function modulesOfImage(
  docker: Docker,
  { location }: Pick<ArtifactSummary, 'location'>,
  signal: AbortSignal,
): Promise<ModuleMap | undefined> {
  const { output } = await runOnce(
    docker,
    {
      Image: location,
      Entrypoint: ['/bin/sh', '-c', script, moduleProgram],
      Cmd: [],
      NetworkDisabled: true,
      HostConfig: { CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'], PidsLimit: 64 },
    },
    AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  );
  return parseModules(output);
}
