import type { MessageArgs } from './messages';
import { renderMessage } from './messages';

/** How an error code is told to machines. Sentences for people live in l10n/messages.en.json under `error.<code>`. */
interface ErrorRow {
  /** HTTP status of the API's answer. */
  readonly status: number;
  /** Exit code of the command line (docs/architecture.md, "Exit codes"). */
  readonly exit: 1 | 2;
}

const mistakeInRepo: ErrorRow = { status: 422, exit: 1 };
const wrongUsage: ErrorRow = { status: 400, exit: 2 };
const notFound: ErrorRow = { status: 404, exit: 1 };
const conflict: ErrorRow = { status: 409, exit: 1 };
const failed: ErrorRow = { status: 500, exit: 1 };
const unavailable: ErrorRow = { status: 503, exit: 1 };
const refused: ErrorRow = { status: 403, exit: 1 };

/**
 * Every error Bindery knows, and the one place where a code gets its HTTP status and exit code. Each code has two
 * sentences in l10n/messages.en.json: `error.<code>` (what failed, where) and `error.<code>.action` (what to do).
 */
export const errorTable = {
  // Mistakes in a repository's configuration files (contracts/repo2docker.md; names as in its conformance cases).
  'binder-dir-conflict': mistakeInRepo,
  'legacy-binder-base-removed': mistakeInRepo,
  'invalid-runtime': mistakeInRepo,
  'python-version-not-major-minor': mistakeInRepo,
  'unsupported-python': mistakeInRepo,
  'no-supported-python': mistakeInRepo,
  'python-version-conflict': mistakeInRepo,
  'unparsable-python-version': mistakeInRepo,
  'environment-yml-not-mapping': mistakeInRepo,
  'environment-yml-null-dependencies': mistakeInRepo,
  'unsupported-r': mistakeInRepo,
  'r-needs-amd64': mistakeInRepo,
  'cran-snapshot-too-old': mistakeInRepo,
  'unparsable-julia-compat': mistakeInRepo,
  'no-matching-julia': mistakeInRepo,
  'julia-require-removed': mistakeInRepo,
  'fact-missing': unavailable,
  'invalid-apt-package': mistakeInRepo,
  'config-file-syntax': mistakeInRepo,
  'config-file-unreadable': mistakeInRepo,
  'invalid-requirement': mistakeInRepo,
  'file-not-written': conflict,
  'subdir-missing': mistakeInRepo,
  'no-configuration-files': mistakeInRepo,
  'buildpack-not-supported': mistakeInRepo,
  // Finding and fetching.
  'invalid-spec': wrongUsage,
  'unknown-provider': wrongUsage,
  'provider-not-supported': wrongUsage,
  'unknown-repository': notFound,
  'unknown-ref': notFound,
  network: unavailable,
  'fetch-failed': failed,
  'archive-unsafe': mistakeInRepo,
  'not-trusted': refused,
  // Building.
  'step-failed': mistakeInRepo,
  'package-not-found': mistakeInRepo,
  'dockerfile-refused': mistakeInRepo,
  'python-missing': unavailable,
  'toolchain-missing': unavailable,
  'uv-unavailable': unavailable,
  'conda-client-unavailable': unavailable,
  'conda-missing': unavailable,
  'host-lacks-packages': unavailable,
  'host-cannot': mistakeInRepo,
  'disk-full': unavailable,
  'engine-unavailable': unavailable,
  'engine-lost': unavailable,
  'engine-failed': failed,
  'session-refused': unavailable,
  'no-registry': wrongUsage,
  'push-failed': unavailable,
  'base-image-missing': unavailable,
  'build-timeout': failed,
  'pack-needs-managed': mistakeInRepo,
  'pack-unsupported': mistakeInRepo,
  'build-interrupted': failed,
  'lease-held': conflict,
  // Sessions.
  'session-ended-early': failed,
  'session-never-answered': failed,
  'image-without-jupyter': mistakeInRepo,
  'start-did-not-hand-over': mistakeInRepo,
  'port-taken': conflict,
  'session-not-found': notFound,
  'session-name-taken': conflict,
  'session-name-invalid': wrongUsage,
  'session-wrong-state': conflict,
  'session-artifact-gone': conflict,
  'work-folder-gone': conflict,
  'launch-interrupted': failed,
  // The agent, the API, the command line.
  'job-not-found': notFound,
  'agent-did-not-start': unavailable,
  'agent-unreachable': unavailable,
  'agent-too-new': unavailable,
  'agent-draining': unavailable,
  'state-corrupt': failed,
  'state-too-new': failed,
  'path-not-private': refused,
  'bad-request': wrongUsage,
  'request-refused': refused,
  'route-not-found': notFound,
  usage: wrongUsage,
  'unknown-command': wrongUsage,
  'no-remote': notFound,
  'no-launch-link': wrongUsage,
  'invalid-port-mapping': wrongUsage,
  'invalid-size': wrongUsage,
  'invalid-image-name': wrongUsage,
  internal: failed,
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

/** An error as data: what travels in events, records and HTTP answers. */
export interface AppErrorData {
  readonly code: ErrorCode;
  readonly args: MessageArgs;
  /** Rendered English sentences, so that a reader without templates understands it too. */
  readonly message: string;
  readonly action: string;
}

/** An expected failure. Thrown near the fault, translated once at each boundary. Cancelling is not an error. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    readonly args: MessageArgs = {},
    options?: { cause?: unknown },
  ) {
    super(renderMessage(`error.${code}`, args), options);
  }

  /** True when `error` is an AppError, with this code where one is given. */
  static is(error: unknown, code?: ErrorCode): error is AppError {
    return error instanceof AppError && (code === undefined || error.code === code);
  }

  /** What to do about it, in one sentence. */
  get action(): string {
    return renderMessage(`error.${this.code}.action`, this.args);
  }

  toData(): AppErrorData {
    return { code: this.code, args: this.args, message: this.message, action: this.action };
  }

  /** The same error on the other side of a wire. */
  static fromData(data: AppErrorData): AppError {
    return new AppError(data.code, data.args);
  }

  /** Any thrown value as an AppError: a full disk, wherever it is met, as that; the others as `internal` with their text. */
  static from(error: unknown): AppError {
    if (error instanceof AppError) return error;
    const { code, path } = systemError(error);
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      return new AppError(
        'disk-full',
        { path: path ?? 'the state folder', needed: '1 GB' },
        { cause: error },
      );
    }
    const detail = error instanceof Error ? error.message : String(error);
    return new AppError('internal', { detail }, { cause: error });
  }
}

/** What an error of the system has beside its text. */
function systemError(error: unknown): { readonly code?: unknown; readonly path?: string } {
  if (!(error instanceof Error) || !('code' in error)) return {};
  const path = 'path' in error && typeof error.path === 'string' ? { path: error.path } : {};
  return { code: error.code, ...path };
}

/** Thrown where work ends because its owner cancelled it. Never shown as a failure, never logged above debug. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor() {
    super('cancelled');
  }

  /** True for our own Cancelled and for what Node's own calls throw when their AbortSignal fires. */
  static is(error: unknown): boolean {
    return error instanceof Cancelled || (error instanceof Error && error.name === 'AbortError');
  }
}
