import type { Plan } from '../../protocol';
import type { CondaClientDeps } from '../conda/client';
import { ensureCondaClient } from '../conda/client';
import type { CondaInstallerSettings } from '../conda/installer';
import { condaInstallerSettings, condaSecret } from '../conda/installer';
import type { CondaSettings } from '../conda/settings';

/** What builds install conda packages with. */
export interface CondaMeans {
  /** Folder of a client for the images' platform. */
  readonly client: () => Promise<string>;
  readonly settings: CondaSettings;
}

/** True when Python, and so everything else of the conda family, comes from a channel. */
export function usesConda({ toolchains }: Plan): boolean {
  return toolchains.some(({ language, kind }) => language === 'python' && kind === 'managed');
}

/** A client for the platform of the plan's image; what a base with apt-get has is glibc. */
export async function condaForImages(
  { platform }: Plan,
  deps: Omit<CondaClientDeps, 'machine'>,
  signal: AbortSignal,
): Promise<string> {
  const machine = {
    platform: 'linux',
    arch: platform === 'linux/arm64' ? 'arm64' : 'x64',
    glibc: '2.28',
  } as const;
  return await ensureCondaClient({ ...deps, machine }, signal);
}

/** What a build's context and its secrets hold for the client. */
export interface CondaParts {
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly credentials: readonly string[];
}

export function condaParts(means: CondaMeans | undefined): CondaParts {
  if (means === undefined) return { files: {}, secrets: {}, credentials: [] };
  const { open, secret, credentials }: CondaInstallerSettings = condaInstallerSettings(means.settings);
  return {
    files: { 'settings/conda.json': open },
    secrets: secret === undefined ? {} : { [condaSecret]: secret },
    credentials,
  };
}
