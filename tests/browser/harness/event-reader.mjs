/**
 * The events of a stream, read without a browser: what a browser's list is held against. Reads from the cursor until `isLast`
 * says so, then closes.
 */
export async function readEvents(service, user, { channels, cursor, isLast }) {
  const query = new URLSearchParams({ user, channels, lastEventId: cursor });
  const stop = new AbortController();
  const response = await fetch(`${service.url}/api/events?${query}`, { signal: stop.signal });
  if (!response.ok) {
    throw new Error(`The stream was answered ${response.status}: ${await response.text()}`);
  }
  const events = [];
  let rest = '';
  for await (const bytes of response.body.pipeThrough(new TextDecoderStream())) {
    const frames = (rest + bytes).split('\n\n');
    rest = frames.pop();
    for (const frame of frames) {
      const event = eventOf(frame);
      if (event !== undefined) {
        events.push(event);
        if (isLast(event)) {
          stop.abort();
          return events;
        }
      }
    }
  }
  throw new Error('The stream ended before its last event');
}

/** The ids of a finished job's events, in their order in the log. */
export async function eventIdsOf(service, user, accepted) {
  const ended = new Set(['generation_complete', 'generation_cancelled', 'generation_failed']);
  const events = await readEvents(service, user, {
    channels: accepted.channel,
    cursor: accepted.cursor,
    isLast: (event) => event.jobId === accepted.jobId && ended.has(event.type),
  });
  return events.filter((event) => event.jobId === accepted.jobId).map((event) => event.id);
}

function eventOf(frame) {
  const lines = frame.split('\n');
  if (lines.some((line) => line.startsWith('event: checkpoint'))) {
    return undefined;
  }
  const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
  return data.length === 0 ? undefined : JSON.parse(data.join('\n'));
}
