// Takes the picture of a run that the README shows: npm run picture.
import { fileURLToPath } from 'node:url';
import { kinds, launch } from './harness/browsers.mjs';
import { Service } from './harness/service.mjs';
import { Tab } from './harness/tab.mjs';

const file = fileURLToPath(new URL('../../docs/run.png', import.meta.url));
const service = await Service.start({ 'Jobs:Demo:TokensPerSecond': 60 });
const browser = await launch(kinds[0]);
try {
  const tab = await Tab.open(browser, service.url, 'ann');
  await tab.untilStatus(await tab.ask('Describe a city where it always rains', 100), 'completed');
  const stopped = await tab.ask('Write a short story about a lighthouse keeper', 500);
  await tab.untilText(stopped, 150);
  await tab.page.keyboard.press('Escape');
  await tab.untilStatus(stopped, 'cancelled');
  await tab.untilText(await tab.ask('Explain how tides work, in plain words', 200), 560);
  await tab.page.screenshot({ path: file });
} finally {
  await browser.close();
  await service.stop();
}
