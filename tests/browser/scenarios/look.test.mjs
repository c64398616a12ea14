import assert from 'node:assert/strict';
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { inBothBrowsers, newUser } from '../harness/scenario.mjs';
import { Service } from '../harness/service.mjs';
import { Tab } from '../harness/tab.mjs';
import { until } from '../harness/until.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function setUp() {
  const pictures = process.env.ACTORS_PICTURES ?? (await mkdtemp(path.join(os.tmpdir(), 'actors-pictures-')));
  const service = await Service.start({ 'Jobs:Demo:TokensPerSecond': 80 });
  return { service, pictures, stop: () => service.stop() };
}

const ground = (tab) => tab.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

/** Whether a colour as the browser computes it is nearer to white than to black. */
function isLight(colour) {
  const [red, green, blue] = colour.match(/\d+/g).map(Number);
  return red + green + blue > 3 * 127;
}

/** What a checker of accessibility finds wrong with the page as it is. */
async function findings(tab) {
  await tab.page.evaluate(axe);
  return tab.page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  });
}

async function picture({ pictures, kind }, tab, name) {
  const file = path.join(pictures, `${kind.name.toLowerCase()}-${name}.png`);
  await tab.page.screenshot({ path: file });
  assert.ok((await stat(file)).size > 5_000, 'a picture of a page is not empty');
}

inBothBrowsers('the look', setUp, {
  async 'is light or dark as the reader chooses, and stays so'(room) {
    const tab = await Tab.open(room.browser, room.service.url, newUser());
    const jobId = await tab.ask('Explain how tides work, in plain words', 500);
    await tab.untilText(jobId, 300);
    const first = isLight(await ground(tab));
    await picture(room, tab, first ? 'light' : 'dark');
    await tab.page.click('#theme');
    assert.equal(isLight(await ground(tab)), !first);
    await picture(room, tab, first ? 'dark' : 'light');
    await tab.reload();
    assert.equal(isLight(await ground(tab)), !first, 'the choice outlives a reload');
    await tab.page.click('#theme');
    assert.equal(isLight(await ground(tab)), first);
    await tab.page.close();
  },

  async 'has nothing that a checker of accessibility objects to, in either theme'(room) {
    const tab = await Tab.open(room.browser, room.service.url, newUser());
    assert.deepEqual(await findings(tab), []);
    const jobId = await tab.ask('Explain how tides work', 500);
    await tab.untilText(jobId, 100);
    assert.deepEqual(await findings(tab), []);
    await tab.page.click('#theme');
    assert.deepEqual(await findings(tab), []);
    await tab.page.click('#theme');
    await tab.page.click('#stop');
    await tab.untilStatus(jobId, 'cancelled');
    assert.deepEqual(await findings(tab), []);
    await tab.page.close();
  },

  async 'keeps the stop button where it is while the text grows, so that a click meets it'(room) {
    const tab = await Tab.open(room.browser, room.service.url, newUser());
    const jobId = await tab.ask('Tell of a long winter', 500);
    const lines = () => tab.page.$eval('#answer-chars', (element) => element.getClientRects().length);
    const top = () => tab.page.$eval('#stop', (element) => element.getBoundingClientRect().top);
    await until('the first line', async () => (await lines()) >= 1);
    const first = await top();
    await until('a second and a third line', async () => (await lines()) >= 3);
    assert.equal(await top(), first);
    await tab.page.click('#stop');
    await tab.untilStatus(jobId, 'cancelled');
    await tab.page.close();
  },

  async 'is used without a mouse and told without a screen'(room) {
    const tab = await Tab.open(room.browser, room.service.url, newUser());
    assert.equal(await tab.page.evaluate(() => document.activeElement.id), 'prompt');
    const jobId = await tab.ask('Tell of a quiet house', 500);
    const said = (words) => tab.page.$eval('#announcer', (element, wanted) => element.textContent.includes(wanted), words);
    await until('the beginning to be told', () => said('being written'));
    await tab.untilText(jobId, 30);
    await tab.page.keyboard.press('Escape');
    await tab.untilStatus(jobId, 'cancelled');
    await until('the end to be told', () => said('Stopped'));
    await tab.page.focus('#resume');
    await tab.page.keyboard.press('Enter');
    await until('another job', async () => (await tab.selected()) !== jobId);
    await tab.page.close();
  },
});
