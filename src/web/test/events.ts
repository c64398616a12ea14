import type { EventHead, JobEvent } from '../client/events';

let count = 0;

/** An event of job `j` (or another) with a fresh id. */
export function event(type: JobEvent['type'], rest: Partial<EventHead> & { result?: unknown; [more: string]: unknown } = {}): EventHead {
  return { type, id: `e${++count}`, timestamp: '2026-01-01T00:00:00.000Z', channel: 'user:ann', jobId: 'j', attempt: 1, ...rest };
}

/** A chunk of attempt 1 (or another). */
export function chunk(position: number, text: string, attempt = 1): EventHead {
  return event('ai_chat_chunk', { attempt, result: { streamId: 's', text, position } });
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
