import { mkdirSync, readFileSync } from 'node:fs';
import { sessionFiles, writeToken } from '../../server/launch/session-files';
import type { SpawnSpec } from '../../server/launch/types';
import type { Session } from '../../server/protocol';
import type { BuiltImage, DockerWorld } from './docker-world';
import { ask } from './jupyter-client';

/** What a session of this image is started from: with a person's folder as its work folder, or with a volume. */
export async function sessionSpec(
  { store }: Pick<DockerWorld, 'store'>,
  { pinned, artifact }: Pick<BuiltImage, 'pinned' | 'artifact'>,
  name: string,
  folder?: string,
): Promise<SpawnSpec> {
  const dir = store.path('sessions', name);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const files = sessionFiles(dir);
  await writeToken(files.token);
  const session: Session = {
    name,
    state: 'spawning',
    reason: '',
    repo: { provider: 'local', spec: '/', displayName: name },
    spawner: 'docker',
    artifact,
    workFolder:
      folder === undefined ? { kind: 'volume', path: files.work } : { kind: 'folder', path: folder },
    limits: {},
    createdAt: new Date().toISOString(),
  };
  return { session, plan: pinned.plan, artifact, dir, tokenFile: files.token, port: 0, startTimeout: 60 };
}

/** Starts a session, asks it without and with its token, and ends it: the two HTTP statuses. */
export async function firstAnswers(
  world: Pick<DockerWorld, 'store' | 'spawner'>,
  built: Pick<BuiltImage, 'pinned' | 'artifact'>,
  name: string,
  folder?: string,
): Promise<{ readonly without: number; readonly with: number }> {
  const spec = await sessionSpec(world, built, name, folder);
  try {
    const { url } = await world.spawner.start(spec, () => undefined, new AbortController().signal);
    const token = readFileSync(spec.tokenFile, 'utf8');
    const without = await ask({ url, token: 'wrong' }, 'api/contents');
    return { without: without.status, with: (await ask({ url, token }, 'api/contents')).status };
  } finally {
    await world.spawner.stop(spec.session, spec.dir, 5);
  }
}
