import { isJobEvent, isStreamEvent, type EventHead, type StreamEvent } from '../client/events';
import type { ConnectionState } from '../client/event-stream';
import { isTerminal, type Accepted, type Job } from '../client/jobs';
import { counted, withJob, type JobView, type ViewState } from './model';
import { reduceJobEvent } from './job-event';

/** Everything that can happen to the view. */
export type Action =
  | { readonly kind: 'event'; readonly event: EventHead }
  | { readonly kind: 'connection'; readonly state: ConnectionState }
  /** One's jobs from the service; `open` are those that the stream's cursor stands exactly behind. */
  | { readonly kind: 'loaded'; readonly jobs: readonly Job[]; readonly open: readonly Job[] }
  | { readonly kind: 'submitted'; readonly accepted: Accepted; readonly prompt?: string; readonly resumedFrom?: string }
  /** One job, asked for again because something of it was missing. */
  | { readonly kind: 'fetched'; readonly job: Job }
  | { readonly kind: 'text'; readonly jobId: string; readonly text: string }
  | { readonly kind: 'select'; readonly jobId: string }
  | { readonly kind: 'problem'; readonly text: string }
  | { readonly kind: 'dismiss' };

/** State and what happened → state. Pure. */
export function reduce(state: ViewState, action: Action): ViewState {
  switch (action.kind) {
    case 'event':
      return isJobEvent(action.event)
        ? reduceJobEvent(state, action.event)
        : isStreamEvent(action.event)
          ? reduceStreamEvent(state, action.event)
          : state;
    case 'connection':
      return { ...state, connection: action.state };
    case 'loaded':
      return loaded(state, action.jobs, action.open);
    case 'submitted':
      return submitted(state, action.accepted, action.prompt, action.resumedFrom);
    case 'fetched':
      return withJob(state, merged(state.jobs[action.job.jobId], action.job));
    case 'text': {
      const job = state.jobs[action.jobId];
      if (job === undefined) {
        return state;
      }
      const { textHref: _, ...rest } = job;
      return withJob(state, { ...rest, text: action.text });
    }
    case 'select':
      return { ...state, selected: action.jobId };
    case 'problem':
      return { ...state, problem: action.text };
    case 'dismiss': {
      const { problem: _, ...rest } = state;
      return rest;
    }
  }
}

function reduceStreamEvent(state: ViewState, event: StreamEvent): ViewState {
  switch (event.type) {
    case 'reset':
      return { ...counted(state, 'resets'), stale: true };
    case 'connection.status.change':
      return event.result.status === 'expiring'
        ? { ...state, problem: 'Your token ends soon: choose your name above to give a new one.' }
        : { ...state, degraded: event.result.status === 'degraded' };
    case 'caught_up':
      return state;
  }
}

/** What the service told joins what the page knew; of open jobs the snapshot is right, since the stream goes on exactly behind it. */
function loaded(state: ViewState, jobs: readonly Job[], open: readonly Job[]): ViewState {
  const views: Record<string, JobView> = { ...state.jobs };
  for (const job of jobs) {
    views[job.jobId] = merged(views[job.jobId], job);
  }
  for (const job of open) {
    views[job.jobId] = fromService(views[job.jobId], job);
  }
  const order = Object.keys(views).sort((a, b) => madeAt(views[b]) - madeAt(views[a]));
  const selected = state.selected ?? order[0];
  return { ...state, stale: false, jobs: views, order, ...(selected === undefined ? {} : { selected }) };
}

/** What was submitted a moment ago has no time yet: it is the newest. */
function madeAt(job: JobView | undefined): number {
  return job?.createdAt === undefined ? Number.MAX_VALUE : Date.parse(job.createdAt);
}

function submitted(state: ViewState, accepted: Accepted, prompt: string | undefined, resumedFrom: string | undefined): ViewState {
  const known: JobView = state.jobs[accepted.jobId] ?? {
    jobId: accepted.jobId,
    channel: accepted.channel,
    status: 'queued',
    attempt: 0,
    text: '',
  };
  const asked = prompt ?? (resumedFrom === undefined ? undefined : state.jobs[resumedFrom]?.prompt);
  const job = { ...known, ...(asked === undefined ? {} : { prompt: asked }), ...(resumedFrom === undefined ? {} : { resumedFrom }) };
  return { ...withJob(state, job), selected: accepted.jobId };
}

/** A job's answer may be older than what the stream has shown meanwhile: then only what the page lacks is taken. */
function merged(view: JobView | undefined, job: Job): JobView {
  const answer = fromService(view, job);
  if (view === undefined || (isTerminal(job.status) && !isTerminal(view.status))) {
    return answer;
  }
  return { ...answer, status: view.status, attempt: view.attempt, text: view.text };
}

function fromService(view: JobView | undefined, job: Job): JobView {
  const { input, kind: _, ...told } = job;
  const prompt = input?.prompt ?? view?.prompt;
  return {
    ...view,
    ...told,
    attempt: job.attempt ?? view?.attempt ?? 0,
    text: job.text ?? view?.text ?? '',
    ...(prompt === undefined ? {} : { prompt }),
  };
}
