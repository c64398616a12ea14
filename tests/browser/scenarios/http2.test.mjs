import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { assertClean, inBothBrowsers, newUser } from '../harness/scenario.mjs';
import { Service } from '../harness/service.mjs';
import { Source, typeOf } from '../harness/source.mjs';
import { Tab } from '../harness/tab.mjs';
import { until } from '../harness/until.mjs';

/** Far more than the six connections that a browser opens to one origin over HTTP/1.1. */
const streams = 20;

async function setUp() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'actors-certificate-'));
  const certificate = path.join(directory, 'certificate.pem');
  const key = path.join(directory, 'key.pem');
  await promisify(execFile)('openssl', [
    'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate,
  ]);
  const service = await Service.start({ 'Kestrel:Certificates:Default:Path': certificate, 'Kestrel:Certificates:Default:KeyPath': key }, 'https');
  return {
    service,
    stop: async () => {
      await service.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

inBothBrowsers('HTTP/2 over a self-made certificate', setUp, {
  async 'carries twenty streams in one tab, and the page beside them'({ browser, service }) {
    const user = newUser();
    const tab = await Tab.open(browser, service.url, user);
    const channels = Array.from({ length: streams }, (_, i) => `channel:${user}-${i}`);
    const sources = [];
    for (const channel of channels) {
      sources.push(await Source.open(tab.page, channel, `/api/events?user=${user}&channels=${encodeURIComponent(channel)}`));
    }
    const jobId = await tab.ask('Tell of twenty streams');
    await tab.page.evaluate(
      (all, name) =>
        Promise.all(
          all.map((channel) =>
            fetch(`/api/channels/${encodeURIComponent(channel)}/events`, {
              method: 'POST',
              headers: { 'X-User-Id': name, 'Content-Type': 'application/json' },
              body: JSON.stringify({ type: 'note', text: channel }),
            }),
          ),
        ),
      channels,
      user,
    );
    const isNote = (heard) => heard.event === 'message' && typeOf(heard) === 'note';
    for (const [i, source] of sources.entries()) {
      assert.equal(JSON.parse((await source.until('its note', isNote)).data).text, channels[i]);
      assert.equal((await source.heard()).filter(isNote).length, 1);
      assert.ok(await source.isOpen());
    }
    await tab.untilStatus(jobId, 'completed');
    const protocols = await tab.page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.nextHopProtocol));
    assert.ok(protocols.length > 0);
    assert.deepEqual([...new Set(protocols)], ['h2']);
    await assertClean(tab);
    await tab.page.close();
  },

  async 'comes back after the service was killed and started again'({ browser, service }) {
    const tab = await Tab.open(browser, service.url, newUser());
    await service.kill();
    await until('the page to notice', async () => !(await tab.isLive()));
    await service.restart();
    await tab.untilLive();
    const jobId = await tab.ask('Tell of a second start');
    await tab.untilStatus(jobId, 'completed');
    await assertClean(tab);
    await tab.page.close();
  },
});
