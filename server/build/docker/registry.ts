import { AppError } from '../../protocol';
import { isImageReference } from '../../spec/image-reference';
import type { CredentialContext } from './registry-credentials';
import { registryCredential } from './registry-credentials';
import type { Credential } from './session/services';
import { registryHost } from './session/services';

/** The one registry in which images are looked up before they are built, and to which they are pushed. */
export interface Registry {
  /** `host[:port][/name…]`; images of ours stand below it. */
  readonly prefix: string;
  readonly host: string;
  readonly credential?: Credential;
}

/**
 * The registry that BINDERY_REGISTRY names, with its credentials; undefined where it is not set.
 * @throws AppError no-registry for a value that is none
 */
export async function readRegistry(
  context: CredentialContext,
  signal: AbortSignal,
): Promise<Registry | undefined> {
  const prefix = registryPrefix(context.env);
  if (prefix === undefined) return undefined;
  const [host = ''] = prefix.split('/');
  const credential = await registryCredential(host, context, signal);
  return { prefix, host, ...(credential === undefined ? {} : { credential }) };
}

/** @throws AppError no-registry */
export function registryPrefix({
  BINDERY_REGISTRY: value = '',
}: CredentialContext['env']): string | undefined {
  const prefix = value.replace(/\/+$/, '');
  if (prefix === '') return undefined;
  // As the docker command tells a host from a name: by a dot, a port, or being this machine.
  const [host = ''] = prefix.split('/');
  const isHost = /[.:]/.test(host) || host === 'localhost';
  if (isHost && !prefix.includes('@') && isImageReference(`${prefix}/artifact:1`)) return prefix;
  throw new AppError('no-registry', {
    detail: `BINDERY_REGISTRY is a host with or without a port and a name, such as registry.example:5000/lab, not ${value}`,
  });
}

/** What an image is called there: a finished one by its artifactKey, an environment by its local tag. */
export function remoteName(
  { prefix }: Registry,
  kind: 'artifact' | 'environment',
  key: string,
): { readonly repo: string; readonly tag: string } {
  return { repo: `${prefix}/${kind}`, tag: key };
}

/** The login for an image by its name: only where that is an image of this registry. */
export function loginFor(
  registry: Registry | undefined,
  reference: string,
): Readonly<Record<string, string>> | undefined {
  const [host = ''] = reference.split('/');
  const same = registry !== undefined && registryHost(host) === registryHost(registry.host);
  return same ? authOf(registry) : undefined;
}

/** What the engine's API takes as a login; for this registry only. */
export function authOf({ host, credential }: Registry): Readonly<Record<string, string>> | undefined {
  if (credential === undefined) return undefined;
  const { username, secret } = credential;
  const login = username === '' ? { identitytoken: secret } : { username, password: secret };
  return { ...login, serveraddress: host };
}
