import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { copyContent } from '../build/host/content';
import { packPrefix, refuseToPack } from '../build/host/pack';
import { sizeText } from '../build/bounds';
import { readEnvironment } from '../environment/environment';
import { removeTree } from '../platform/files';
import { stateRoot } from '../platform/paths';
import { stat } from 'node:fs/promises';
import { planRepository } from '../plan/plan-repository';
import type { ArtifactSummary, LaunchRequest } from '../protocol';
import { renderMessage } from '../protocol';
import { diskView } from '../source/disk-view';
import type { Context } from './command';
import { usage } from './parse';
import { planOptions } from './plan-settings';

/**
 * The request that leads to something that can be packed. Without a word about the toolchain, the exact Python must be
 * had: falling back to this machine's would make a build that cannot be packed.
 * @throws AppError usage, pack-needs-managed
 */
export function packable(request: LaunchRequest, file: string): LaunchRequest {
  if (request.engine === 'docker')
    throw usage('build', '--pack is for --engine host: an image is saved by the engine.');
  if (!/\.(tar\.gz|tgz)$/.test(file))
    throw usage('build', `--pack writes a file named *.tar.gz, not ${file}.`);
  if (request.toolchain === 'system') {
    refuseToPack({ kind: 'prefix', toolchains: [{ language: 'python', kind: 'system', requested: '' }] });
  }
  return { ...request, engine: 'host', toolchain: 'managed' };
}

/** Writes the archive and says what is in it. */
export async function packArtifact(
  artifact: ArtifactSummary,
  name: string,
  context: Context,
): Promise<string> {
  const { cwd, env, output, interrupts } = context;
  const file = resolve(cwd, name);
  const store = { path: (...parts: string[]) => join(stateRoot(env), ...parts) };
  const scratch = await mkdtemp(join(tmpdir(), 'bindery-pack-'));
  try {
    const content = join(scratch, 'content');
    output.say(renderMessage('pack.packing', { file }));
    await copyContent({ store, env }, artifact, content, interrupts.first);
    const repo = { provider: 'local', spec: content, displayName: 'content' } as const;
    const options = planOptions(env, { repo, engine: 'host', toolchain: 'managed' });
    const plan = planRepository(readEnvironment(diskView(content)), options);
    const manifest = await packPrefix({ artifact, plan, content, file }, interrupts.first);
    output.record({ packed: file, manifest });
    return renderMessage('pack.packed', { file, size: sizeText((await stat(file)).size) });
  } finally {
    await removeTree(scratch);
  }
}
