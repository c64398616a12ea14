import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { until } from '../../browser/harness/until.mjs';
import { EventClient } from '../harness/event-client.mjs';
import { LocalCluster, missing } from '../harness/local-cluster.mjs';
import { run } from '../harness/run.mjs';
import { metricsAskedFor } from '../harness/texts.mjs';

const skip = missing();
const ended = new Set(['generation_complete', 'generation_failed', 'generation_cancelled']);
const names = ['node-1', 'node-2', 'node-3'];
let cluster;
let status;
let url;

before(async () => {
  if (skip === undefined) {
    cluster = await LocalCluster.start('--nodes', '3', '--set', 'Jobs:Demo:TokensPerSecond=50', '--set', 'Node:StreamDrainTime=00:00:02');
    status = await cluster.status();
    url = status.processes.find((process) => process.name === 'nginx').address.replace('localhost', '127.0.0.1');
  }
});

after(() => cluster?.stop());

/** Submits a job of so many tokens through nginx, as clients do: again with the same key while it is answered 503. */
async function submit(user, maxTokens) {
  const key = randomUUID();
  return until('a 202', async () => {
    const { stdout } = await run('curl', ['-sk', '--max-time', '30', '-X', 'POST', `${url}/api/generate/text`, '-w', '\n%{http_code}',
      '-H', `X-User-Id: ${user}`, '-H', `Idempotency-Key: ${key}`, '-H', 'Content-Type: application/json', '-d', JSON.stringify({ prompt: 'the sea', maxTokens })]);
    const [body, code] = stdout.split('\n');
    assert.match(code, /^(202|503)$/, stdout);
    return code === '202' ? JSON.parse(body) : undefined;
  });
}

const hear = (user, cursor) => new EventClient(url, `/api/events?user=${user}&lastEventId=${cursor}`);

const hasEnded = (client, jobs) => jobs.every((job) => client.durable.some((event) => event.jobId === job.jobId && ended.has(event.type)));

/** What a client heard is what the log says, in its order: no hole, no repeat, one end for each job. */
async function assertWhole(client, user, jobs) {
  const whole = hear(user, jobs[0].cursor);
  try {
    await whole.until('the log to be read', () => hasEnded(whole, jobs));
    const wanted = whole.durable.map((event) => event.id);
    assert.deepEqual(client.durable.slice(-wanted.length).map((event) => event.id), wanted);
    for (const job of jobs) {
      assert.equal(whole.durable.filter((event) => event.jobId === job.jobId && ended.has(event.type)).length, 1);
    }
    return whole.durable;
  } finally {
    whole.close();
  }
}

test('up starts all there is, and says where', { skip }, async () => {
  assert.deepEqual(status.processes.filter((process) => process.name.startsWith('node-')).map((process) => process.state), ['ready', 'ready', 'ready']);
  assert.ok(status.processes.every((process) => process.state !== 'stopped' && Number.isInteger(process.pid)), JSON.stringify(status));
  await cluster.up();
  assert.deepEqual((await cluster.status()).processes, status.processes);
});

test('every metric that the dashboard and the rules ask for is there', { skip }, async () => {
  // A stream with something to catch up with: some instruments are made at their first use.
  const job = await submit('metrics', 5);
  const client = hear('metrics', job.cursor);
  try {
    await client.until('a job to end', () => hasEnded(client, [job]));
    const asked = [...await metricsAskedFor()];
    assert.ok(asked.length > 20, `${asked}`);
    let lacking;
    await until('every metric', async () => {
      const texts = await Promise.all(status.processes.filter(({ name }) => names.includes(name)).map(async ({ address }) => (await fetch(`${address}/metrics`)).text()));
      const families = new Set(texts.join('\n').match(/(?<=^# TYPE )\S+/gm));
      lacking = asked.filter((name) => !families.has(name.replace(/_(bucket|sum|count)$/, '')));
      return lacking.length === 0;
    }).catch((error) => assert.fail(`${error.message}: ${lacking} are nowhere`));
  } finally {
    client.close();
  }
});

test('a node killed in mid-stream: its clients go on elsewhere without a hole, its jobs end once, and it can be started again', { skip }, async () => {
  const users = ['ada', 'bob', 'eve', 'joe', 'kim', 'lea'];
  const jobs = await Promise.all(users.map((user) => submit(user, 400)));
  const clients = users.map((user, i) => hear(user, jobs[i].cursor));
  try {
    await Promise.all(clients.map((client) => client.until('a piece of the text', () => client.durable.length > 30)));
    await cluster.kill('node-2');
    assert.equal((await cluster.process('node-2')).state, 'stopped');
    await Promise.all(clients.map((client, i) => client.until('the end of the job', () => hasEnded(client, [jobs[i]]))));
    assert.ok(clients.some((client) => client.answers.length > 1), 'no stream was at the node that was killed');
    await cluster.begin('node-2');
    assert.equal((await cluster.process('node-2')).state, 'ready');
    for (const [i, client] of clients.entries()) {
      await assertWhole(client, users[i], [jobs[i]]);
    }
  } finally {
    clients.forEach((client) => client.close());
  }
});

test('a rolling restart resets no job that ends within the drain time, and no client misses anything', { skip }, async () => {
  const jobs = [await submit('ann', 200)];
  const client = hear('ann', jobs[0].cursor);
  try {
    let isRolling = true;
    const rolled = cluster.roll().finally(() => (isRolling = false));
    while (isRolling) {
      // Four seconds each: shorter than what a leaving node waits for.
      jobs.push(await submit('ann', 200));
      const job = jobs.at(-1);
      await client.until('a job to end', () => hasEnded(client, [job]));
    }
    await rolled;
    assert.ok(jobs.length >= 3, `${jobs.length} jobs`);
    await client.until('all jobs to end', () => hasEnded(client, jobs));
    const events = await assertWhole(client, 'ann', jobs);
    assert.deepEqual(events.filter((event) => event.type === 'generation_reset'), []);
    assert.deepEqual((await cluster.status()).processes.filter(({ name }) => names.includes(name)).map(({ state }) => state), ['ready', 'ready', 'ready']);
  } finally {
    client.close();
  }
});

test('down ends everything that up started', { skip }, async () => {
  const pids = (await cluster.status()).processes.map((process) => process.pid);
  await cluster.stop();
  for (const pid of pids) {
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  }
});
