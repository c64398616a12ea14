import { describe, expect, it } from 'vitest';
import type { EventHead } from '../../client/events';
import type { Job } from '../../client/jobs';
import { initialState, type ViewState } from '../../state/model';
import { reduce } from '../../state/reduce';
import { chanceOf, chunk, event } from '../events';

const after = (events: readonly EventHead[], state: ViewState = initialState): ViewState =>
  events.reduce((view, next) => reduce(view, { kind: 'event', event: next }), state);

const queued = () => event('generation_queued', { result: { kind: 'text' } });
const started = (attempt = 1) => event('generation_started', { attempt, result: { kind: 'text' } });
const complete = (text: string) => event('generation_complete', { progress: 100, result: { text, provider: 'demo', finishReason: 'stop' } });
const job = (rest: Partial<Job>): Job => ({ jobId: 'j', channel: 'user:ann', status: 'running', ...rest });

describe('a job that the page follows', () => {
  it('goes from queued to completed', () => {
    expect(after([queued()]).jobs['j']).toMatchObject({ status: 'queued', text: '' });
    expect(after([queued(), started(), chunk(0, 'One '), chunk(4, 'two')]).jobs['j']).toMatchObject({ status: 'running', text: 'One two' });
    const done = after([queued(), started(), chunk(0, 'One '), chunk(4, 'two'), complete('One two')]);
    expect(done.jobs['j']).toMatchObject({ status: 'completed', text: 'One two', provider: 'demo', finishReason: 'stop', progress: 100 });
    expect(done.counters).toEqual(initialState.counters);
  });

  it('takes the same events again without a change of its text, and counts them', () => {
    const events = [queued(), started(), chunk(0, 'One '), chunk(4, 'two')];
    const twice = after(events, after(events));
    expect(twice.jobs['j']).toMatchObject({ text: 'One two', status: 'running' });
    expect(twice.counters.duplicates).toBe(2);
  });

  it('drops the preview at a reset and goes on with the next attempt', () => {
    const reset = event('generation_reset', { attempt: 2, result: { reason: 'restarted', attempt: 2 } });
    const state = after([queued(), started(), chunk(0, 'One '), reset]);
    expect(state.jobs['j']).toMatchObject({ text: '', attempt: 2, status: 'running' });
    expect(after([started(2), chunk(0, 'Two', 2)], state).jobs['j']).toMatchObject({ text: 'Two', attempt: 2 });
  });

  it('passes over a chunk of an attempt that was given up', () => {
    const reset = event('generation_reset', { attempt: 2, result: { reason: 'restarted', attempt: 2 } });
    const state = after([queued(), started(), reset, chunk(0, 'Two', 2), chunk(0, 'One', 1)]);
    expect(state.jobs['j']).toMatchObject({ text: 'Two', attempt: 2 });
    expect(state.counters.duplicates).toBe(1);
  });

  it('goes on with the text of the attempt before when no reset came', () => {
    expect(after([queued(), started(), chunk(0, 'One '), started(2), chunk(4, 'two', 2)]).jobs['j']).toMatchObject({ text: 'One two', attempt: 2 });
  });

  it('asks to be loaded again when a chunk is missing', () => {
    const state = after([queued(), started(), chunk(0, 'One '), chunk(9, 'three')]);
    expect(state.stale).toBe(true);
    expect(state.counters.holes).toBe(1);
    expect(state.jobs['j']?.text).toBe('One ');
  });

  it('shows a stop and what there was', () => {
    const stopping = after([queued(), started(), chunk(0, 'One '), event('generation_cancelling')]);
    expect(stopping.jobs['j']).toMatchObject({ status: 'cancelling', text: 'One ' });
    const stopped = after([event('generation_cancelled', { result: { text: 'One ', usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } } })], stopping);
    expect(stopped.jobs['j']).toMatchObject({ status: 'cancelled', text: 'One ', usage: { outputTokens: 1 } });
  });

  it('shows a failure with what can be done', () => {
    const failed = event('generation_failed', { error: 'The provider is busy.', code: 'rate_limited', retryable: true, suggestion: 'Try later.' });
    expect(after([queued(), started(), chunk(0, 'One '), failed]).jobs['j']).toMatchObject({
      status: 'failed',
      text: 'One ',
      error: { error: 'The provider is busy.', code: 'rate_limited', retryable: true, suggestion: 'Try later.' },
    });
  });

  it('stays as it ended, and counts a second end', () => {
    const state = after([queued(), complete('One'), event('generation_cancelled'), started(2)]);
    expect(state.jobs['j']).toMatchObject({ status: 'completed', text: 'One', attempt: 1 });
    expect(state.counters.secondEndings).toBe(1);
  });

  it('names the job that it goes on from, and takes its text from its own chunks', () => {
    const stopped = after([queued(), started(), chunk(0, 'One '), event('generation_cancelled', { result: { text: 'One ' } })]);
    const own = (position: number, text: string) => event('ai_chat_chunk', { jobId: 'k', result: { streamId: 's', text, position } });
    const resumed = after([event('generation_queued', { jobId: 'k', result: { kind: 'text', resumedFrom: 'j' } }), own(0, 'One '), own(4, 'two')], stopped);
    expect(resumed.jobs['k']).toMatchObject({ text: 'One two', resumedFrom: 'j' });
    expect(resumed.order).toEqual(['k', 'j']);
    expect(resumed.counters).toEqual(initialState.counters);
  });

  it('keeps an href of a text too long for an event until the text is there', () => {
    const state = after([queued(), event('generation_complete', { result: { textHref: '/api/jobs/j/text', textLength: 9 } })]);
    expect(state.jobs['j']?.textHref).toBe('/api/jobs/j/text');
    const read = reduce(state, { kind: 'text', jobId: 'j', text: 'long text' }).jobs['j'];
    expect(read?.text).toBe('long text');
    expect(read).not.toHaveProperty('textHref');
  });

  it('comes to the same text however chunks are repeated', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const chance = chanceOf(seed);
      const whole = Array.from({ length: 1 + Math.floor(chance() * 60) }, () => String.fromCharCode(97 + Math.floor(chance() * 26))).join('');
      const chunks: EventHead[] = [];
      for (let at = 0; at < whole.length; ) {
        const size = 1 + Math.floor(chance() * 7);
        chunks.push(chunk(at, whole.slice(at, at + size)));
        at += size;
      }
      // A reader whose connection breaks begins again at some earlier event, any number of times.
      let state = after([queued(), started()]);
      for (let next = 0; next < chunks.length; next++) {
        state = after([chunks[next]!], state);
        if (chance() < 0.3) {
          next = Math.floor(chance() * (next + 1));
        }
      }
      expect(state.jobs['j']?.text, `seed ${seed}`).toBe(whole);
      expect(state.counters.holes, `seed ${seed}`).toBe(0);
    }
  });
});

describe('what is loaded', () => {
  it('goes on exactly behind the snapshot', () => {
    const state = reduce(initialState, { kind: 'loaded', jobs: [job({ text: 'old' })], open: [job({ text: 'One ', attempt: 1 })] });
    expect(state.selected).toBe('j');
    const next = after([chunk(4, 'two')], state);
    expect(next.jobs['j']?.text).toBe('One two');
    expect(next.counters).toEqual(initialState.counters);
  });

  it('ends a job that ended while the page was away', () => {
    const away = { ...after([queued(), started(), chunk(0, 'One ')]), stale: true };
    const state = reduce(away, { kind: 'loaded', jobs: [job({ status: 'completed', text: 'One two' })], open: [] });
    expect(state.jobs['j']).toMatchObject({ status: 'completed', text: 'One two' });
    expect(state.stale).toBe(false);
  });

  it('does not let an older answer take back what the stream has shown', () => {
    const live = after([queued(), started(), chunk(0, 'One '), complete('One two')]);
    const state = reduce(live, { kind: 'fetched', job: job({ status: 'running', text: 'One', input: { prompt: 'count' } }) });
    expect(state.jobs['j']).toMatchObject({ status: 'completed', text: 'One two', prompt: 'count' });
  });

  it('puts the newest job first, and a job without a time before all', () => {
    const submitted = reduce(initialState, { kind: 'submitted', accepted: { jobId: 'n', channel: 'user:ann', cursor: 'c' }, prompt: 'new' });
    const state = reduce(submitted, {
      kind: 'loaded',
      jobs: [job({ jobId: 'a', createdAt: '2026-01-01T00:00:01Z' }), job({ jobId: 'b', createdAt: '2026-01-01T00:00:02Z' })],
      open: [],
    });
    expect(state.order).toEqual(['n', 'b', 'a']);
    expect(state.selected).toBe('n');
  });
});

describe('the stream itself', () => {
  it('asks to be loaded again when the cursor could not be honoured', () => {
    const reset: EventHead = { type: 'reset', id: 'r', timestamp: '', ...{ result: { reason: 'retention', from: 'earliest' } } };
    const state = after([reset]);
    expect(state).toMatchObject({ stale: true, counters: { resets: 1 } });
  });

  it('says when events may come late', () => {
    const status = (value: string): EventHead => ({ type: 'connection.status.change', id: 's', timestamp: '', ...{ result: { status: value } } });
    expect(after([status('degraded')]).degraded).toBe(true);
    expect(after([status('degraded'), status('recovered')]).degraded).toBe(false);
  });

  it('warns before a token ends', () => {
    expect(after([{ type: 'connection.status.change', id: 's', timestamp: '', ...{ result: { status: 'expiring', secondsLeft: 60 } } }]).problem).toMatch(/token/);
  });

  it('passes over types that it does not know', () => {
    expect(after([{ type: 'order.paid', id: 'x', timestamp: '' }])).toBe(initialState);
  });
});
