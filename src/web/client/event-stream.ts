import { backoffMs } from './backoff';
import type { EventHead } from './events';

/** `live` once the stream is open; `reconnecting` between tries; `offline` while the browser has no network. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'closed';

// EventSource's own names for its states, which exist only in browsers.
const sourceOpen = 1;
const sourceClosed = 2;

/** What a stream tells its owner. */
export interface StreamListener {
  /** An event, with the cursor that stands behind it; the cursor is empty before the first event that has one. */
  event(event: EventHead, cursor: string): void;
  state(state: ConnectionState): void;
  /** No URL was to be had: a ticket was refused, say. The stream tries again unless it is closed now. */
  failed(error: unknown): void;
}

/** What a stream needs from its surroundings; tests pass their own. */
export interface StreamSurroundings {
  readonly open: (url: string) => EventSource;
  readonly chance: () => number;
  readonly setTimer: (callback: () => void, delayMs: number) => number;
  readonly clearTimer: (timer: number) => void;
  readonly isOnline: () => boolean;
}

/**
 * A stream that is never given up. EventSource reconnects by itself after a broken connection, but ends for ever at any
 * status but 200, and does not notice a connection that went silent; in both cases this opens a new one, from the last cursor.
 */
export class EventStream {
  /** Three heartbeats of the service: a stream that is silent for longer is dead. */
  static readonly silenceMs = 45_000;

  private source: EventSource | undefined;
  private retryTimer: number | undefined;
  private silenceTimer: number | undefined;
  private failures = 0;
  private opened = false;
  private current: ConnectionState | undefined;

  /** @param url gives the URL of a stream from a cursor (none: from now); it may fetch a new ticket first. */
  constructor(
    private readonly url: (cursor: string) => Promise<string>,
    private cursor: string,
    private readonly listener: StreamListener,
    private readonly surroundings: StreamSurroundings,
  ) {
    void this.open();
  }

  /** The browser's network came or went. */
  networkChanged(): void {
    if (this.current === 'closed') {
      return;
    }
    if (!this.surroundings.isOnline()) {
      this.tell('offline');
    } else if (this.source?.readyState !== sourceOpen) {
      this.failures = 0;
      void this.open();
    } else {
      this.tell('live');
    }
  }

  /** Ends the stream. Nothing is told after that. */
  close(): void {
    this.current = 'closed';
    this.drop();
  }

  private async open(): Promise<void> {
    this.drop();
    this.tell(this.opened ? 'reconnecting' : 'connecting');
    const timer = this.surroundings.setTimer(() => this.retry(), EventStream.silenceMs);
    this.silenceTimer = timer;
    let url: string;
    try {
      url = await this.url(this.cursor);
    } catch (error) {
      if (this.silenceTimer === timer) {
        this.retry();
        this.listener.failed(error);
      }
      return;
    }
    if (this.silenceTimer !== timer || this.current === 'closed') {
      return;
    }
    const source = this.surroundings.open(url);
    this.source = source;
    source.onopen = () => this.onOpen();
    source.onmessage = (message) => this.onMessage(message);
    source.onerror = () => this.onError(source);
    // The heartbeat: it only moves the cursor.
    source.addEventListener('checkpoint', (message) => this.heard(message));
  }

  private onOpen(): void {
    this.opened = true;
    this.failures = 0;
    this.watchSilence();
    this.tell('live');
  }

  private onMessage(message: MessageEvent): void {
    this.heard(message);
    const event: unknown = JSON.parse(message.data as string);
    if (typeof event === 'object' && event !== null && typeof (event as EventHead).type === 'string') {
      this.listener.event(event as EventHead, this.cursor);
    }
  }

  private onError(source: EventSource): void {
    if (source.readyState === sourceClosed) {
      this.retry();
    } else {
      this.watchSilence();
      this.tell('reconnecting');
    }
  }

  private heard(message: MessageEvent): void {
    this.cursor = message.lastEventId || this.cursor;
    this.watchSilence();
  }

  private retry(): void {
    if (this.current === 'closed') {
      return;
    }
    this.drop();
    this.tell('reconnecting');
    this.retryTimer = this.surroundings.setTimer(() => void this.open(), backoffMs(this.failures++, this.surroundings.chance()));
  }

  private watchSilence(): void {
    this.surroundings.clearTimer(this.silenceTimer ?? 0);
    this.silenceTimer = this.surroundings.setTimer(() => void this.open(), EventStream.silenceMs);
  }

  private drop(): void {
    this.surroundings.clearTimer(this.retryTimer ?? 0);
    this.surroundings.clearTimer(this.silenceTimer ?? 0);
    this.retryTimer = this.silenceTimer = undefined;
    this.source?.close();
    this.source = undefined;
  }

  private tell(state: ConnectionState): void {
    if (this.current === 'closed') {
      return;
    }
    const told = state !== 'live' && !this.surroundings.isOnline() ? 'offline' : state;
    if (told !== this.current) {
      this.current = told;
      this.listener.state(told);
    }
  }
}

/** The browser's own. */
export const browserSurroundings: StreamSurroundings = {
  open: (url) => new EventSource(url),
  chance: () => Math.random(),
  setTimer: (callback, delayMs) => window.setTimeout(callback, delayMs),
  clearTimer: (timer) => window.clearTimeout(timer),
  isOnline: () => navigator.onLine,
};
