/** What every event says of itself. Times are ISO 8601 in UTC. */
export interface EventHead {
  readonly type: string;
  readonly id: string;
  readonly timestamp: string;
  /** The version of this type's schema. */
  readonly v?: number;
  readonly channel?: string;
  readonly jobId?: string;
  /** The job's attempt, from 1. */
  readonly attempt?: number;
  /** 0 to 100. */
  readonly progress?: number;
  /** For people. */
  readonly message?: string;
}

/** What a generation cost, in the provider's tokens. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
}

/** Which handler runs a job, and the stopped job that it goes on from. */
export interface QueuedResult {
  readonly kind: string;
  readonly resumedFrom?: string;
}

/** A piece of an attempt's text; `position` is where it begins, in UTF-16 code units, as `length` counts them. */
export interface ChatChunkResult {
  readonly streamId: string;
  readonly text: string;
  readonly position: number;
  /** True in the last chunk of the stream; left out otherwise. */
  readonly done?: boolean;
  readonly provider?: string;
}

/** What there was when a job ended. A text too long for an event is read at `textHref` instead. */
export interface PartialResult {
  readonly text?: string;
  readonly textHref?: string;
  readonly textLength?: number;
  readonly usage?: TokenUsage;
}

/** The result of a job that is done. */
export interface CompleteResult extends PartialResult {
  readonly provider?: string;
  /** `stop`, `length`, `content_filter`… */
  readonly finishReason?: string;
  /** What a handler of another kind gives back. */
  readonly data?: unknown;
}

/** Why an attempt was given up, and which one begins now. */
export interface ResetAttemptResult {
  readonly reason: string;
  readonly attempt: number;
}

/** What a stream says of itself. */
export interface ConnectionStatusResult {
  readonly status: 'connected' | 'degraded' | 'recovered' | 'expiring' | 'closing';
  readonly node?: string;
  readonly session?: string;
  readonly resumed?: boolean;
  readonly from?: 'now' | 'earliest' | 'replay' | 'cursor';
  readonly channels?: readonly string[];
  readonly reason?: string;
  readonly secondsLeft?: number;
}

/** How many events were replayed on this connection. */
export interface CaughtUpResult {
  readonly replayed: number;
}

/** A cursor that could not be honoured: there may be a hole before what follows. */
export interface ResetResult {
  readonly reason: string;
  readonly channel?: string;
  readonly from: 'earliest' | 'now';
  readonly position?: number;
}

interface JobEventOf<T extends string> extends EventHead {
  readonly type: T;
  readonly jobId: string;
}

interface With<R> {
  readonly result: R;
}

/** Why a job failed, for people and for programs. */
export interface EventError {
  readonly error: string;
  readonly code: string;
  readonly retryable: boolean;
  readonly suggestion?: string;
}

/** The events of a job's life. */
export type JobEvent =
  | (JobEventOf<'generation_queued'> & With<QueuedResult>)
  | (JobEventOf<'generation_started'> & With<{ readonly kind: string }>)
  | JobEventOf<'generation_progress'>
  | (JobEventOf<'ai_chat_chunk'> & With<ChatChunkResult>)
  | (JobEventOf<'generation_reset'> & With<ResetAttemptResult>)
  | JobEventOf<'generation_cancelling'>
  | (JobEventOf<'generation_cancelled'> & Partial<With<PartialResult>>)
  | (JobEventOf<'generation_complete'> & With<CompleteResult>)
  | (JobEventOf<'generation_failed'> & Partial<With<PartialResult>> & EventError);

/** What a stream says of itself; not in the log. */
export type StreamEvent =
  | (EventHead & { readonly type: 'connection.status.change' } & With<ConnectionStatusResult>)
  | (EventHead & { readonly type: 'caught_up' } & With<CaughtUpResult>)
  | (EventHead & { readonly type: 'reset' } & With<ResetResult>);

/** Who comes to a room and leaves it; only on streams that ask for it, and not in the log. */
export type PresenceEvent = EventHead & { readonly type: 'presence' } & With<{ readonly user: string; readonly state: 'online' | 'offline' }>;

/** Somebody in a room writes, or has stopped; not in the log. */
export type TypingEvent = EventHead & { readonly type: 'typing' } & With<{ readonly user: string; readonly isTyping: boolean }>;

const jobEventTypes: ReadonlySet<string> = new Set<JobEvent['type']>([
  'generation_queued',
  'generation_started',
  'generation_progress',
  'ai_chat_chunk',
  'generation_reset',
  'generation_cancelling',
  'generation_cancelled',
  'generation_complete',
  'generation_failed',
]);

const streamEventTypes: ReadonlySet<string> = new Set<StreamEvent['type']>(['connection.status.change', 'caught_up', 'reset']);

/** True for the events of a job's life. */
export function isJobEvent(event: EventHead): event is JobEvent {
  return event.jobId !== undefined && jobEventTypes.has(event.type);
}

/** True for somebody's coming or leaving. */
export function isPresenceEvent(event: EventHead): event is PresenceEvent {
  return event.type === 'presence';
}

/** True for somebody's writing. */
export function isTypingEvent(event: EventHead): event is TypingEvent {
  return event.type === 'typing';
}

/** True for what a stream says of itself. */
export function isStreamEvent(event: EventHead): event is StreamEvent {
  return streamEventTypes.has(event.type);
}
