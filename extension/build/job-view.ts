import type { AppErrorData, JobRecord, Phase } from '../../server/protocol';
import { isTerminal } from '../../server/protocol';
import type { PanelEvent } from '../../webview/protocol';

/** What a person called it: a build that is shared, a launch, a launch that ends at the artifact. */
export type JobShape = 'build' | 'launch' | 'build-only';

/** A job as status bar, menu and panel heading show it: a projection of its record and its events. */
export interface JobView {
  readonly id: string;
  readonly shape: JobShape;
  /** ISO. */
  readonly startedAt: string;
  readonly phase: Phase;
  /** What is going on, in one sentence of ours. */
  readonly message?: string;
  readonly session?: string;
  readonly error?: AppErrorData;
  readonly ended: boolean;
  /** The agent cannot be reached any more: what the job does now is not known. */
  readonly lost?: boolean;
}

export function jobShape(record: Pick<JobRecord, 'kind' | 'buildOnly'>): JobShape {
  return record.buildOnly ? 'build-only' : record.kind;
}

/** The view before any event was seen. */
export function jobView(record: JobRecord): JobView {
  return {
    id: record.id,
    shape: jobShape(record),
    startedAt: record.createdAt,
    phase: 'waiting',
    ended: false,
  };
}

/** The view after one event. A launch's stream ends with its own event, not with that of the build in it. */
function applyEvent(view: JobView, event: PanelEvent): JobView {
  if (view.ended) return view;
  const ofAnotherJob = event.job !== view.id;
  const ended = !ofAnotherJob && isTerminal(event.phase, view.shape);
  const ownMessage = event.stream === undefined && event.message !== undefined;
  return {
    ...view,
    phase: event.phase,
    ended,
    ...(ownMessage ? { message: event.message } : {}),
    ...(event.session === undefined ? {} : { session: event.session }),
    ...(event.error === undefined ? {} : { error: event.error }),
  };
}

export function applyEvents(view: JobView, events: readonly PanelEvent[]): JobView {
  return events.reduce(applyEvent, view);
}
