import type { AppError, Environment, Plan } from '../protocol';

/** What `bindery plan --json` prints: the keys of a conformance case's `expect`, comparable as they are. */
export function conformanceJson(environment: Environment, outcome: Plan | AppError): Record<string, unknown> {
  return { environment, outcome };
}
