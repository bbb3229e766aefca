import { readEnvironment } from '../environment/environment';
import type { EnvironmentFacts, EnvironmentOptions, EnvironmentReading } from '../environment/environment';
import type { RepoView } from '../environment/view';
import type { OpenFact } from '../protocol';
import { AppError, Cancelled } from '../protocol';

/** Where facts are asked for. */
export interface FactAddresses {
  /** JSON whose keys are the released versions of Julia. */
  readonly juliaVersions: string;
}

export const publicFactAddresses: FactAddresses = {
  juliaVersions: 'https://julialang-s3.julialang.org/bin/versions.json',
};

/** What was looked up before, so that two builds of one commit do not differ by the day. */
export interface FactMemory {
  resolve<T>(name: string, refresh: boolean, lookUp: () => Promise<T>): Promise<{ readonly value: T }>;
}

/** How facts are found out. */
export interface FactSources {
  readonly signal: AbortSignal;
  /** Absent: today by the clock. */
  readonly now?: () => Date;
  /** Absent: the public ones. */
  readonly addresses?: FactAddresses;
  /** Absent: Node's own. */
  readonly request?: typeof fetch;
  /** Absent: nothing is remembered. */
  readonly memory?: FactMemory;
  /** Looks up anew what is remembered. */
  readonly refresh?: boolean;
}

/** In milliseconds: how long a server may take, its whole answer included. */
const patience = 10_000;

/** In characters. The list of versions with all its files is about a megabyte. */
const longestAnswer = 16 * 1024 * 1024;

/**
 * readEnvironment, with the facts that this repository's versions depend on and only those: most need no network. The
 * snapshot of CRAN is asked for by the build itself: which one stands for a day does not change the plan.
 * @throws AppError fact-missing where nothing but the missing fact stops the plan; Cancelled
 */
export async function readWithFacts(
  view: RepoView,
  options: Omit<EnvironmentOptions, 'facts'>,
  sources: FactSources,
): Promise<EnvironmentReading> {
  const reading = readEnvironment(view, options);
  const { open, problems } = reading.environment;
  // What cannot be planned anyhow is not worth a question.
  if (problems.some(({ stage }) => stage !== 'build')) return reading;
  const facts = await lookUp(open, sources);
  return Object.keys(facts).length === 0 ? reading : readEnvironment(view, { ...options, facts });
}

async function lookUp(open: readonly OpenFact[], sources: FactSources): Promise<EnvironmentFacts> {
  const { memory, refresh = false, now = () => new Date() } = sources;
  const known = async <T>(name: string, ask: () => Promise<T>): Promise<T> =>
    memory === undefined ? ask() : (await memory.resolve(name, refresh, ask)).value;
  const today = open.includes('today')
    ? {
        today: await known('the day that undated R repositories count from', () =>
          Promise.resolve(isoDay(now())),
        ),
      }
    : {};
  const juliaVersions = open.includes('julia-versions')
    ? { juliaVersions: await known('released versions of Julia', () => askJulia(sources)) }
    : {};
  return { ...today, ...juliaVersions };
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

async function askJulia(sources: FactSources): Promise<readonly string[]> {
  const { juliaVersions } = sources.addresses ?? publicFactAddresses;
  const answer = await askJson(juliaVersions, sources, 'julia-versions');
  const names =
    typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? Object.keys(answer) : [];
  const versions = names.filter((name) => /^\d{1,4}\.\d{1,4}\.\d{1,4}$/.test(name));
  if (versions.length === 0) throw missing('julia-versions', `${hostOf(juliaVersions)} lists none.`);
  return versions;
}

async function askJson(
  url: string,
  { signal, request = fetch }: FactSources,
  fact: OpenFact,
): Promise<unknown> {
  const limit = AbortSignal.timeout(patience);
  try {
    const response = await request(url, { signal: AbortSignal.any([signal, limit]) });
    if (!response.ok) throw missing(fact, `${hostOf(url)} answered ${response.status}.`);
    const text = await response.text();
    return text.length > longestAnswer ? undefined : (JSON.parse(text) as unknown);
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    if (AppError.is(error)) throw error;
    throw missing(fact, `${hostOf(url)} ${limit.aborted ? 'does not answer' : reasonOf(error)}.`, error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'answered something else than a list';
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === 'string' ? `cannot be reached (${cause.code})` : 'cannot be reached';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

const factNames: Readonly<Record<OpenFact, string>> = {
  'julia-versions': 'the list of released versions of Julia',
  'cran-snapshot': 'the snapshot of CRAN of that day',
  today: 'the date of today',
};

function missing(fact: OpenFact, detail: string, cause?: unknown): AppError {
  return new AppError('fact-missing', { fact: factNames[fact], detail }, { cause });
}
