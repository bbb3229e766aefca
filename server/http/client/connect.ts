import { AppError } from '../../protocol';
import type { BinderyClient, ConnectOptions } from './types';

/**
 * A client of the one agent of this user, which is started when none answers.
 * @throws AppError agent-unreachable, agent-did-not-start, agent-too-new, agent-draining; Cancelled
 */
export function connectAgent(options: ConnectOptions): Promise<BinderyClient> {
  return Promise.reject(new AppError('agent-unreachable', { detail: options.program.file }));
}
