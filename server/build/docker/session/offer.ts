import type { Registry } from '../registry';
import type { SessionOffer } from './services';
import { registryHost } from './services';

/**
 * What every build may ask for: the login of the one registry, and the person's ssh agent where BINDERY_BUILD_SSH allows
 * it (a Dockerfile is somebody's text, and asks for the agent by itself).
 */
export function buildOffer(
  env: Readonly<Record<string, string | undefined>>,
  registry: Registry | undefined,
): Omit<SessionOffer, 'secrets' | 'urlCredentials'> {
  const { BINDERY_BUILD_SSH: allowed = '', SSH_AUTH_SOCK: sshAgent = '' } = env;
  return {
    ...(allowed === '' || sshAgent === '' ? {} : { sshAgent }),
    ...(registry?.credential && { registry: { host: registry.host, ...registry.credential } }),
  };
}

/**
 * What of an offer this build can ask for: the password where the registry is named, the ssh agent where a step mounts
 * it. No other build needs a session for them, which not every engine has.
 */
export function neededOffer(
  { registry, sshAgent, ...others }: SessionOffer,
  dockerfile: string,
  cacheFrom: readonly string[] = [],
): SessionOffer {
  return {
    ...others,
    ...(registry && namesRegistry(registry.host, dockerfile, cacheFrom) ? { registry } : {}),
    ...(sshAgent !== undefined && /--mount=\S*type=ssh/i.test(dockerfile) ? { sshAgent } : {}),
  };
}

function namesRegistry(host: string, dockerfile: string, cacheFrom: readonly string[]): boolean {
  if ([dockerfile, ...cacheFrom].some((text) => text.includes(host))) return true;
  // Names without a host mean the public hub; those of ours are on the engine.
  return registryHost(host) === 'docker.io' && !/^FROM bindery\//m.test(dockerfile);
}
