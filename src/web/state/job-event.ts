import type { JobEvent, PartialResult } from '../client/events';
import { isTerminal, type JobStatus } from '../client/jobs';
import { applyChunk } from './chunk';
import { counted, withJob, type JobView, type ViewState } from './model';

/** What an event of a job's life makes of the view. */
export function reduceJobEvent(state: ViewState, event: JobEvent): ViewState {
  const known = state.jobs[event.jobId];
  if (known !== undefined && isTerminal(known.status)) {
    return isEnding(event) ? counted(state, 'secondEndings') : event.type === 'ai_chat_chunk' ? counted(state, 'duplicates') : state;
  }
  const job = withHead(known ?? newJob(event), event);
  switch (event.type) {
    case 'generation_queued':
      return withJob(state, { ...job, ...optional('resumedFrom', event.result.resumedFrom) });
    case 'generation_started':
      return withJob(state, running(job));
    case 'generation_progress':
      return withJob(state, running(job));
    case 'ai_chat_chunk':
      return reduceChunk(state, event, known, job);
    case 'generation_reset':
      return withJob(state, { ...running(job), attempt: event.result.attempt, text: '' });
    case 'generation_cancelling':
      return withJob(state, { ...job, status: 'cancelling' });
    case 'generation_cancelled':
      return withJob(state, ended(job, 'cancelled', event.result));
    case 'generation_complete': {
      const { provider, finishReason } = event.result;
      const done = ended(job, 'completed', event.result);
      return withJob(state, { ...done, ...optional('provider', provider), ...optional('finishReason', finishReason) });
    }
    case 'generation_failed': {
      const { error, code, retryable, suggestion } = event;
      const why = { error, code, retryable, ...optional('suggestion', suggestion) };
      return withJob(state, { ...ended(job, 'failed', event.result), error: why });
    }
  }
}

type Chunk = Extract<JobEvent, { type: 'ai_chat_chunk' }>;

function reduceChunk(state: ViewState, event: Chunk, known: JobView | undefined, job: JobView): ViewState {
  const attempt = known?.attempt ?? job.attempt;
  if ((event.attempt ?? attempt) < attempt) {
    return counted(state, 'duplicates');
  }
  const outcome = applyChunk(job.text, event.result, job.attempt > attempt);
  switch (outcome.kind) {
    case 'repeated':
      return counted(state, 'duplicates');
    case 'hole':
      return { ...counted(withJob(state, running(job)), 'holes'), stale: true };
    case 'added':
      return withJob(state, { ...running(job), text: outcome.text, ...optional('provider', event.result.provider) });
  }
}

function isEnding(event: JobEvent): boolean {
  return event.type === 'generation_complete' || event.type === 'generation_failed' || event.type === 'generation_cancelled';
}

function newJob(event: JobEvent): JobView {
  return {
    jobId: event.jobId,
    channel: event.channel ?? '',
    status: 'queued',
    attempt: event.attempt ?? 0,
    text: '',
    createdAt: event.timestamp,
  };
}

function withHead(job: JobView, event: JobEvent): JobView {
  return {
    ...job,
    attempt: Math.max(job.attempt, event.attempt ?? 0),
    createdAt: job.createdAt ?? event.timestamp,
    ...optional('progress', event.progress),
    ...optional('message', event.message),
  };
}

function running(job: JobView): JobView {
  return job.status === 'queued' ? { ...job, status: 'running' } : job;
}

function ended(job: JobView, status: JobStatus, result: PartialResult | undefined): JobView {
  const { message: _, ...rest } = job;
  return {
    ...rest,
    status,
    text: result?.text ?? job.text,
    ...optional('textHref', result?.textHref),
    ...optional('usage', result?.usage),
  };
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}
