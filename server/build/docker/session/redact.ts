import type { Emit, EventBody, MessageArgs } from '../../../protocol';
import { AppError } from '../../../protocol';
import type { SessionOffer } from './services';

/** Takes the values of an offer out of what a build says. */
export interface Redactor {
  text(text: string): string;
  /** An AppError whose arguments hold none of the values; what is none of ours is returned as it is. */
  error(error: unknown): unknown;
}

const instead = '[redacted]';
/** Shorter values would take ordinary words out of the output. */
const shortest = 4;

/** By value: whatever a tool makes of it, the text itself is not printed, nor its usual encodings. */
export function redactor({ registry, secrets, urlCredentials = [] }: SessionOffer): Redactor {
  const values = [
    ...(registry === undefined ? [] : encodings(registry.username, registry.secret)),
    ...urlCredentials.flatMap(urlValues),
    ...Object.values(secrets).flatMap(linesOf),
  ];
  // The longest first, so that no part of one is left standing.
  const known = [...new Set(values)].filter((value) => value.length >= shortest);
  known.sort((a, b) => b.length - a.length);
  const text = (line: string): string =>
    known.reduce((rest, value) => (rest.includes(value) ? rest.replaceAll(value, instead) : rest), line);
  return { text, error: (error) => redactError(error, text) };
}

/** A token may stand alone, where the user's name does. */
function urlValues(pair: string): readonly string[] {
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/.exec(pair) ?? [];
  const secret = password === '' ? user : password;
  return [secret, ...encodings(decoded(user), decoded(secret))];
}

function linesOf(secret: string): readonly string[] {
  return secret.split(/\r?\n/).map((line) => line.trim());
}

function encodings(user: string, password: string): readonly string[] {
  const pair = Buffer.from(`${user}:${password}`).toString('base64');
  return [password, encodeURIComponent(password), pair, pair.replace(/=+$/, '')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The same receiver of events, without the values. */
export function redactedEmit(emit: Emit, redact: Redactor): Emit {
  return (event) => emit(redactEvent(event, redact));
}

function redactEvent(event: EventBody, redact: Redactor): EventBody {
  const { message, args } = event;
  const text = (line: string): string => redact.text(line);
  return {
    ...event,
    ...(message === undefined ? {} : { message: text(message) }),
    ...(args === undefined ? {} : { args: redactArgs(args, text) }),
  };
}

function redactArgs(args: MessageArgs, text: (text: string) => string): MessageArgs {
  const clean = Object.entries(args).map(([name, value]) => [
    name,
    typeof value === 'string' ? text(value) : value,
  ]);
  return Object.fromEntries(clean) as MessageArgs;
}

/** Without its cause, whose text nobody has read. */
function redactError(error: unknown, text: (text: string) => string): unknown {
  return AppError.is(error) ? new AppError(error.code, redactArgs(error.args, text)) : error;
}
