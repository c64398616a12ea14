import assert from 'node:assert/strict';
import { eventIdsOf } from '../harness/event-reader.mjs';
import { assertClean, inBothBrowsers, newUser } from '../harness/scenario.mjs';
import { Service } from '../harness/service.mjs';
import { Tab } from '../harness/tab.mjs';
import { until } from '../harness/until.mjs';

async function setUp() {
  const service = await Service.start({ 'Jobs:Demo:TokensPerSecond': 60 });
  return { service, stop: () => service.stop() };
}

/** The ids of a job's events as the log has them, from a stream that begins before the job. */
function idsInLog({ service }, user, jobId, cursor) {
  return eventIdsOf(service, user, { jobId, channel: `user:${user}`, cursor });
}

inBothBrowsers('a job', setUp, {
  async 'streams to its end, each event once and in order'(room) {
    const user = newUser();
    const tab = await Tab.open(room.browser, room.service.url, user);
    const cursor = await tab.cursor();
    const jobId = await tab.ask('Tell of a long river');
    await until('the typing indicator', () => tab.page.$eval('#typing', (element) => !element.hidden));
    await tab.untilText(jobId, 40);
    await until('the progress bar to move', () => tab.page.$eval('#answer-progress', (element) => element.position > 0));
    const done = await tab.untilStatus(jobId, 'completed');
    assert.equal((await room.service.request(user, 'GET', `/api/jobs/${jobId}`)).text, done.text);
    assert.equal(await tab.shownText(), done.text);
    assert.deepEqual(await tab.eventIds(), await idsInLog(room, user, jobId, cursor));
    assert.equal(await tab.page.$eval('#typing', (element) => element.hidden), true);
    assert.equal(await tab.page.$eval('#stop', (element) => element.hidden), true);
    await assertClean(tab);
    await tab.page.close();
  },

  async 'misses nothing and repeats nothing when the page is loaded again in the middle'(room) {
    const user = newUser();
    const tab = await Tab.open(room.browser, room.service.url, user);
    const cursor = await tab.cursor();
    const jobId = await tab.ask('Tell of a long road');
    await tab.untilText(jobId, 60);
    const before = await tab.eventIds();
    await tab.reload();
    const done = await tab.untilStatus(jobId, 'completed');
    const after = await tab.eventIds();
    const all = await idsInLog(room, user, jobId, cursor);
    assert.deepEqual(before, all.slice(0, before.length), 'the events before the reload are the first ones');
    assert.deepEqual(after, all.slice(all.length - after.length), 'the events after the reload are the last ones');
    assert.ok(before.length + after.length <= all.length, 'no event came before and after the reload');
    assert.equal(done.text, (await room.service.request(user, 'GET', `/api/jobs/${jobId}`)).text);
    assert.equal(await tab.page.$eval('#answer-prompt', (element) => element.textContent), 'Tell of a long road');
    await assertClean(tab);
    await tab.page.close();
  },

  async 'is the same in two tabs, and a stop in one shows in the other'(room) {
    const user = newUser();
    const first = await Tab.open(room.browser, room.service.url, user);
    const second = await Tab.open(room.browser, room.service.url, user);
    const jobId = await first.ask('Tell of two houses');
    await second.untilText(jobId, 40);
    await until('the prompt in the second tab', async () => (await second.job(jobId)).prompt === 'Tell of two houses');
    await second.page.bringToFront();
    await until('the job in the second list', () => second.page.$(`li[data-job="${jobId}"] button`));
    await second.page.click(`li[data-job="${jobId}"] button`);
    await second.page.click('#stop');
    const stopped = await first.untilStatus(jobId, 'cancelled');
    const other = await second.untilStatus(jobId, 'cancelled');
    assert.equal(other.text, stopped.text);
    assert.ok(stopped.text.length >= 40, 'a stopped job keeps its text');
    assert.deepEqual(await second.eventIds(), await first.eventIds());
    assert.equal((await room.service.request(user, 'GET', `/api/jobs/${jobId}`)).status, 'cancelled');
    await assertClean(first);
    await assertClean(second);
    await first.page.close();
    await second.page.close();
  },

  async 'goes on from where it was stopped'(room) {
    const user = newUser();
    const tab = await Tab.open(room.browser, room.service.url, user);
    const jobId = await tab.ask('Tell of a slow train');
    await tab.untilText(jobId, 40);
    await tab.page.keyboard.press('Escape');
    const stopped = await tab.untilStatus(jobId, 'cancelled');
    await tab.page.waitForSelector('#resume:not([hidden])');
    await tab.page.click('#resume');
    const next = await until('the job that goes on', async () => {
      const selected = await tab.selected();
      return selected !== jobId && selected;
    });
    const done = await tab.untilStatus(next, 'completed');
    assert.equal(done.resumedFrom, jobId);
    assert.ok(done.text.startsWith(stopped.text), 'the text goes on from the text so far');
    assert.ok(done.text.length > stopped.text.length);
    await assertClean(tab);
    await tab.page.close();
  },

  async 'stays in the list with its result'(room) {
    const user = newUser();
    const tab = await Tab.open(room.browser, room.service.url, user);
    const jobId = await tab.ask('Tell of a small stone');
    const done = await tab.untilStatus(jobId, 'completed');
    const fresh = await Tab.open(room.browser, room.service.url, user);
    await until('the list', () => fresh.page.$(`li[data-job="${jobId}"] button[aria-current="true"]`));
    assert.equal(await fresh.shownText(), done.text);
    await tab.page.close();
    await fresh.page.close();
  },

  async 'that is refused is explained, and the prompt is kept'(room) {
    const tab = await Tab.open(room.browser, room.service.url, newUser());
    const prompt = 'x'.repeat(70_000);
    await tab.page.$eval('#prompt', (element, text) => (element.value = text), prompt);
    await tab.page.click('#send');
    await tab.page.waitForSelector('#problem:not([hidden])');
    assert.match(await tab.page.$eval('#problem-text', (element) => element.textContent), /prompt/i);
    assert.equal(await tab.page.$eval('#prompt', (element) => element.value.length), prompt.length);
    await tab.page.close();
  },
});
