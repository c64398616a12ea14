import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Proxy } from '../harness/proxy.mjs';
import { inBothBrowsers, newUser } from '../harness/scenario.mjs';
import { Service } from '../harness/service.mjs';
import { Tab } from '../harness/tab.mjs';
import { until } from '../harness/until.mjs';

const secret = 'a-secret-of-the-browser-tests-only-0123456789';

/** Long enough for a slow machine to be live before; the service takes a token 30 s longer, since clocks differ. */
const shortLifeSeconds = 20;

async function setUp() {
  const service = await Service.start({ 'Auth:Mode': 'Jwt', 'Auth:Jwt:Secret': secret });
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

/** A token that holds for so many seconds from now. */
function tokenFor(user, seconds) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: user, exp })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

async function giveToken(tab, token) {
  await tab.page.waitForSelector('#identity[open]');
  await tab.page.$eval('#identity-token', (element, value) => (element.value = value), token);
  await Promise.all([tab.page.waitForNavigation(), tab.page.click('#identity-form button[type=submit]')]);
  await tab.untilLive();
}

async function openTab({ browser, proxy }) {
  const context = await browser.createBrowserContext();
  const tab = new Tab(await context.newPage());
  await tab.page.goto(proxy.url);
  return { tab, context };
}

inBothBrowsers('identity by token', setUp, {
  async 'is asked for, and streams by a ticket across reconnects and reloads'(room) {
    const user = newUser();
    const { tab, context } = await openTab(room);
    await giveToken(tab, tokenFor(user, 600));
    assert.equal(await tab.page.$eval('#user', (element) => element.textContent), user);
    const streams = () => room.proxy.requests.filter((head) => head.startsWith('GET /api/events?') && head.includes(encodeURIComponent(`user:${user}`)));
    room.proxy.breakOnce();
    await until('the browser to come back with its ticket', () => streams().length >= 2);
    assert.ok(streams().every((head) => /[?&]ticket=/.test(head)));
    await tab.untilLive();
    const jobId = await tab.ask('Tell of a key');
    await tab.untilText(jobId, 20);
    await tab.reload();
    await tab.untilStatus(jobId, 'completed');
    await context.close();
  },

  async 'is asked for again when the token has ended, never silently lost'(room) {
    const user = newUser();
    const { tab, context } = await openTab(room);
    await giveToken(tab, tokenFor(user, shortLifeSeconds));
    await tab.page.waitForSelector('#identity[open]');
    await giveToken(tab, tokenFor(user, 600));
    const jobId = await tab.ask('Tell of a new key');
    await tab.untilStatus(jobId, 'completed');
    await context.close();
  },
});
