import { setTimeout as delay } from 'node:timers/promises';
import type { Hello } from '../../protocol';
import { AppError, Cancelled, protocolVersion, routePath } from '../../protocol';
import { createClient } from './client';
import type { AgentPlaces } from './places';
import { agentPlaces, recordedSocket } from './places';
import type { AgentSocket } from './socket';
import { createSocket } from './socket';
import type { StartedAgent } from './start';
import { startAgent } from './start';
import type { BinderyClient, ConnectOptions } from './types';

const helloMilliseconds = 2000;
const lookMilliseconds = 30;
const defaultTimeoutSeconds = 15;

/**
 * A client of the one agent of this user. Where none answers one is started; an older one, or one about to end, is
 * asked to end first. Clients that start one at the same time end up with the same.
 * @throws AppError agent-unreachable, agent-did-not-start, agent-too-new, agent-draining; Cancelled
 */
export async function connectAgent(options: ConnectOptions): Promise<BinderyClient> {
  const places = agentPlaces(options.env);
  const socket = createSocket(() => recordedSocket(places));
  try {
    const hello = await reachAgent(options, places, socket);
    return createClient(socket, hello, (signal) =>
      reachAgent({ ...options, ...(signal && { signal }) }, places, socket),
    );
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** Asks until an agent of this protocol answers that takes work; starts one where there is none. */
async function reachAgent(options: ConnectOptions, places: AgentPlaces, socket: AgentSocket): Promise<Hello> {
  const deadline = Date.now() + (options.timeoutSeconds ?? defaultTimeoutSeconds) * 1000;
  let started: StartedAgent | undefined;
  for (;;) {
    const hello = await greet(socket, options);
    if (hello !== undefined && isUsable(hello)) return hello;
    if (Date.now() > deadline) throw lateError(hello, places);
    if (hello !== undefined) await drain(socket, hello, options.signal);
    else if (started?.running !== true) {
      started?.check();
      started = startAgent(options, places);
    }
    await pause(options.signal);
  }
}

/** Who answers; undefined where nobody does and one may be started. */
async function greet(socket: AgentSocket, options: ConnectOptions): Promise<Hello | undefined> {
  const { signal } = options;
  try {
    return await socket.json({ method: 'GET', path: routePath('hello'), timeout: helloMilliseconds, signal });
  } catch (error) {
    if (options.start && AppError.is(error, 'agent-unreachable')) return undefined;
    throw error;
  }
}

/** @throws AppError agent-too-new */
function isUsable(hello: Hello): boolean {
  if (hello.protocolVersion > protocolVersion) {
    throw new AppError('agent-too-new', { theirs: hello.protocolVersion, ours: protocolVersion });
  }
  return hello.protocolVersion === protocolVersion && !hello.draining;
}

/** Asks the agent to end when its work is done, unless it is about to; then waits a little. */
async function drain(socket: AgentSocket, hello: Hello, signal: AbortSignal | undefined): Promise<void> {
  if (hello.draining) return;
  try {
    await socket.json({ method: 'POST', path: routePath('drain'), signal });
  } catch (error) {
    if (!AppError.is(error, 'agent-unreachable')) throw error;
  }
}

function lateError(hello: Hello | undefined, { logFile }: AgentPlaces): AppError {
  if (hello !== undefined) return new AppError('agent-draining');
  return new AppError('agent-did-not-start', { detail: 'it does not answer', log: logFile });
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(lookMilliseconds, undefined, { signal });
  } catch (error) {
    throw Cancelled.is(error) ? new Cancelled() : error;
  }
}
