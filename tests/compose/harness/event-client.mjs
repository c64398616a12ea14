import http2 from 'node:http2';
import { until } from '../../browser/harness/until.mjs';

/**
 * Hears a stream over HTTP/2 as EventSource does: whatever breaks, it comes back after `retry` with the last id that it got; any
 * status but 200 ends it for ever.
 */
export class EventClient {
  #closed = false;
  #session;
  #retryMs = 1000;
  #lastEventId = '';

  /** What came, as objects of `type`, `data` and `id`, in order. */
  events = [];
  /** The headers of each answer, in order. */
  answers = [];
  /** Why it has ended for ever; undefined while it has not. */
  fatal;

  constructor(url, pathAndQuery, headers = {}) {
    this.origin = url;
    this.path = pathAndQuery;
    this.headers = headers;
    this.#connect();
  }

  /** The durable events, parsed. */
  get durable() {
    return this.events.filter((event) => event.type === 'message').map((event) => JSON.parse(event.data)).filter((event) => event.channel !== undefined);
  }

  /** Waits until the condition, which sees this client, is true. */
  until(what, condition) {
    return until(what, () => {
      if (this.fatal !== undefined) {
        throw this.fatal;
      }
      return condition(this);
    });
  }

  close() {
    this.#closed = true;
    this.#session?.destroy();
  }

  #connect() {
    const session = http2.connect(this.origin, { rejectUnauthorized: false });
    this.#session = session;
    let over = false;
    const end = () => {
      if (!over) {
        over = true;
        session.destroy();
        this.#comeBack();
      }
    };
    session.on('error', end).on('close', end);
    const request = session.request({
      ':path': this.path,
      accept: 'text/event-stream',
      ...this.headers,
      ...(this.#lastEventId === '' ? {} : { 'last-event-id': this.#lastEventId }),
    });
    request.on('response', (headers) => {
      this.answers.push(headers);
      if (headers[':status'] !== 200 || !String(headers['content-type']).startsWith('text/event-stream')) {
        this.fatal = new Error(`The stream was answered ${headers[':status']} ${headers['content-type']}`);
        this.close();
      }
    });
    let rest = '';
    request.setEncoding('utf8');
    request.on('data', (text) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop();
      blocks.forEach((block) => this.#take(block));
    });
    request.on('error', end).on('end', end).on('close', end);
  }

  #comeBack() {
    if (!this.#closed) {
      setTimeout(() => this.#closed || this.#connect(), this.#retryMs);
    }
  }

  #take(block) {
    const fields = block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]);
    const of = (name) => fields.filter(([field]) => field === name).map(([, value]) => value);
    if (of('retry').length > 0) {
      this.#retryMs = Number(of('retry')[0]);
    }
    if (of('id').length > 0) {
      this.#lastEventId = of('id')[0];
    }
    if (of('data').length > 0) {
      this.events.push({ type: of('event')[0] ?? 'message', data: of('data').join('\n'), id: of('id')[0] });
    }
  }
}
