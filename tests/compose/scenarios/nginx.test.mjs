import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { freePort, Service } from '../../browser/harness/service.mjs';
import { until } from '../../browser/harness/until.mjs';
import { EventClient } from '../harness/event-client.mjs';
import { Nginx } from '../harness/nginx.mjs';
import { output } from '../harness/run.mjs';
import { die, StubNode } from '../harness/stub-node.mjs';

const stream = '/api/events?user=ada';
const submit = (url, path = '/api/generate/text', body = '{"prompt":"the sea","maxTokens":400}') =>
  curl(url + path, '-X', 'POST', '-H', 'X-User-Id: ada', '-H', 'Content-Type: application/json', '-d', body);

/** One request; gives the status, the protocol's version, the headers' text and the body. */
async function curl(url, ...args) {
  const text = await output('curl', ['-sk', '--max-time', '30', '-D', '-', '-w', '\n%{http_version}', ...args, url]);
  const parts = text.split('\r\n\r\n');
  const head = parts.shift();
  const body = parts.join('\r\n\r\n');
  const end = body.lastIndexOf('\n');
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), body: body.slice(0, end), version: body.slice(end + 1) };
}

/** Starts what the test needs, and stops it in any case. */
async function using(start, body) {
  const started = [];
  const keep = (thing) => started.push(thing) && thing;
  try {
    await body(...(await start(keep)));
  } finally {
    for (const thing of started.reverse()) {
      await (thing.stop?.() ?? thing.close());
    }
  }
}

const withStubs = (count, body, change) => using(async (keep) => {
  const stubs = [];
  for (let i = 0; i < count; i++) {
    stubs.push(keep(await StubNode.start()));
  }
  return [keep(await Nginx.start(stubs.map((stub) => stub.port), change)), ...stubs];
}, body);

const withNode = (settings, body) => using(async (keep) => {
  const node = keep(await Service.start(settings));
  return [keep(await Nginx.start([node.port])), node, keep];
}, body);

test('a stream passes unbuffered and uncompressed over HTTP/2, and the page over both versions', () =>
  withStubs(1, async (nginx, stub) => {
    let held;
    stub.answer = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
      response.write('data: first\n\n');
      held = response;
    };
    const client = new EventClient(nginx.url, stream, { 'accept-encoding': 'gzip, br' });
    try {
      // The second is written only when the first has come: nothing waits for a buffer to fill.
      await client.until('the first event', () => client.events.length === 1);
      held.write('data: second\n\n');
      await client.until('the second event', () => client.events.length === 2);
      assert.equal(client.answers[0]['content-encoding'], undefined);
      assert.equal(client.answers[0]['x-accel-buffering'], undefined);
      assert.equal(client.answers.length, 1);
    } finally {
      client.close();
    }
    stub.answer = (_, response) => response.end('ok');
    assert.equal((await curl(nginx.url, '--http2')).version, '2');
    assert.equal((await curl(nginx.url, '--http1.1')).version, '1.1');
  }));

test('a client that leaves is told to the node', () =>
  withStubs(1, async (nginx, stub) => {
    let left = false;
    stub.answer = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: x\n\n');
      response.once('close', () => (left = true));
    };
    const client = new EventClient(nginx.url, stream);
    await client.until('the event', () => client.events.length === 1);
    client.close();
    await until('the node to hear of it', () => left);
  }));

test('a POST that a node has got is never sent to another, whatever becomes of the node', () =>
  withStubs(2, async (nginx, first, second) => {
    first.answer = second.answer = die;
    for (let i = 0; i < 12; i++) {
      const answer = await submit(nginx.url, `/api/generate/text?n=${i}`);
      assert.equal(answer.status, 503);
      assert.match(answer.head, /application\/problem\+json/);
      assert.match(answer.head, /retry-after: 1/);
      assert.match(JSON.parse(answer.body).detail, /Idempotency-Key/);
    }
    const all = [...first.requests, ...second.requests];
    assert.equal(new Set(all).size, all.length, `one of them came twice: ${all}`);
    assert.ok(all.length > 0);
  }));

test('a POST for which a node cannot be reached goes to one that can, and a GET goes on when a node dies with it', () =>
  using(async (keep) => {
    const alive = keep(await StubNode.start());
    const dying = keep(await StubNode.start());
    const nobody = await freePort();
    return [keep(await Nginx.start([nobody, dying.port, alive.port], (text) => text.replaceAll('max_fails=2', 'max_fails=0'))), alive, dying];
  }, async (nginx, alive, dying) => {
    dying.answer = die;
    for (let i = 0; i < 6; i++) {
      assert.equal((await curl(`${nginx.url}/api/jobs?n=${i}`)).status, 200);
    }
    assert.equal(alive.requests.length, 6);
    dying.answer = alive.answer;
    for (let i = 0; i < 6; i++) {
      assert.equal((await submit(nginx.url)).status, 200);
    }
  }));

test('with no node at all a stream is told to come back, by a status that EventSource accepts', () =>
  using(async (keep) => [keep(await Nginx.start([await freePort(), await freePort()]))], async (nginx) => {
    for (const address of [stream, stream, '/api/events/?user=ada', '/API/Events?user=ada']) {
      const answer = await curl(nginx.url + address);
      assert.equal(answer.status, 200, address);
      assert.match(answer.head, /content-type: text\/event-stream/);
      assert.match(answer.head, /cache-control: no-cache, no-store, no-transform/);
      // An EventSource of another origin that may not read this never comes back either.
      assert.match(answer.head, /access-control-allow-origin: \*/);
      assert.match(answer.body, /^retry: [1-4]000\n\n$/);
    }
    const refused = await curl(`${nginx.url}/api/jobs`);
    assert.equal(refused.status, 503);
    assert.match(refused.head, /access-control-allow-origin: \*/);
    assert.match(refused.head, /access-control-expose-headers: retry-after/);
  }));

test('a node that refuses a stream is believed: its own status passes', () =>
  withStubs(1, async (nginx, stub) => {
    stub.answer = (_, response) => response.writeHead(401, { 'Content-Type': 'application/problem+json' }).end('{}');
    const answer = await curl(nginx.url + stream);
    assert.equal(answer.status, 401);
    assert.match(answer.head, /application\/problem\+json/);
  }));

test('a body larger than nginx takes is refused by a problem, like one that a node refuses', () =>
  withStubs(1, async (nginx, stub) => {
    const file = path.join(nginx.directory, 'large.json');
    await writeFile(file, JSON.stringify({ prompt: 'x'.repeat(9 << 20) }));
    const answer = await submit(nginx.url, '/api/generate/text', `@${file}`);
    assert.equal(answer.status, 413);
    assert.match(answer.head, /application\/problem\+json/);
    assert.match(answer.head, /access-control-allow-origin: \*/);
    const problem = JSON.parse(answer.body);
    assert.equal(problem.type, 'urn:actors:problem:too-large');
    assert.match(problem.detail, /8388608/);
    assert.equal(stub.requests.length, 0);
  }));

test('a node hears the client’s address from nginx alone, and tickets are not logged', () =>
  withStubs(1, async (nginx, stub) => {
    await curl(`${nginx.url}/api/jobs?ticket=secret-of-ada`, '-H', 'X-Forwarded-For: 10.9.8.7', '-H', 'X-Forwarded-Proto: http');
    assert.equal(stub.headers['x-forwarded-for'], '127.0.0.1');
    assert.equal(stub.headers['x-forwarded-proto'], 'https');
    assert.equal(stub.headers.host, `127.0.0.1:${nginx.port}`);
    assert.equal(stub.headers.connection, undefined);
    const line = await until('the request to be logged', async () => (await nginx.accessLog())[0]);
    assert.match(line, /GET \/api\/jobs 200/);
    assert.ok(!line.includes('secret-of-ada'));
  }));

test('what is for operators stays inside', () =>
  withStubs(1, async (nginx, stub) => {
    // A node's routes take any case and a slash at the end.
    for (const path of ['/metrics', '/metrics/', '/METRICS', '//metrics', '/%6detrics/', '/health', '/Health/', '/health/.', '/admin', '/admin/shards', '/ADMIN/shards/', '/api/../Admin/shards']) {
      assert.equal((await curl(nginx.url + path, '--path-as-is')).status, 404, path);
    }
    assert.equal(stub.requests.length, 0);
    assert.equal((await curl(`${nginx.url}/health/live`)).status, 200);
  }));

test('a stream lives on checkpoints, and one whose node freezes goes to another', () =>
  withStubs(2, async (nginx, frozen, other) => {
    const beat = (name) => (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(`retry: 50\n\ndata: ${name}\n\n`);
      const timer = setInterval(() => response.write('event: checkpoint\ndata: {}\n\n'), 300);
      response.once('close', () => clearInterval(timer));
      frozen.freeze = () => clearInterval(timer);
    };
    other.answer = beat('other');
    frozen.answer = beat('frozen');
    const client = new EventClient(nginx.url, stream);
    try {
      // Three read timeouts' worth of checkpoints, on one connection.
      await client.until('ten checkpoints', () => client.events.filter((event) => event.type === 'checkpoint').length >= 10);
      assert.equal(client.answers.length, 1);
      const before = client.events[0].data;
      frozen.freeze();
      await client.until('another node', () => client.events.some((event) => event.data !== before && event.type === 'message'));
    } finally {
      client.close();
    }
  }, (text) => text.replace('proxy_read_timeout 60s', 'proxy_read_timeout 1s')));

test('a real node killed in mid-stream and started again: the client comes back by itself and sees no hole and no repeat', () =>
  withNode({ 'Jobs:Demo:TokensPerSecond': '100' }, async (nginx, node, keep) => {
    const client = keep(new EventClient(nginx.url, stream));
    await client.until('the stream to begin', () => client.events.length > 0);
    const { status, body } = await submit(nginx.url);
    assert.equal(status, 202);
    const { jobId, cursor } = JSON.parse(body);
    await client.until('a piece of the text', () => client.durable.length > 50);
    await node.kill();
    // Nobody is there, and nobody's client has ended for ever.
    await client.until('an answer while no node is there', () => client.answers.length >= 2);
    await node.restart();
    const isEnd = (event) => event.type === 'generation_complete' && event.jobId === jobId;
    await client.until('the end of the job', () => client.durable.some(isEnd));
    const whole = keep(new EventClient(nginx.url, `${stream}&lastEventId=${cursor}`));
    await whole.until('the end of the job again', () => whole.durable.some(isEnd));
    assert.deepEqual(client.durable.map((event) => event.id), whole.durable.map((event) => event.id));
  }));

test('a real node behind it takes bodies of all sizes, and refuses in its own words', () =>
  withNode({}, async (nginx) => {
    const accepted = await submit(nginx.url, '/api/generate/text', '{"prompt":"x","maxTokens":2}');
    assert.equal(accepted.status, 202);
    assert.equal(accepted.version, '2');
    const refused = await submit(nginx.url, '/api/generate/text', '{"prompt":5}');
    assert.equal(refused.status, 400);
    assert.match(refused.head, /application\/problem\+json/);
    const long = await submit(nginx.url, '/api/generate/text', JSON.stringify({ prompt: 'x'.repeat(20_000), maxTokens: 1 }));
    assert.equal(long.status, 202);
    // nginx would let it pass: the node says why it will not have it.
    const file = path.join(nginx.directory, 'large.json');
    await writeFile(file, JSON.stringify({ prompt: 'x'.repeat(3 << 20) }));
    const large = await submit(nginx.url, '/api/generate/text', `@${file}`);
    assert.equal(large.status, 413);
    assert.match(large.head, /application\/problem\+json/);
  }));
