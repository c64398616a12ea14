import type { ConnectionState } from '../client/event-stream';
import type { JobStatus } from '../client/jobs';
import type { JobView } from '../state/model';

export const connectionWords: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  closed: 'Closed',
};

export const statusWords: Readonly<Record<JobStatus, string>> = {
  queued: 'Queued',
  running: 'Writing',
  cancelling: 'Stopping',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
};

/** A job in a few words: what was asked, or its id where that is not known yet. */
export function titleOf(job: JobView): string {
  return job.prompt ?? `Job ${job.jobId}`;
}

/** What stands beside the status: tokens, who generated it, a second attempt. */
export function factsOf(job: JobView): string {
  const facts: string[] = [];
  if (job.usage !== undefined) {
    facts.push(`${job.usage.outputTokens} tokens`);
  }
  if (job.provider !== undefined) {
    facts.push(job.provider);
  }
  if (job.attempt > 1) {
    facts.push(`attempt ${job.attempt}`);
  }
  if (job.finishReason === 'length') {
    facts.push('cut at the limit');
  }
  return facts.join(' · ');
}

/** What is read out when a job's status changes; the text itself is left to the reader. */
export function announcementOf(job: JobView): string {
  switch (job.status) {
    case 'queued':
      return 'Queued.';
    case 'running':
      return 'The answer is being written.';
    case 'cancelling':
      return 'Stopping.';
    case 'completed':
      return `The answer is complete: ${job.text.split(/\s+/).filter(Boolean).length} words.`;
    case 'cancelled':
      return 'Stopped.';
    case 'failed':
      return `Failed: ${job.error?.error ?? 'no reason was given'}.`;
  }
}
