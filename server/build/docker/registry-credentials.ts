import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../platform/run';
import { configFolder } from './address';
import type { Credential } from './session/services';
import { registryHost } from './session/services';

/** Where the docker command would be looking. */
export interface CredentialContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Who the docker command would log in as at this registry: CONTAINER_ENGINE_REGISTRY_CREDENTIALS where that is for this
 * host (contracts/repo2docker.md section 9), else the credential helper or the entry of docker's own configuration.
 * Undefined where there is nothing for it; a helper that fails counts as nothing, as with docker.
 */
export async function registryCredential(
  host: string,
  context: CredentialContext,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const named = fromVariable(context.env['CONTAINER_ENGINE_REGISTRY_CREDENTIALS'], host);
  if (named !== undefined) return named;
  const config = await readConfig(join(configFolder(context), 'config.json'));
  const helper = text(entryFor(config['credHelpers'], host)) ?? text(config['credsStore']);
  const helped = helper === undefined ? undefined : await askHelper(helper, host, context, signal);
  return helped ?? fromEntry(entryFor(config['auths'], host));
}

type Json = Readonly<Record<string, unknown>>;

function fromVariable(value: string | undefined, host: string): Credential | undefined {
  const { registry, username, password } = parsed(value ?? '{}');
  if (typeof registry !== 'string' || hostOf(registry) !== registryHost(host)) return undefined;
  if (typeof username !== 'string' || typeof password !== 'string') return undefined;
  return { username, secret: password };
}

/** `https://index.docker.io/v1/`, `http://host:5000` and `host:5000` are ways to name a registry. */
function hostOf(registry: string): string {
  return registryHost(registry.replace(/^https?:\/\//, '').replace(/\/.*$/, ''));
}

function entryFor(table: unknown, host: string): unknown {
  const entries = Object.entries((table ?? {}) as Json);
  return entries.find(([name]) => hostOf(name) === registryHost(host))?.[1];
}

function fromEntry(entry: unknown): Credential | undefined {
  const { auth, identitytoken } = (entry ?? {}) as Json;
  if (typeof identitytoken === 'string' && identitytoken !== '')
    return { username: '', secret: identitytoken };
  if (typeof auth !== 'string') return undefined;
  const pair = Buffer.from(auth, 'base64').toString('utf8');
  const [, username, secret] = /^([^:]+):([^]*)$/.exec(pair) ?? [];
  return username === undefined || secret === undefined ? undefined : { username, secret };
}

/** Milliseconds: a helper may have to wake a keychain, but asks nobody. */
const helperTimeout = 20_000;

async function askHelper(
  name: string,
  host: string,
  { env }: CredentialContext,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  // It becomes part of a program's name.
  if (!/^[\w.-]+$/.test(name)) return undefined;
  const given = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const server = registryHost(host) === 'docker.io' ? 'https://index.docker.io/v1/' : host;
  const options = { env: Object.fromEntries(given), input: server, signal, timeoutMs: helperTimeout };
  const { code, stdoutTail } = await run(`docker-credential-${name}`, ['get'], options).catch(() => notThere);
  if (code !== 0) return undefined;
  const { Username, Secret } = parsed(stdoutTail);
  if (typeof Username !== 'string' || typeof Secret !== 'string' || Secret === '') return undefined;
  return { username: Username === '<token>' ? '' : Username, secret: Secret };
}

const notThere = { code: 127, stdoutTail: '' };

async function readConfig(file: string): Promise<Json> {
  return parsed(await readFile(file, 'utf8').catch(() => '{}'));
}

function parsed(json: string): Json {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
