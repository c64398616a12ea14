import { afterEach, describe, expect, it, vi } from 'vitest';
import { ActorsClient } from '../../client/actors-client';
import { ApiProblem } from '../../client/problem';

const ann = new ActorsClient({ kind: 'development', userId: 'ann' }, 'http://service');

/** Answers requests in turn; an answer that is an error stands for a broken network. */
function answers(...replies: (Response | TypeError)[]): { url: string; init: RequestInit }[] {
  const seen: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    seen.push({ url, init });
    const reply = replies[seen.length - 1];
    if (reply === undefined || reply instanceof TypeError) {
      throw reply ?? new TypeError('nothing more is answered');
    }
    return reply;
  });
  return seen;
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

const header = (init: RequestInit, name: string) => (init.headers as Record<string, string>)[name];

afterEach(() => vi.unstubAllGlobals());

describe('ActorsClient', () => {
  it('submits under the name of the user', async () => {
    const seen = answers(json(202, { jobId: 'j', channel: 'user:ann', cursor: 'c' }));
    expect(await ann.submit({ prompt: 'count' })).toEqual({ jobId: 'j', channel: 'user:ann', cursor: 'c' });
    expect(seen[0]?.url).toBe('http://service/api/generate/text');
    expect(header(seen[0]!.init, 'X-User-Id')).toBe('ann');
    expect(seen[0]?.init.body).toBe('{"prompt":"count"}');
  });

  it('sends a request again under the same key when the network breaks', async () => {
    const seen = answers(new TypeError('broken'), json(202, { jobId: 'j', channel: 'user:ann', cursor: 'c' }));
    await ann.submit({ prompt: 'count' });
    const keys = seen.map(({ init }) => header(init, 'Idempotency-Key'));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it('uses another key for another request', async () => {
    const accepted = () => json(202, { jobId: 'j', channel: 'user:ann', cursor: 'c' });
    const seen = answers(accepted(), accepted());
    await ann.submit({ prompt: 'count' });
    await ann.submit({ prompt: 'count' });
    expect(header(seen[0]!.init, 'Idempotency-Key')).not.toBe(header(seen[1]!.init, 'Idempotency-Key'));
  });

  it('tells a refusal in the words of the service, once', async () => {
    const seen = answers(json(429, { title: 'Too many', detail: 'At most 10 jobs at once.' }, { 'Retry-After': '7' }));
    const refused = await ann.submit({ prompt: 'count' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiProblem);
    expect(refused).toMatchObject({ status: 429, message: 'At most 10 jobs at once.', retryAfterSeconds: 7 });
    expect(seen).toHaveLength(1);
  });

  it('tells a refusal without a readable body by its status', async () => {
    answers(new Response('<html>', { status: 502 }));
    await expect(ann.jobs()).rejects.toMatchObject({ status: 502, message: 'The service answered 502' });
  });

  it('gives the network up after three tries', async () => {
    const seen = answers();
    await expect(ann.cancel('j')).rejects.toBeInstanceOf(TypeError);
    expect(seen).toHaveLength(3);
  });

  it('bears a token', async () => {
    const seen = answers(json(200, { channel: 'user:ann', cursor: 'c', jobs: [] }));
    await new ActorsClient({ kind: 'token', userId: 'ann', token: 'a.b.c' }).snapshot('user:ann');
    expect(header(seen[0]!.init, 'Authorization')).toBe('Bearer a.b.c');
    expect(header(seen[0]!.init, 'X-User-Id')).toBeUndefined();
    expect(seen[0]?.url).toBe('/api/channels/user%3Aann/snapshot');
  });
});
