import { describe, expect, it } from 'vitest';
import { EventStream, type ConnectionState } from '../../client/event-stream';
import type { EventHead } from '../../client/events';

/** What a browser gives a stream: event sources that do as they are told, timers that fire when they are told. */
class Browser {
  readonly sources: FakeSource[] = [];
  readonly states: ConnectionState[] = [];
  readonly events: [EventHead, string][] = [];
  readonly failures: unknown[] = [];
  readonly timers = new Map<number, { callback: () => void; delayMs: number }>();
  online = true;
  private count = 0;

  stream(cursor = '', url: (cursor: string) => Promise<string> = async (at) => `/api/events?lastEventId=${at}`): EventStream {
    return new EventStream(
      url,
      cursor,
      {
        event: (event, at) => this.events.push([event, at]),
        state: (state) => this.states.push(state),
        failed: (error) => this.failures.push(error),
      },
      {
        open: (address) => {
          const source = new FakeSource(address);
          this.sources.push(source);
          return source as unknown as EventSource;
        },
        chance: () => 0.5,
        setTimer: (callback, delayMs) => {
          this.timers.set(++this.count, { callback, delayMs });
          return this.count;
        },
        clearTimer: (timer) => this.timers.delete(timer),
        isOnline: () => this.online,
      },
    );
  }

  get last(): FakeSource {
    return this.sources.at(-1)!;
  }

  /** Lets promises settle, and fires the one timer that runs. */
  async fire(): Promise<void> {
    expect(this.timers.size).toBe(1);
    const [id, timer] = [...this.timers][0]!;
    this.timers.delete(id);
    timer.callback();
    await settled();
  }
}

class FakeSource {
  readyState = 0;
  onopen?: () => void;
  onmessage?: (message: unknown) => void;
  onerror?: () => void;
  private checkpoint: ((message: unknown) => void) | undefined;

  constructor(readonly url: string) {}

  addEventListener(_: 'checkpoint', listener: (message: unknown) => void): void {
    this.checkpoint = listener;
  }

  close(): void {
    this.readyState = 2;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  sends(type: string, lastEventId: string): void {
    this.onmessage?.({ data: JSON.stringify({ type, id: type, timestamp: '' }), lastEventId });
  }

  beats(lastEventId: string): void {
    this.checkpoint?.({ data: '{}', lastEventId });
  }

  fails(readyState: 0 | 2): void {
    this.readyState = readyState;
    this.onerror?.();
  }
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) {
    await Promise.resolve();
  }
};

describe('EventStream', () => {
  it('opens from the cursor and hands on events with theirs', async () => {
    const browser = new Browser();
    browser.stream('c1');
    await settled();
    browser.last.opens();
    browser.last.sends('one', 'c2');
    expect(browser.last.url).toBe('/api/events?lastEventId=c1');
    expect(browser.states).toEqual(['connecting', 'live']);
    expect(browser.events.map(([event, cursor]) => [event.type, cursor])).toEqual([['one', 'c2']]);
  });

  it('leaves a broken connection to EventSource', async () => {
    const browser = new Browser();
    browser.stream();
    await settled();
    browser.last.opens();
    browser.last.fails(0);
    browser.last.opens();
    expect(browser.sources).toHaveLength(1);
    expect(browser.states).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });

  it('opens a new one where EventSource gave up, from the last cursor, later each time', async () => {
    const browser = new Browser();
    browser.stream('c1');
    await settled();
    browser.last.opens();
    browser.last.sends('one', 'c2');
    const delays: number[] = [];
    for (let i = 0; i < 4; i++) {
      browser.last.fails(2);
      delays.push([...browser.timers.values()][0]!.delayMs);
      await browser.fire();
    }
    expect(browser.last.url).toBe('/api/events?lastEventId=c2');
    expect(browser.sources).toHaveLength(5);
    expect(delays).toEqual([750, 1500, 3000, 6000]);
  });

  it('takes its cursor from heartbeats too', async () => {
    const browser = new Browser();
    browser.stream('c1');
    await settled();
    browser.last.opens();
    browser.last.beats('c7');
    browser.last.fails(2);
    await browser.fire();
    expect(browser.last.url).toBe('/api/events?lastEventId=c7');
    expect(browser.events).toEqual([]);
  });

  it('gives a silent connection up', async () => {
    const browser = new Browser();
    browser.stream();
    await settled();
    browser.last.opens();
    const silent = browser.last;
    expect([...browser.timers.values()][0]!.delayMs).toBe(EventStream.silenceMs);
    await browser.fire();
    expect(silent.readyState).toBe(2);
    expect(browser.sources).toHaveLength(2);
  });

  it('tries again when no ticket was to be had', async () => {
    const browser = new Browser();
    let tries = 0;
    browser.stream('', async () => {
      if (++tries === 1) {
        throw new TypeError('no network');
      }
      return '/ok';
    });
    await settled();
    expect(browser.sources).toHaveLength(0);
    expect(browser.failures).toHaveLength(1);
    await browser.fire();
    expect(browser.last.url).toBe('/ok');
  });

  it('says offline while the browser is, and comes back at once', async () => {
    const browser = new Browser();
    const stream = browser.stream();
    await settled();
    browser.last.opens();
    browser.online = false;
    browser.last.fails(0);
    stream.networkChanged();
    expect(browser.states.at(-1)).toBe('offline');
    browser.online = true;
    stream.networkChanged();
    await settled();
    browser.last.opens();
    expect(browser.sources).toHaveLength(2);
    expect(browser.states.at(-1)).toBe('live');
  });

  it('tells nothing and keeps no timer once closed', async () => {
    const browser = new Browser();
    const stream = browser.stream();
    await settled();
    browser.last.opens();
    stream.close();
    stream.networkChanged();
    expect(browser.timers.size).toBe(0);
    expect(browser.states).toEqual(['connecting', 'live']);
  });

  it('does not open when it was closed while a ticket was fetched', async () => {
    const browser = new Browser();
    browser.stream('', async () => '/late').close();
    await settled();
    expect(browser.sources).toHaveLength(0);
  });
});
