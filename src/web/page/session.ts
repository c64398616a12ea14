import type { ActorsClient } from '../client/actors-client';
import { backoffMs } from '../client/backoff';
import type { EventHead } from '../client/events';
import type { EventStream } from '../client/event-stream';
import { isTerminal, type TextRequest } from '../client/jobs';
import { ApiProblem } from '../client/problem';
import { userChannel } from '../client/user-channel';
import { initialState, type ViewState } from '../state/model';
import { reduce, type Action } from '../state/reduce';

/**
 * One tab's life: loads what there is, follows the stream from exactly behind it, and carries out what the view asks for.
 * When the view may have a hole, it begins again with loading.
 */
export class PageSession {
  /** The ids of all events in the order of their coming; for tests. */
  readonly eventIds: string[] = [];
  state: ViewState = initialState;
  /** The position behind the last event; for tests. */
  cursor = '';

  private readonly channel: string;
  private stream: EventStream | undefined;
  private failures = 0;
  private holesInARow = 0;
  private retryTimer: number | undefined;
  private loading = false;
  /** Jobs whose long text was asked for. */
  private readonly longTexts = new Set<string>();

  constructor(
    private readonly client: ActorsClient,
    private readonly show: (state: ViewState) => void,
    private readonly onUnauthorized: (reason: string) => void,
  ) {
    this.channel = userChannel(client.identity.userId);
  }

  /** Loads and opens the stream; called again after a hole. */
  async load(): Promise<void> {
    if (this.loading) {
      return;
    }
    this.loading = true;
    window.clearTimeout(this.retryTimer);
    this.stream?.close();
    this.stream = undefined;
    try {
      // The snapshot first: what ends behind its cursor comes by the stream, what ended before it is in the list.
      const snapshot = await this.client.snapshot(this.channel);
      const jobs = await this.client.jobs();
      this.dispatch({ kind: 'loaded', jobs, open: snapshot.jobs });
      this.follow(snapshot.cursor);
      this.failures = 0;
      // The list may lag behind the log: a job that it calls open and the snapshot does not has ended.
      const openIds = new Set(snapshot.jobs.map((job) => job.jobId));
      jobs
        .filter((job) => !isTerminal(job.status) && !openIds.has(job.jobId))
        .forEach((job) => void this.attempt(() => this.fetch(job.jobId)));
    } catch (error) {
      this.failed(error);
    } finally {
      this.loading = false;
    }
  }

  networkChanged(): void {
    this.stream?.networkChanged();
    if (this.stream === undefined && navigator.onLine) {
      void this.load();
    }
  }

  /** True when the service took it. */
  async submit(request: TextRequest): Promise<boolean> {
    return this.attempt(async () => this.dispatch({ kind: 'submitted', accepted: await this.client.submit(request), prompt: request.prompt }));
  }

  async resume(jobId: string): Promise<void> {
    await this.attempt(async () => this.dispatch({ kind: 'submitted', accepted: await this.client.resume(jobId), resumedFrom: jobId }));
  }

  async stop(jobId: string): Promise<void> {
    await this.attempt(() => this.client.cancel(jobId));
  }

  dispatch(action: Action): void {
    this.state = reduce(this.state, action);
    this.show(this.state);
    this.readLongText();
  }

  private follow(cursor: string): void {
    this.cursor = cursor;
    this.stream = this.client.connect(
      { channels: [this.channel], cursor },
      {
        event: (event, position) => this.onEvent(event, position),
        state: (state) => this.dispatch({ kind: 'connection', state }),
        failed: (error) => this.onStreamFailed(error),
      },
    );
  }

  private onEvent(event: EventHead, cursor: string): void {
    this.cursor = cursor;
    if (event.jobId !== undefined) {
      this.eventIds.push(event.id);
    }
    this.dispatch({ kind: 'event', event });
    const job = event.jobId === undefined ? undefined : this.state.jobs[event.jobId];
    if (job !== undefined && event.type === 'generation_queued' && job.prompt === undefined) {
      void this.attempt(() => this.fetch(job.jobId));
    }
    if (job !== undefined && isTerminal(job.status)) {
      this.holesInARow = 0;
    }
    if (this.state.stale) {
      this.loadAfter(this.holesInARow === 0 ? 0 : backoffMs(this.holesInARow, Math.random()));
      this.holesInARow++;
    }
  }

  /** A token that has ended is not tried again; any other failure the stream gets over by itself. */
  private onStreamFailed(error: unknown): void {
    if (isUnauthorized(error)) {
      this.stream?.close();
      this.stream = undefined;
      this.dispatch({ kind: 'connection', state: 'closed' });
      this.onUnauthorized(error.message);
    }
  }

  private async fetch(jobId: string): Promise<void> {
    this.dispatch({ kind: 'fetched', job: await this.client.job(jobId) });
  }

  /** A result too long for an event is read when it is looked at. */
  private readLongText(): void {
    const job = this.state.selected === undefined ? undefined : this.state.jobs[this.state.selected];
    if (job?.textHref !== undefined && !this.longTexts.has(job.jobId)) {
      const { jobId, textHref } = job;
      this.longTexts.add(jobId);
      void this.attempt(async () => this.dispatch({ kind: 'text', jobId, text: await this.client.text(textHref) }));
    }
  }

  private failed(error: unknown): void {
    if (isUnauthorized(error)) {
      this.dispatch({ kind: 'connection', state: 'closed' });
      this.onUnauthorized(error.message);
      return;
    }
    if (error instanceof ApiProblem && error.status !== 503 && error.status !== 429) {
      this.dispatch({ kind: 'problem', text: error.message });
    }
    const asked = error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    this.loadAfter(Math.max(asked, backoffMs(this.failures, Math.random())));
    this.failures++;
  }

  private loadAfter(delayMs: number): void {
    this.stream?.close();
    this.stream = undefined;
    this.dispatch({ kind: 'connection', state: navigator.onLine ? 'reconnecting' : 'offline' });
    window.clearTimeout(this.retryTimer);
    this.retryTimer = window.setTimeout(() => void this.load(), delayMs);
  }

  private async attempt(work: () => void | Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (isUnauthorized(error)) {
        this.onUnauthorized(error.message);
      } else {
        const text = error instanceof ApiProblem ? error.message : 'The service is not reached. Your text is kept; try again.';
        this.dispatch({ kind: 'problem', text });
      }
      return false;
    }
  }
}

function isUnauthorized(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.status === 401;
}
