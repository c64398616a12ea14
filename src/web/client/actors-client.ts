import { browserSurroundings, EventStream, type StreamListener } from './event-stream';
import { identityHeaders, type Identity } from './identity';
import type { Accepted, Job, Snapshot, TextRequest } from './jobs';
import { ApiProblem } from './problem';
import { randomId } from './random-id';

/** How often a POST is sent when the network breaks; the idempotency key makes it one request to the service. */
const postTries = 3;

/** How a stream is asked for. */
export interface ConnectOptions {
  /** Full names: `user:<id>` or `channel:<id>`. */
  readonly channels: readonly string[];
  /** Where to go on; without one the stream begins now. */
  readonly cursor?: string;
}

/**
 * The service as one user sees it. Every method rejects with {@link ApiProblem} when the service refuses, and with the
 * browser's TypeError when it is not reached.
 */
export class ActorsClient {
  /** @param base where the service is, without a slash at the end; empty: where the page came from. */
  constructor(
    readonly identity: Identity,
    private readonly base = '',
  ) {}

  /** Opens a stream and keeps it open until it is closed. */
  connect(options: ConnectOptions, listener: StreamListener): EventStream {
    const url = async (cursor: string): Promise<string> => {
      const query = new URLSearchParams({ channels: options.channels.join(',') });
      if (cursor !== '') {
        query.set('lastEventId', cursor);
      }
      if (this.identity.kind === 'token') {
        query.set('ticket', await this.ticket());
      } else {
        query.set('user', this.identity.userId);
      }
      return `${this.base}/api/events?${query}`;
    };
    return new EventStream(url, options.cursor ?? '', listener, browserSurroundings);
  }

  /** Submits a text job; it is durable when this resolves. */
  submit(request: TextRequest): Promise<Accepted> {
    return this.post<Accepted>('/api/generate/text', request);
  }

  /** Asks a job to stop; asking twice is harmless. */
  async cancel(jobId: string): Promise<void> {
    await this.post(`/api/jobs/${encodeURIComponent(jobId)}/cancel`);
  }

  /** Goes on from a stopped job's text in a new job. */
  resume(jobId: string): Promise<Accepted> {
    return this.post<Accepted>(`/api/jobs/${encodeURIComponent(jobId)}/resume`);
  }

  /** One's jobs, the newest first. */
  async jobs(): Promise<readonly Job[]> {
    return (await this.get<{ readonly jobs: readonly Job[] }>('/api/jobs')).jobs;
  }

  job(jobId: string): Promise<Job> {
    return this.get<Job>(`/api/jobs/${encodeURIComponent(jobId)}`);
  }

  /** A channel's open jobs, and the cursor that stands exactly behind what they show. */
  snapshot(channel: string): Promise<Snapshot> {
    return this.get<Snapshot>(`/api/channels/${encodeURIComponent(channel)}/snapshot`);
  }

  /** The text behind an event's or a job's `textHref`. */
  async text(href: string): Promise<string> {
    return (await this.send(href, {})).text();
  }

  private async ticket(): Promise<string> {
    return (await this.post<{ readonly ticket: string }>('/api/events/ticket')).ticket;
  }

  private async get<T>(path: string): Promise<T> {
    return (await (await this.send(path, {})).json()) as T;
  }

  private async post<T>(path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { 'Idempotency-Key': randomId() };
    const init: RequestInit = { method: 'POST', headers };
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    for (let left = postTries - 1; ; left--) {
      try {
        const response = await this.send(path, init);
        return (response.status === 204 ? undefined : await response.json()) as T;
      } catch (error) {
        if (left === 0 || !(error instanceof TypeError)) {
          throw error;
        }
      }
    }
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string> | undefined), ...identityHeaders(this.identity) };
    const response = await fetch(this.base + path, { ...init, headers, cache: 'no-store' });
    if (!response.ok) {
      throw await ApiProblem.from(response);
    }
    return response;
  }
}
