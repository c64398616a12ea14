import { describe, expect, it } from 'vitest';
import catalog from '../../../Actors.Contracts/Events/EventTypes.cs?raw';
import { isJobEvent, isPresenceEvent, isStreamEvent, isTypingEvent } from '../../client/events';

/** A named event that only carries a position; streams pass over it. */
const heartbeat = 'checkpoint';

describe('the types of events', () => {
  const names = [...catalog.matchAll(/const string \w+ = "([^"]+)"/g)].map((match) => match[1]!);

  it('are those of the service', () => {
    expect(names.length).toBeGreaterThan(10);
    for (const type of names.filter((name) => name !== heartbeat)) {
      const event = { type, id: 'e', timestamp: '', jobId: 'j' };
      const isKnown = isJobEvent(event) || isStreamEvent(event) || isPresenceEvent(event) || isTypingEvent(event);
      expect(isKnown, `${type} is in the service's catalog and unknown here`).toBe(true);
    }
  });

  it('tell a job event by its job too', () => {
    const head = { id: 'e', timestamp: '' };
    expect(isJobEvent({ ...head, type: 'ai_chat_chunk', jobId: 'j' })).toBe(true);
    expect(isJobEvent({ ...head, type: 'ai_chat_chunk' })).toBe(false);
    expect(isJobEvent({ ...head, type: 'order.paid', jobId: 'j' })).toBe(false);
    expect(isStreamEvent({ ...head, type: 'caught_up' })).toBe(true);
    expect(isStreamEvent({ ...head, type: heartbeat })).toBe(false);
  });
});
