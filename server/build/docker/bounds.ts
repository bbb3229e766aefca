import { constants } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { BuildBounds } from '../bounds';

/** The cap that an operator wants for all builds of an engine together. */
export interface BuildCaps {
  /** Bytes. */
  readonly memory?: number;
  /** Cores; fractions allowed. */
  readonly cpus?: number;
}

/** What the engine says about itself, as far as it tells where its control groups are. */
export interface EngineGroups {
  readonly Name?: string;
  readonly CgroupVersion?: string;
  readonly CgroupDriver?: string;
}

/** One bound: the file that holds it, and how its value is written there. */
interface Place {
  readonly file: string;
  readonly write: (value: number) => Promise<string>;
  /** Undefined where nothing bounds. */
  readonly read: (text: string) => Promise<number | undefined>;
}

interface Places {
  readonly memory: Place;
  readonly cpus: Place;
}

/**
 * Caps everything that BuildKit runs on this engine, and says what holds. BuildKit knows no limits per build; all its
 * steps run below one control group, which the machine's owner may bound. Values that were set there by somebody else
 * are told like ours.
 */
export async function boundBuilds(docker: Docker, caps: BuildCaps, root = groupRoot): Promise<BuildBounds> {
  return await capGroup((await docker.info()) as EngineGroups, caps, root);
}

const groupRoot = '/sys/fs/cgroup';

/** As `boundBuilds`, of an engine that said this about itself. */
export async function capGroup(engine: EngineGroups, caps: BuildCaps, root: string): Promise<BuildBounds> {
  const asked = caps.memory !== undefined || caps.cpus !== undefined;
  const places = placesOf(engine, root);
  if (typeof places === 'string') return asked ? { refused: places } : {};
  const refusals: string[] = [];
  for (const name of ['memory', 'cpus'] as const) {
    const value = caps[name];
    const failure = value === undefined ? undefined : await cap(places[name], value);
    if (failure !== undefined) refusals.push(failure);
  }
  const memory = await current(places.memory);
  const cpus = await current(places.cpus);
  return {
    ...(memory !== undefined && { memory }),
    ...(cpus !== undefined && { cpus }),
    ...(refusals.length > 0 && { refused: refusals.join(', ') }),
  };
}

/** Where the bounds are, or why they cannot be reached. */
function placesOf({ Name, CgroupVersion, CgroupDriver }: EngineGroups, root: string): Places | string {
  if (process.platform !== 'linux' || Name !== hostname()) return 'the engine runs elsewhere';
  if (CgroupDriver !== 'cgroupfs')
    return `the engine leaves its control groups to ${CgroupDriver ?? 'others'}`;
  if (CgroupVersion === '2') return secondVersion(join(root, 'docker', 'buildkit'));
  return firstVersion(join(root, 'memory', 'docker', 'buildkit'), join(root, 'cpu', 'docker', 'buildkit'));
}

/** The kernel writes "no limit" as the largest number of pages. */
const unlimited = 2 ** 60;

function firstVersion(memory: string, cpu: string): Places {
  const period = async (): Promise<number> =>
    Number(await readFile(join(cpu, 'cpu.cfs_period_us'), 'utf8').catch(() => '100000'));
  return {
    memory: {
      file: join(memory, 'memory.limit_in_bytes'),
      write: (bytes) => Promise.resolve(String(bytes)),
      read: (text) => Promise.resolve(Number(text) < unlimited ? Number(text) : undefined),
    },
    cpus: {
      file: join(cpu, 'cpu.cfs_quota_us'),
      write: async (cores) => String(Math.round(cores * (await period()))),
      read: async (text) => (Number(text) > 0 ? Number(text) / (await period()) : undefined),
    },
  };
}

function secondVersion(group: string): Places {
  return {
    memory: {
      file: join(group, 'memory.max'),
      write: (bytes) => Promise.resolve(String(bytes)),
      read: (text) => Promise.resolve(text === 'max' ? undefined : Number(text)),
    },
    cpus: {
      file: join(group, 'cpu.max'),
      write: (cores) => Promise.resolve(`${Math.round(cores * 100_000)} 100000`),
      read: (text) => {
        const [quota = 'max', period = '100000'] = text.split(' ');
        return Promise.resolve(quota === 'max' ? undefined : Number(quota) / Number(period));
      },
    },
  };
}

/** Undefined on success, else why the bound could not be set. */
async function cap({ file, write }: Place, value: number): Promise<string | undefined> {
  try {
    // The engine makes the group with its first build; a bound must hold for that one too.
    await mkdir(join(file, '..'), { recursive: true });
    // Without O_CREAT: a file that is missing here means that nothing would be bounded.
    await writeFile(file, await write(value), { flag: constants.O_WRONLY | constants.O_TRUNC });
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `${file} cannot be written (${code ?? String(error)})`;
  }
}

async function current({ file, read }: Place): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : await read(text.trim());
}
