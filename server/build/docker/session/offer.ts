import type { Registry } from '../registry';
import type { SessionOffer } from './services';

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
