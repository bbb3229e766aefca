import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { GrpcCall, GrpcMethod } from './grpc';
import { GrpcFailure, grpcStatus, unary } from './grpc';
import { decodeMessage, encodeMessage } from './messages';

/** User name and password, or the token that a registry gave in their place (then `username` is empty). */
export interface Credential {
  readonly username: string;
  readonly secret: string;
}

/** What a build may ask for, and nothing else. */
export interface SessionOffer {
  /** Who may be told the password: exactly this `host` or `host:port`. */
  readonly registry?: Credential & { readonly host: string };
  /** Secrets by the id by which a step mounts them. */
  readonly secrets: Readonly<Record<string, string>>;
  /** `name:password` pairs of URLs in these secrets, as they stand there. Without them a secret's lines are the secret. */
  readonly urlCredentials?: readonly string[];
  /** Socket of the person's ssh agent, where the build may use it (its id is `default`). */
  readonly sshAgent?: string;
}

/** True when there is nothing in it for which a session would have to be opened. */
export function isEmptyOffer({ registry, secrets, sshAgent }: SessionOffer): boolean {
  return registry === undefined && sshAgent === undefined && Object.keys(secrets).length === 0;
}

/** The methods that serve an offer, by their path. */
export function sessionMethods(offer: SessionOffer): Readonly<Record<string, GrpcMethod>> {
  return {
    '/grpc.health.v1.Health/Check': unary(() => encodeMessage('Health', { status: 1 })),
    '/moby.filesync.v1.Auth/Credentials': unary((request) => {
      const { host } = decodeMessage('CredentialsRequest', request);
      return encodeMessage('CredentialsResponse', credentialFor(offer, host));
    }),
    '/moby.buildkit.secrets.v1.Secrets/GetSecret': unary((request) => {
      const { id } = decodeMessage('GetSecretRequest', request);
      const secret = Object.hasOwn(offer.secrets, id) ? offer.secrets[id] : undefined;
      if (secret === undefined) throw new GrpcFailure(grpcStatus.notFound, `there is no secret ${id}`);
      return encodeMessage('GetSecretResponse', { data: Buffer.from(secret) });
    }),
    ...(offer.sshAgent === undefined ? {} : sshMethods(offer.sshAgent)),
  };
}

/** An empty answer for every host but the one: the engine then asks that host without credentials. */
function credentialFor({ registry }: SessionOffer, host: string): Partial<Credential> {
  if (registry === undefined || registryHost(host) !== registryHost(registry.host)) return {};
  return { username: registry.username, secret: registry.secret };
}

/** The public hub has several names. */
export function registryHost(host: string): string {
  const bare = host.toLowerCase();
  return ['docker.io', 'index.docker.io', 'registry-1.docker.io'].includes(bare) ? 'docker.io' : bare;
}

function sshMethods(socketPath: string): Readonly<Record<string, GrpcMethod>> {
  return {
    '/moby.sshforward.v1.SSH/CheckAgent': unary((request) => {
      requireDefault(decodeMessage('CheckAgentRequest', request).id);
      return encodeMessage('Empty', {});
    }),
    '/moby.sshforward.v1.SSH/ForwardAgent': (call) => forward(call, socketPath),
  };
}

function requireDefault(id: string | undefined): void {
  if (id === undefined || id === '' || id === 'default') return;
  throw new GrpcFailure(grpcStatus.notFound, `there is no ssh agent ${id}`);
}

/** Passes everything between the call and the agent's socket on, in both directions. */
async function* forward({ messages, metadata }: GrpcCall, socketPath: string): AsyncIterable<Uint8Array> {
  requireDefault(metadata('buildkit.ssh.id'));
  const agent = connect(socketPath);
  void feed(messages, agent);
  try {
    for await (const data of agent) yield encodeMessage('Bytes', { data: data as Buffer });
  } catch {
    throw new GrpcFailure(grpcStatus.unavailable, 'the ssh agent does not answer');
  } finally {
    agent.destroy();
  }
}

async function feed(messages: AsyncIterable<Uint8Array>, agent: Socket): Promise<void> {
  try {
    for await (const message of messages) agent.write(decodeMessage('Bytes', message).data);
    agent.end();
  } catch {
    agent.destroy();
  }
}
