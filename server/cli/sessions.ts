import type { BinderyClient } from '../http/client/types';
import type { Session } from '../protocol';
import { AppError, Cancelled } from '../protocol';
import type { Context, Input } from './command';
import { exitCodes } from './command';
import { openInBrowser } from './open-in-browser';
import { usage } from './parse';
import { sessionAddress } from './session-address';
import { renderTable } from './table';
import { watchJob } from './watch-job';
import { withAgent } from './with-agent';

type Action = (client: BinderyClient, name: string, input: Input, context: Context) => Promise<void>;

const actions: Readonly<Record<string, Action>> = { stop, start, delete: remove, open };

/** `bindery sessions`: without an action, the list. */
export async function run(input: Input, context: Context): Promise<number> {
  const [verb = 'list', name] = input.operands;
  if (verb === 'list') {
    if (name !== undefined) throw usage('sessions', `sessions list does not take ${name}.`);
    await withAgent(context, (client) => list(client, context));
    return exitCodes.success;
  }
  const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
  if (action === undefined) throw usage('sessions', `sessions has no action ${verb}.`);
  if (name === undefined) throw usage('sessions', `sessions ${verb} needs the name of a session.`);
  await withAgent(context, (client) => action(client, name, input, context));
  return exitCodes.success;
}

async function list(client: BinderyClient, { output }: Context): Promise<void> {
  const sessions = await client.sessions();
  for (const session of sessions) output.record(session);
  if (output.json) return;
  const header = ['NAME', 'STATE', 'AGE', 'REPOSITORY', 'URL', 'REASON'];
  if (sessions.length === 0) output.say('There are no sessions.');
  else output.result(renderTable([header, ...sessions.map(row)]));
}

function row(session: Session): string[] {
  const { name, state, createdAt, repo, url, reason } = session;
  return [name, state, age(Date.now() - Date.parse(createdAt)), repo.displayName, url ?? '-', reason];
}

function age(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60 / 24)} d`;
}

async function stop(client: BinderyClient, name: string, _input: Input, { output }: Context): Promise<void> {
  const session = await client.stopSession(name);
  output.record(session);
  output.say(`${name} is ${session.state}. ${session.reason}`);
}

async function start(client: BinderyClient, name: string, _input: Input, context: Context): Promise<void> {
  await watchJob(client, await client.startSession(name), context);
  context.output.result(await addressOf(client, name));
}

async function remove(client: BinderyClient, name: string, input: Input, context: Context): Promise<void> {
  const { workFolder } = await client.session(name);
  const loss = workFolder.kind === 'volume' ? ' and the work in it' : '; your folder stays';
  if (!input.flags.has('yes') && context.confirm !== undefined) {
    if (!(await context.confirm(`Delete the session ${name}${loss}?`))) throw new Cancelled();
  }
  await client.deleteSession(name);
  context.output.record({ deleted: name });
  context.output.say(`Deleted ${name}.`);
}

async function open(
  client: BinderyClient,
  name: string,
  _input: Input,
  { output, env }: Context,
): Promise<void> {
  const connection = await client.connection(name);
  output.record(connection);
  output.result(await addressOf(client, name));
  if (output.live && !output.json) openInBrowser(await addressOf(client, name), env);
}

async function addressOf(client: BinderyClient, name: string): Promise<string> {
  const session = await client.session(name);
  if (session.state !== 'ready') throw new AppError('session-wrong-state', { name, state: session.state });
  return sessionAddress(await client.connection(name), session.urlPath);
}
