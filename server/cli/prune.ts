import { sizeText } from '../build/bounds';
import type { PruneAnswer, PrunedItem, PruneRequest } from '../protocol';
import { renderMessage } from '../protocol';
import type { Context, Input } from './command';
import { exitCodes } from './command';
import { usage } from './parse';
import { renderTable } from './table';
import { withAgent } from './with-agent';

/** `bindery prune`: the agent removes, because only the agent knows what is in use. */
export async function run(input: Input, context: Context): Promise<number> {
  const request = pruneRequest(input);
  const answer = await withAgent(context, (client) => client.prune(request));
  tell(answer, context);
  return exitCodes.success;
}

/** @throws AppError usage */
function pruneRequest({ flags, values }: Input): PruneRequest {
  const gigabytes = values.get('keep-gb');
  if (gigabytes !== undefined && flags.has('all')) {
    throw usage('prune', '--keep-gb and --all say different things.');
  }
  return {
    dryRun: flags.has('dry-run'),
    ...(flags.has('all') && { all: true }),
    ...(gigabytes !== undefined && { keepBytes: parseSize(gigabytes) }),
  };
}

function parseSize(text: string): number {
  if (/^\d{1,6}(\.\d+)?$/.test(text)) return Number(text) * 1e9;
  throw usage('prune', `--keep-gb is a number of gigabytes, not ${text}.`);
}

function tell(answer: PruneAnswer, { output }: Context): void {
  for (const item of answer.removed) output.record(item);
  const { removed, dryRun, freedBytes, keptBytes, unseen } = answer;
  if (!output.json && removed.length > 0) {
    output.result(renderTable([['WHAT', 'SIZE', 'LAST USED', 'WHY', 'NAME'], ...removed.map(row)]));
  }
  for (const engine of unseen) output.say(renderMessage('prune.unseen', { engine }));
  const kept = sizeText(keptBytes);
  const args = { count: removed.length, freed: sizeText(freedBytes), kept };
  const code = dryRun ? 'prune.would-remove' : 'prune.removed';
  output.say(renderMessage(removed.length === 0 ? 'prune.nothing' : code, args));
}

function row({ kind, bytes, lastUsedAt, reason, name }: PrunedItem): string[] {
  const day = Date.parse(lastUsedAt) === 0 ? '-' : lastUsedAt.slice(0, 10);
  return [
    renderMessage(`prune.kind.${kind}`),
    sizeText(bytes),
    day,
    renderMessage(`prune.reason.${reason}`),
    name,
  ];
}
