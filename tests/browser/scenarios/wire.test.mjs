import assert from 'node:assert/strict';
import http from 'node:http';
import { headerOf, Proxy } from '../harness/proxy.mjs';
import { inBothBrowsers, newUser } from '../harness/scenario.mjs';
import { Service } from '../harness/service.mjs';
import { Source, typeOf } from '../harness/source.mjs';
import { Tab } from '../harness/tab.mjs';
import { until } from '../harness/until.mjs';

async function setUp() {
  // A page of another origin: nothing but a place to run in.
  const elsewhere = http.createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Elsewhere</title>'));
  await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${elsewhere.address().port}`;
  const service = await Service.start({ 'Jobs:Demo:DefaultTokens': 40, 'Cors:Origins:0': origin });
  const proxy = await Proxy.start(service.port);
  return {
    service,
    proxy,
    origin,
    stop: async () => {
      elsewhere.close();
      elsewhere.closeAllConnections();
      await proxy.stop();
      await service.stop();
    },
  };
}

const streamUrl = (base, user, channels, more = '') => `${base}/api/events?user=${user}&channels=${encodeURIComponent(channels)}${more}`;

const streamRequests = (proxy, user) => proxy.requests.filter((head) => head.includes(`/api/events?user=${user}&`));

inBothBrowsers('the wire', setUp, {
  async 'heartbeats move the position of a quiet channel'({ browser, service, proxy }) {
    const user = newUser();
    const { page } = await Tab.open(browser, proxy.url, newUser());
    const source = await Source.open(page, 'quiet', streamUrl(proxy.url, user, `user:${user}`));
    const first = await source.until('a first heartbeat', (heard) => heard.event === 'checkpoint');
    // Enough other users that some of them share the quiet channel's shard.
    const others = Array.from({ length: 40 }, newUser);
    await Promise.all(others.map((other) => service.request(other, 'POST', '/api/generate/text', { prompt: 'Tell of others' })));
    const moved = await source.until('a heartbeat with a later position', (heard) => heard.event === 'checkpoint' && heard.id !== first.id);
    proxy.breakOnce();
    const again = await until('the browser to come back', () => streamRequests(proxy, user)[1]);
    const heartbeats = (await source.heard()).filter((heard) => heard.event === 'checkpoint').map((heard) => heard.id);
    assert.ok(heartbeats.slice(heartbeats.indexOf(moved.id)).includes(headerOf(again, 'Last-Event-ID')));
    await source.until('the end of the replay', (heard) => heard.event === 'message' && typeOf(heard) === 'caught_up');
    assert.deepEqual(new Set((await source.heard()).filter((heard) => heard.event === 'message').map(typeOf)), new Set(['connection.status.change', 'caught_up']));
    await page.close();
  },

  async 'named events are the default ones under their names'({ browser, service }) {
    const user = newUser();
    const { page } = await Tab.open(browser, service.url, newUser());
    const types = ['generation_queued', 'generation_started', 'generation_progress', 'ai_chat_chunk', 'generation_complete'];
    const plain = await Source.open(page, 'plain', streamUrl(service.url, user, `user:${user}`), types);
    const named = await Source.open(page, 'named', streamUrl(service.url, user, `user:${user}`, '&named=1'), types);
    await service.request(user, 'POST', '/api/generate/text', { prompt: 'Tell of names' });
    const isEnd = (heard) => heard.event !== 'checkpoint' && typeOf(heard) === 'generation_complete';
    await plain.until('the end', isEnd);
    await named.until('the end', isEnd);
    const ofJob = async (source) => (await source.heard()).filter((heard) => heard.event !== 'checkpoint' && JSON.parse(heard.data).jobId);
    const byDefault = await ofJob(plain);
    const byName = await ofJob(named);
    assert.ok(byDefault.length > 4);
    assert.ok(byDefault.every((heard) => heard.event === 'message'));
    assert.ok(byName.every((heard) => heard.event === typeOf(heard)));
    assert.deepEqual(byName.map((heard) => heard.data), byDefault.map((heard) => heard.data));
    await page.close();
  },

  async 'a page of another origin comes back with a long cursor and without a preflight'({ browser, service, proxy, origin }) {
    const user = newUser();
    const rooms = Array.from({ length: 7 }, (_, i) => `channel:${user}-a-room-with-a-long-name-${i}`);
    const page = await browser.newPage();
    await page.goto(origin);
    const source = await Source.open(page, 'far', streamUrl(proxy.url, user, [`user:${user}`, ...rooms].join(',')));
    await Promise.all(rooms.map((room) => service.request(user, 'POST', `/api/channels/${encodeURIComponent(room)}/events`, { type: 'note', text: room })));
    const noted = async () => (await source.heard()).filter((heard) => heard.event === 'message' && typeOf(heard) === 'note');
    await until('a note of each room', async () => (await noted()).length === rooms.length);
    const last = (await source.heard()).at(-1).id;
    proxy.breakOnce();
    const again = await until('the browser to come back', () => streamRequests(proxy, user)[1]);
    await until('the stream to be open', () => source.isOpen());
    await service.request(user, 'POST', `/api/channels/${encodeURIComponent(rooms[0])}/events`, { type: 'note', text: 'after' });
    await until('one more note', async () => (await noted()).length > rooms.length);
    const cursor = headerOf(again, 'Last-Event-ID');
    assert.equal(cursor, last);
    assert.match(cursor, /^[A-Za-z0-9._~-]{40,128}$/);
    assert.equal((await noted()).length, rooms.length + 1, 'nothing came twice');
    assert.deepEqual(proxy.requests.filter((head) => head.startsWith('OPTIONS')), []);
    await page.close();
  },

  async 'what a user writes cannot break a frame'({ browser, service }) {
    const user = newUser();
    const { page } = await Tab.open(browser, service.url, newUser());
    const source = await Source.open(page, 'hostile', streamUrl(service.url, user, `user:${user}`));
    const text = 'one\r\rdata: {"type":"forged"}\r\n\r\nid: 7\n\nevent: forged\n\n\u2028\u2029\u0000\u0085\ufeff <script>';
    await service.request(user, 'POST', `/api/channels/${encodeURIComponent(`user:${user}`)}/events`, { type: 'note', text });
    const note = await source.until('the note', (heard) => heard.event === 'message' && typeOf(heard) === 'note');
    assert.equal(JSON.parse(note.data).text, text);
    assert.ok((await source.heard()).every((heard) => heard.event === 'checkpoint' || typeOf(heard) !== 'forged'));
    await page.close();
  },
});
