import type { Context, Input } from './command';
import { exitCodes } from './command';
import type { Check } from './doctor-checks';
import { checks } from './doctor-checks';

/** `bindery doctor`: exits 1 when something is missing without which nothing can be built. */
export async function run(_input: Input, context: Context): Promise<number> {
  const { output, interrupts } = context;
  const results = checks(context, interrupts.first);
  let usable = true;
  for (const pending of results) {
    const check = await pending;
    output.record(check);
    if (!output.json) output.result(describe(check, context));
    usable &&= check.state !== 'missing';
  }
  return usable ? exitCodes.success : exitCodes.failure;
}

function describe({ name, state, detail, how }: Check, { output }: Context): string {
  const { good, warn, fail, dim } = output.style;
  const mark = { ok: good('ok      '), absent: warn('absent  '), missing: fail('missing ') }[state];
  return `${mark}${name.padEnd(18)}${detail}${how === undefined ? '' : `\n${' '.repeat(26)}${dim(how)}`}`;
}
