import type { EventError, TokenUsage } from '../client/events';
import type { ConnectionState } from '../client/event-stream';
import type { JobStatus } from '../client/jobs';

/** A job as the page shows it. Immutable. */
export interface JobView {
  readonly jobId: string;
  readonly channel: string;
  readonly status: JobStatus;
  readonly attempt: number;
  /** The text of this attempt so far, or the whole result. */
  readonly text: string;
  /** Where the whole text is read, until it has been. */
  readonly textHref?: string;
  readonly prompt?: string;
  readonly createdAt?: string;
  readonly progress?: number;
  readonly message?: string;
  readonly usage?: TokenUsage;
  readonly provider?: string;
  readonly finishReason?: string;
  readonly resumedFrom?: string;
  readonly error?: EventError;
}

/** What should never be more than 0, and what a reader may want to know; the page's tests look at these. */
export interface Counters {
  /** Chunks that were already there. */
  readonly duplicates: number;
  /** Chunks that did not begin where the text ended. */
  readonly holes: number;
  /** Terminal events of jobs that had ended. */
  readonly secondEndings: number;
  /** Cursors that the service could not honour. */
  readonly resets: number;
}

/** Everything that the page shows. Immutable. */
export interface ViewState {
  readonly connection: ConnectionState;
  /** The service says that events may come late. */
  readonly degraded: boolean;
  readonly jobs: Readonly<Record<string, JobView>>;
  /** Job ids, the newest first. */
  readonly order: readonly string[];
  readonly selected?: string;
  /** The last refusal, until it is dismissed. */
  readonly problem?: string;
  /** What is on screen may have a hole: load it again. */
  readonly stale: boolean;
  readonly counters: Counters;
}

export const initialState: ViewState = {
  connection: 'connecting',
  degraded: false,
  jobs: {},
  order: [],
  stale: false,
  counters: { duplicates: 0, holes: 0, secondEndings: 0, resets: 0 },
};

/** A state in which one job is changed; a new one is put first. */
export function withJob(state: ViewState, job: JobView): ViewState {
  const known = state.jobs[job.jobId] !== undefined;
  return {
    ...state,
    jobs: { ...state.jobs, [job.jobId]: job },
    order: known ? state.order : [job.jobId, ...state.order],
  };
}

/** A state in which one counter is one higher. */
export function counted(state: ViewState, counter: keyof Counters): ViewState {
  return { ...state, counters: { ...state.counters, [counter]: state.counters[counter] + 1 } };
}
