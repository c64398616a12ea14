import type { EventError, TokenUsage } from './events';

/** Where a job is in its life. The last three are the end of it. */
export type JobStatus = 'queued' | 'running' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

/** A job as the service tells it. */
export interface Job {
  readonly jobId: string;
  readonly channel: string;
  readonly status: JobStatus;
  readonly kind?: string;
  readonly attempt?: number;
  readonly progress?: number;
  readonly createdAt?: string;
  readonly input?: { readonly prompt?: string };
  readonly resumedFrom?: string;
  readonly text?: string;
  readonly textHref?: string;
  readonly usage?: TokenUsage;
  readonly provider?: string;
  readonly finishReason?: string;
  readonly error?: EventError;
}

/** The first answer to a job that was submitted or resumed. A stream opened with `cursor` sees every event of the job. */
export interface Accepted {
  readonly jobId: string;
  readonly channel: string;
  readonly cursor: string;
}

/** The open jobs of a channel with their text so far, and the cursor that stands exactly behind it. */
export interface Snapshot {
  readonly channel: string;
  readonly cursor: string;
  readonly jobs: readonly Job[];
}

/** What a text job is asked to do. */
export interface TextRequest {
  readonly prompt: string;
  readonly channel?: string;
  readonly model?: string;
  readonly maxTokens?: number;
}

/** True for the statuses that end a job. */
export function isTerminal(status: JobStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
