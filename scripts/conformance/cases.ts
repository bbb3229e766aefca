import { readEnvironment } from '../../server/environment/environment';
import { conformanceJson } from '../../server/plan/conformance-json';
import { binderLayout, planRepository } from '../../server/plan/plan-repository';
import type { EnvironmentFacts, EnvironmentReading } from '../../server/environment/environment';
import { AppError } from '../../server/protocol';
import { errorTable } from '../../server/protocol/errors';
import type { Plan, Platform } from '../../server/protocol';
import { memoryView } from '../../test/support/memory-view';
import type { MemoryEntry } from '../../test/support/memory-view';
import { compare } from './outcome';
import type { Outcome } from './outcome';
import { encodeFile } from './suite';
import type { RepositoryCase, Suite } from './suite';

/** Plans the case's repository and compares the answer with what is expected. */
export function runCase(testCase: RepositoryCase, fixtures: Suite['fixtures']): Outcome {
  const platform = testCase.platform ?? 'linux/amd64';
  const reading = readEnvironment(viewOf(testCase), { platform, facts: factsOf(fixtures) });
  const outcome = planOrError(reading, platform);
  const actual = conformanceJson(reading.environment, outcome);
  const result = compare(testCase.name, testCase.expect, actual);
  const id = result.kind === 'failed' ? deliberate(testCase, actual) : undefined;
  return id === undefined ? result : { kind: 'deliberate', name: testCase.name, id };
}

/** What the network knew when the suite was made; its snapshot service has an answer for every day. */
function factsOf({ today, julia_versions = [] }: Suite['fixtures']): EnvironmentFacts {
  return { today, juliaVersions: julia_versions, cranSnapshot: 'the-day-asked-for' };
}

function planOrError(reading: EnvironmentReading, platform: Platform): Plan | AppError {
  try {
    return planRepository(reading, {
      platform,
      base: { kind: 'image', reference: 'buildpack-deps:24.04' },
      layout: binderLayout({ user: 'jovyan', uid: 1000 }),
      toolchain: 'managed',
      jupyterLock: (python, role) => `${role}-${python}`,
    });
  } catch (error) {
    if (AppError.is(error)) return error;
    throw error;
  }
}

/** Id of the deliberate difference that shows in this answer, if one does. */
function deliberate(
  { expect, tags = [] }: RepositoryCase,
  actual: Readonly<Record<string, unknown>>,
): string | undefined {
  const error = actual['error'] as CaseError | undefined;
  const expected = expect['error'] as CaseError | undefined;
  if (error?.kind === 'invalid-apt-package' && expected === undefined) return 'apt-whole-token';
  // Both stop at the same stage, and the suite's name for the exception is not one of ours.
  const named = tags.includes('quirk') && expected?.kind !== undefined && !(expected.kind in errorTable);
  return named && error?.stage === expected.stage ? 'quirks-have-names' : undefined;
}

interface CaseError {
  readonly stage?: string;
  readonly kind?: string;
}

function viewOf({ files, empty_dirs = [], mode_bits = {} }: RepositoryCase): ReturnType<typeof memoryView> {
  const entries: Record<string, MemoryEntry> = {};
  for (const folder of empty_dirs) entries[folder] = { folder: true };
  for (const [path, file] of Object.entries(files)) entries[path] = encodeFile(file);
  const executables = Object.entries(mode_bits).filter(([, bits]) => (parseInt(bits, 8) & 0o111) !== 0);
  return memoryView(
    entries,
    executables.map(([path]) => path),
  );
}
