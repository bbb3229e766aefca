import type { EventCursor, JobEvent, Phase, SessionState } from '../server/protocol';

/**
 * Messages between the build stream's page (this folder, in a browser) and the host that shows it (extension/stream).
 * The page is stateless but for one small object, and never talks to the network: everything it shows arrives here.
 *
 *     page                                   host
 *      │  ready {cursor: ''}                   │   each time its document was made: opened, shown again, reloaded
 *      │ ─────────────────────────────────────►│
 *      │  snapshot {info, entries, more}       │   whole truth: forget what was there, draw this
 *      │◄───────────────────────────────────── │
 *      │  append {entries} …                   │   batched: at most one message per ~50 ms, 2,000 entries each
 *      │◄───────────────────────────────────── │
 *      │  info {info} …                        │   what is not an event changed: session state, connection, actions
 *      │◄───────────────────────────────────── │
 *      │  action {action}, open-file {…}       │   a person pressed something
 *      │ ─────────────────────────────────────►│
 *
 * The document. The host writes it (extension/stream/html.ts): `<html lang>`, the style sheet dist/webview.css, an empty
 * `<div id="root">`, then the script dist/webview.js as a classic script with a nonce. The policy is
 * `default-src 'none'; style-src <source> 'nonce-…'; font-src <source>; script-src 'nonce-…'`: no inline style or script, no
 * `style` attribute in markup (CSSOM and adopted style sheets are fine), no image, no connection.
 *
 * Restoring. VS Code throws the document away while the panel is hidden and when the window reloads. The page hands
 * `info.restore` to `setState()` whenever it gets it; VS Code gives it back to the host, which finds the job again.
 * Entries come in order, each once, but a page must drop an entry whose cursor it has drawn already (a reconnect).
 */
export const panelProtocolVersion = 1;

/** `viewType` of the webview panel, and the name that the serializer is registered under. */
export const panelViewType = 'bindery.stream';

/** An event as the page gets it: a session's token never enters the page. */
export type PanelEvent = Omit<JobEvent, 'token'>;

/** One event of the stream, and where to go on from behind it. Cursors are opaque: compare them only for equality. */
export interface PanelEntry {
  readonly cursor: EventCursor;
  readonly event: PanelEvent;
}

/** What a person can press. Which of them make sense now is in `PanelInfo.actions`, in the order to show them. */
export const panelActions = [
  /** Cancel the running job (a shared build goes on for the others). */
  'cancel',
  /** Open the session in the browser. */
  'open',
  /** Put the session's address, with its token, on the clipboard. */
  'copy-link',
  /** Stop the session. */
  'stop',
  /** Start the stopped session again. */
  'start',
  /** Build and launch the same folder once more. */
  'again',
  /** Show the log of the session's server. */
  'show-log',
  /** Show this stream as a plain output channel. */
  'show-output',
] as const;
export type PanelAction = (typeof panelActions)[number];

/** How the host hears of new events. `lost` comes with a `notice`; `ended` follows the last event of the job. */
export type PanelConnection = 'connecting' | 'live' | 'lost' | 'ended';

/** The session that the job started, as the agent tells it now; absent before `ready` and for builds. */
export interface PanelSession {
  readonly name: string;
  readonly state: SessionState;
  /** Why it is in this state, in one sentence. */
  readonly reason: string;
  /** Without its token. */
  readonly url?: string;
}

/** Everything the page shows that is not an event. Sent whole each time it changes. */
export interface PanelInfo {
  readonly job: string;
  /** What ends the stream: `ready` for a launch, `built` for the others (see isTerminal in server/protocol). */
  readonly kind: 'build' | 'launch' | 'build-only';
  /** For people: the folder's name, `owner/repo`. */
  readonly title: string;
  /** What was asked for, as a path or `provider/spec/ref`; for the heading's second line. */
  readonly repo: string;
  /** ISO time at which the job was created. Elapsed times count from here; absent until the agent told it. */
  readonly startedAt?: string;
  /** ISO time of the host when it sent this: the page's clock may differ from it (a remote window). */
  readonly now: string;
  readonly connection: PanelConnection;
  /** A sentence about the connection or about an action that failed, already in the person's language. */
  readonly notice?: string;
  readonly session?: PanelSession;
  readonly actions: readonly PanelAction[];
  /** To be handed to `setState()` as it is. */
  readonly restore: PanelRestore;
}

/** What survives a reload of the window. Holds no event, no token, no address. */
export interface PanelRestore {
  readonly version: typeof panelProtocolVersion;
  readonly job: string;
  readonly title: string;
  readonly repo: string;
  /** URI of the workspace folder, as a string; absent for a repository that is not open here. */
  readonly folder?: string;
}

export type HostToPage =
  | {
      readonly kind: 'snapshot';
      readonly info: PanelInfo;
      readonly entries: readonly PanelEntry[];
      /** True when `append` messages with the rest follow at once: scroll and announce only after the last. */
      readonly more: boolean;
    }
  | { readonly kind: 'append'; readonly entries: readonly PanelEntry[]; readonly more: boolean }
  | { readonly kind: 'info'; readonly info: PanelInfo };

export type PageToHost =
  | {
      readonly kind: 'ready';
      /** The last entry that this document has drawn: '' for a new document. */
      readonly cursor: EventCursor;
    }
  | { readonly kind: 'action'; readonly action: PanelAction }
  /** A place named by a failure explanation. `file` is relative to the repository, `line` zero-based. */
  | { readonly kind: 'open-file'; readonly file: string; readonly line?: number };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The one check of what arrives from the page: its document could be anything's. */
export function isPageToHost(value: unknown): value is PageToHost {
  if (!isRecord(value)) return false;
  const { kind, cursor, action, file, line } = value;
  if (kind === 'ready') return typeof cursor === 'string';
  if (kind === 'action') return (panelActions as readonly unknown[]).includes(action);
  const lineIsRight = line === undefined || (Number.isSafeInteger(line) && Number(line) >= 0);
  return kind === 'open-file' && typeof file === 'string' && lineIsRight;
}

/** True for messages of the host; other frames post messages to the page's window, too. */
export function isHostToPage(value: unknown): value is HostToPage {
  return isRecord(value) && ['snapshot', 'append', 'info'].includes(String(value['kind']));
}

/** What `setState()` kept, from this or an older version of the extension. */
export function isPanelRestore(value: unknown): value is PanelRestore {
  if (!isRecord(value) || value['version'] !== panelProtocolVersion) return false;
  const texts = [value['job'], value['title'], value['repo']].every((text) => typeof text === 'string');
  return texts && (value['folder'] === undefined || typeof value['folder'] === 'string');
}

/** The phases a person is shown, in order; those that a job skipped are left out once a later one began. */
export const shownPhases = {
  build: ['fetching', 'building', 'built'],
  launch: ['fetching', 'building', 'launching', 'ready'],
  'build-only': ['fetching', 'building', 'built'],
} as const satisfies Record<PanelInfo['kind'], readonly Phase[]>;
