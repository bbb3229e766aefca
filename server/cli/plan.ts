import { readEnvironment } from '../environment/environment';
import type { RepoView } from '../environment/view';
import { conformanceJson } from '../plan/conformance-json';
import { planRepository } from '../plan/plan-repository';
import type { Environment, Plan } from '../protocol';
import { AppError } from '../protocol';
import type { Context, Input } from './command';
import { exitCodes } from './command';
import { describePlan } from './describe-plan';
import { imagePlanOptions, imagePlatform } from './plan-settings';
import { repoOperand } from './repo-operand';
import { withCheckout } from './with-checkout';

/** `bindery plan`: what would be built, and why. Needs neither agent nor engine; fetches what is not here. */
export async function run(input: Input, context: Context): Promise<number> {
  return withCheckout(repoOperand(input, context), context, async (view) => {
    const { environment, outcome } = makePlan(view, context);
    await print(environment, outcome, input, context);
    return outcome instanceof AppError ? exitCodes.failure : exitCodes.success;
  });
}

function makePlan(view: RepoView, { env }: Context): { environment: Environment; outcome: Plan | AppError } {
  const today = new Date().toISOString().slice(0, 10);
  const reading = readEnvironment(view, { platform: imagePlatform(), facts: { today } });
  const { environment } = reading;
  try {
    return { environment, outcome: planRepository(reading, imagePlanOptions(env, 'managed')) };
  } catch (error) {
    if (AppError.is(error)) return { environment, outcome: error };
    throw error;
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
