import { readFile } from 'node:fs/promises';
import type Docker from 'dockerode';
import { writeFileAtomic } from '../../platform/files';
import type { Plan } from '../../protocol';
import type { Store } from '../../store/types';
import { statusOf } from './connect';
import { runOnce } from './run-once';

/** Languages and tools that a base image has itself, by version. What it lacks is absent. */
export interface BaseTools {
  readonly python?: string;
  readonly r?: BaseR;
  readonly julia?: string;
  readonly nix?: string;
  readonly conda?: string;
}

export interface BaseR {
  readonly version: string;
  /** R_HOME. */
  readonly home: string;
  /** R_DOC_DIR. */
  readonly docs: string;
}

/** What the package manager of a base offers to install, by version. */
export type Offered = Partial<Readonly<Record<OfferedTool, string>>>;
export type OfferedTool = 'r' | 'julia' | 'nix';

/** Debian's names of the packages. */
const packageOf: Readonly<Record<OfferedTool, string>> = {
  r: 'r-base-core',
  julia: 'julia',
  nix: 'nix-bin',
};

/** Raised when more is asked of a base than older records hold. */
const recordFormat = 1;
const dayMilliseconds = 24 * 3600 * 1000;

type Keeper = Pick<Store, 'path'>;

/**
 * What the image has, asked of itself: in one container without network and without rights, once for each image.
 * @throws Cancelled
 */
export async function baseTools(
  docker: Docker,
  store: Keeper,
  image: string,
  signal: AbortSignal,
): Promise<BaseTools> {
  const file = recordPath(store, image, 'has');
  const known = await readKept<BaseTools>(file);
  if (known !== undefined) return known.value;
  const limits = { CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] };
  const output = await ask(
    docker,
    { Image: image, NetworkDisabled: true, HostConfig: limits },
    probe,
    signal,
  );
  const tools = parseTools(output);
  await keep(file, tools);
  return tools;
}

interface OffersAsked {
  readonly now: Date;
  readonly refresh: boolean;
  /** Variables of the container's environment. */
  readonly proxies: Readonly<Record<string, string>>;
}

/** What the base's package manager offers of what the plan needs and the base lacks: asked only where that counts. */
export async function offeredFor(
  docker: Docker,
  store: Keeper,
  { plan, base }: { readonly plan: Plan; readonly base: BaseTools & { readonly id: string } },
  asked: OffersAsked,
  signal: AbortSignal,
): Promise<Offered> {
  const lacks = plan.toolchains.some(({ language }) => language !== 'python' && base[language] === undefined);
  return lacks ? await offeredTools(docker, store, base.id, asked, signal) : {};
}

/**
 * What the image's package manager would install now; it is asked again after a day. Nothing where it has no apt or its mirrors cannot be reached.
 * @throws Cancelled
 */
async function offeredTools(
  docker: Docker,
  store: Keeper,
  image: string,
  asked: OffersAsked,
  signal: AbortSignal,
): Promise<Offered> {
  const file = recordPath(store, image, 'offers');
  const known = asked.refresh ? undefined : await readKept<Offered>(file);
  if (known !== undefined && asked.now.getTime() - known.at < dayMilliseconds) return known.value;
  const env = Object.entries(asked.proxies).map(([name, value]) => `${name}=${value}`);
  const output = await ask(docker, { Image: image, User: 'root', Env: env }, offers, signal);
  const offered = parseOffers(output);
  // An empty answer may be a mirror that did not answer: that is asked again.
  if (Object.keys(offered).length > 0) await keep(file, offered, asked.now);
  return offered;
}

/** Python where `make-venv` looks for it, the others wherever the image has them. One line each. */
const probe = `say() { echo "bindery-has $1 $2"; }
v=$(PATH=/usr/local/bin:/usr/bin:/bin python3 -I -c 'import platform; print(platform.python_version())') && say python "$v"
r='cat(as.character(getRversion()), R.home(), R.home("doc"))'
v=$(Rscript --vanilla -e "$r") && say r "$v"
v=$(julia --startup-file=no -e 'print(VERSION)') && say julia "$v"
v=$(nix-shell --version) && say nix "$v"
v=$(conda --version) && say conda "$v"
exit 0`;

const offers = `apt-get -q update >/dev/null 2>&1
apt-cache policy ${Object.values(packageOf).join(' ')}
exit 0`;

async function ask(
  docker: Docker,
  options: Docker.ContainerCreateOptions,
  script: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const shell = { Entrypoint: ['/bin/sh', '-c'], Cmd: [script] };
    return (await runOnce(docker, { ...options, ...shell }, signal)).output;
  } catch (error) {
    // An image without a shell is one without anything that could be used.
    if (statusOf(error) === 400) return '';
    throw error;
  }
}

/** What the probe printed, among whatever the tools printed besides. */
export function parseTools(output: string): BaseTools {
  const found = (name: string, value: RegExp): readonly string[] =>
    new RegExp(`^bindery-has ${name} ${value.source}`, 'm').exec(output)?.slice(1) ?? [];
  const [python] = found('python', /(\d+\.\d+\.\d+\S*)/);
  const [version, home, docs] = found('r', /(\d+\.\d+\.\d+) (\/\S+) (\/\S+)/);
  const [julia] = found('julia', /(\d+\.\d+\.\d+)/);
  const [nix] = found('nix', /.*?(\d+\.\d+(?:\.\d+)?)/);
  const [conda] = found('conda', /conda (\d\S*)/);
  const r = version && home && docs ? { r: { version, home, docs } } : {};
  return {
    ...(python && { python }),
    ...r,
    ...(julia && { julia }),
    ...(nix && { nix }),
    ...(conda && { conda }),
  };
}

/** Candidates of `apt-cache policy`, without epoch and without what Debian puts behind the version. */
export function parseOffers(output: string): Offered {
  const tools = Object.entries(packageOf).map(([tool, name]) => {
    const candidate = new RegExp(
      `^${name}:\\n(?: .*\\n)*? *Candidate: (?:\\d+:)?(\\d+\\.\\d+(?:\\.\\d+)?)`,
      'm',
    );
    return [tool, candidate.exec(output)?.[1]] as const;
  });
  return Object.fromEntries(tools.filter(([, version]) => version !== undefined));
}

function recordPath(store: Keeper, image: string, what: string): string {
  const name = image.replace('sha256:', '').slice(0, 32);
  return store.path('cache', 'docker', 'tools', `${name}-${what}-${recordFormat}.json`);
}

interface Kept<T> {
  readonly value: T;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

async function readKept<T>(file: string): Promise<Kept<T> | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Kept<T>;
  } catch {
    // What can be asked again needs no repair.
    return undefined;
  }
}

async function keep(file: string, value: object, now = new Date()): Promise<void> {
  await writeFileAtomic(file, JSON.stringify({ value, at: now.getTime() }));
}
