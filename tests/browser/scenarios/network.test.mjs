import assert from 'node:assert/strict';
import { setTimeout as pass } from 'node:timers/promises';
import { eventIdsOf } from '../harness/event-reader.mjs';
import { Proxy } from '../harness/proxy.mjs';
import { assertClean, inBothBrowsers, newUser } from '../harness/scenario.mjs';
import { Service } from '../harness/service.mjs';
import { Tab } from '../harness/tab.mjs';
import { until } from '../harness/until.mjs';

/** How long the network is away: what the scenario is about, not a wait for something. */
const offlineMs = 10_000;

async function setUp() {
  const service = await Service.start({ 'Jobs:Demo:TokensPerSecond': 25 });
  const proxy = await Proxy.start(service.port);
  return {
    service,
    proxy,
    stop: async () => {
      await proxy.stop();
      await service.stop();
    },
  };
}

/** Starts a job in a new tab behind the proxy and waits for its first words. It takes a second for every 25 tokens. */
async function startJob({ browser, proxy }, prompt, tokens) {
  const user = newUser();
  const tab = await Tab.open(browser, proxy.url, user);
  const accepted = { channel: `user:${user}`, cursor: await tab.cursor() };
  accepted.jobId = await tab.ask(prompt, tokens);
  await tab.untilText(accepted.jobId, 40);
  return { user, tab, accepted };
}

/** The tab saw each of the job's events once, in the log's order, and shows the text that the service has. */
async function assertWhole({ service }, { user, tab, accepted }) {
  const done = await tab.untilStatus(accepted.jobId, 'completed');
  assert.deepEqual(await tab.eventIds(), await eventIdsOf(service, user, accepted));
  assert.equal(done.text, (await service.request(user, 'GET', `/api/jobs/${accepted.jobId}`)).text);
  await assertClean(tab);
  await tab.page.close();
}

inBothBrowsers('the network', setUp, {
  async 'is cut for ten seconds and nothing is lost'(room) {
    const job = await startJob(room, 'Tell of a storm', 500);
    room.proxy.cut();
    await until('the page to notice', async () => !(await job.tab.isLive()));
    await pass(offlineMs);
    room.proxy.heal();
    await job.tab.untilLive();
    await assertWhole(room, job);
  },

  async 'swallows everything for ten seconds and nothing is lost'(room) {
    const job = await startJob(room, 'Tell of a fog', 500);
    room.proxy.blackhole();
    await pass(offlineMs);
    room.proxy.heal();
    await assertWhole(room, job);
  },

  async 'breaks five times in a row and nothing is lost'(room) {
    const job = await startJob(room, 'Tell of hail', 200);
    for (let i = 1; i <= 5; i++) {
      room.proxy.breakOnce();
      await job.tab.untilText(job.accepted.jobId, 40 + i * 60);
    }
    await assertWhole(room, job);
  },

  async 'the browser goes offline and says so'(room) {
    const job = await startJob(room, 'Tell of silence', 200);
    const session = room.kind.name === 'Chromium' ? await job.tab.page.createCDPSession() : undefined;
    // Firefox has no such command: there the page is told what its browser would tell it.
    const setOnline = (online) =>
      session !== undefined
        ? job.tab.page.setOfflineMode(!online)
        : job.tab.page.evaluate((value) => {
            Object.defineProperty(navigator, 'onLine', { value, configurable: true });
            window.dispatchEvent(new Event(value ? 'online' : 'offline'));
          }, online);
    room.proxy.cut();
    await setOnline(false);
    const stateIs = (state) => job.tab.page.$eval('#connection', (element, wanted) => element.dataset.state === wanted, state);
    await until('the page to say offline', () => stateIs('offline'));
    room.proxy.heal();
    await setOnline(true);
    await until('the page to be live', () => stateIs('live'));
    await assertWhole(room, job);
  },

  async 'a service that is killed and started again goes on with the job'(room) {
    const job = await startJob(room, 'Tell of a fire', 200);
    const quiet = await Tab.open(room.browser, room.proxy.url, newUser());
    await room.service.kill();
    await until('both pages to notice', async () => !(await job.tab.isLive()) && !(await quiet.isLive()));
    await room.service.restart();
    await job.tab.untilLive();
    await quiet.untilLive();
    await quiet.page.close();
    await assertWhole(room, job);
  },
});
