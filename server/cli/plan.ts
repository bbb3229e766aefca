import { basename } from 'node:path';
import { readEnvironment } from '../environment/environment';
import type { RepoView } from '../environment/view';
import { requireConfiguration } from '../launch/presets';
import { imagePlatform } from '../platform/machine';
import { conformanceJson } from '../plan/conformance-json';
import { planRepository } from '../plan/plan-repository';
import type { Environment, Plan, RepoRef } from '../protocol';
import { AppError } from '../protocol';
import { readWithFacts } from '../source/facts';
import type { Context, Input } from './command';
import { exitCodes } from './command';
import { describePlan } from './describe-plan';
import { dialectAndPreset } from './launch-request';
import { planOptions } from './plan-settings';
import { repoOperand } from './repo-operand';
import { factAddresses } from './settings';
import { withCheckout } from './with-checkout';

/** `bindery plan`: what would be built, and why. Needs neither agent nor engine; fetches what is not here. */
export async function run(input: Input, context: Context): Promise<number> {
  const repo = repoOperand(input, context);
  return withCheckout(repo, context, async (view) => {
    const { environment, outcome } = await makePlan(repo, view, input, context);
    await print(environment, outcome, input, context);
    return outcome instanceof AppError ? exitCodes.failure : exitCodes.success;
  });
}

/** For an image, as Binder makes it: the host engine carries out the same steps. */
async function makePlan(
  repo: RepoRef,
  view: RepoView,
  input: Input,
  { env, interrupts }: Context,
): Promise<{ environment: Environment; outcome: Plan | AppError }> {
  const { dialect = 'binder', preset = 'none' } = dialectAndPreset(input);
  const options = { platform: imagePlatform(), dialect };
  const planContext = {
    repo: { ...repo, displayName: basename(repo.spec) },
    engine: 'docker',
    toolchain: 'managed',
  } as const;
  let environment: Environment | undefined;
  try {
    const sources = { signal: interrupts.first, addresses: factAddresses(env) };
    const reading = await readWithFacts(view, options, sources);
    environment = reading.environment;
    requireConfiguration(environment, preset);
    return { environment, outcome: planRepository(reading, planOptions(env, planContext)) };
  } catch (error) {
    if (!AppError.is(error)) throw error;
    // Without a fact the files are told all the same.
    environment ??= readEnvironment(view, options).environment;
    return { environment, outcome: error };
  }
}

async function print(
  environment: Environment,
  outcome: Plan | AppError,
  input: Input,
  { output }: Context,
): Promise<void> {
  output.record(conformanceJson(environment, outcome));
  if (outcome instanceof AppError) {
    if (!output.json) output.say(describePlan(environment, undefined));
    output.say(`${output.style.fail('error:')} ${outcome.message}\n${outcome.action}`);
  } else if (input.flags.has('dockerfile')) {
    const { planDockerfile } = await import('./plan-dockerfile');
    output.result(await planDockerfile(outcome));
  } else if (!output.json) {
    output.result(describePlan(environment, outcome));
  }
}
