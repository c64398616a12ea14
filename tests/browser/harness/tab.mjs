import { until } from './until.mjs';

/** One tab with the page, looked at as a reader would and through `window.__actors`. */
export class Tab {
  constructor(page) {
    this.page = page;
    this.errors = [];
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.setDefaultTimeout(120_000);
  }

  static async open(browser, url, user) {
    const tab = new Tab(await browser.newPage());
    await tab.page.setViewport({ width: 1180, height: 740 });
    await tab.page.goto(`${url}/?user=${encodeURIComponent(user)}`);
    await tab.untilLive();
    return tab;
  }

  async reload() {
    await this.page.reload();
    await this.untilLive();
  }

  async untilLive() {
    await until('the page to be live', () => this.isLive());
  }

  isLive() {
    return this.page.evaluate(() => document.querySelector('#connection')?.dataset.state === 'live');
  }

  /** Types a prompt and sends it with the keyboard; gives the job's id once the page shows it. */
  async ask(prompt, maxTokens = 200) {
    const before = await this.selected();
    await this.page.select('#length', String(maxTokens));
    await this.page.type('#prompt', prompt);
    await this.page.keyboard.press('Enter');
    return until('the job to be shown', async () => {
      const selected = await this.selected();
      return selected !== before && selected;
    });
  }

  /** The job as the page's state has it. */
  job(jobId) {
    return this.page.evaluate((id) => window.__actors.state.jobs[id] ?? null, jobId);
  }

  selected() {
    return this.page.evaluate(() => window.__actors.state.selected ?? null);
  }

  counters() {
    return this.page.evaluate(() => window.__actors.state.counters);
  }

  /** The ids of the events that this tab has seen since it was loaded. */
  eventIds() {
    return this.page.evaluate(() => [...window.__actors.eventIds]);
  }

  cursor() {
    return this.page.evaluate(() => window.__actors.cursor);
  }

  /** The text on the screen. */
  shownText() {
    return this.page.$eval('#answer-chars', (element) => element.textContent);
  }

  async untilText(jobId, length) {
    await until(`${length} characters of text`, async () => ((await this.job(jobId))?.text.length ?? 0) >= length);
  }

  async untilStatus(jobId, status) {
    return until(`job ${jobId} to be ${status}`, async () => {
      const job = await this.job(jobId);
      return job?.status === status && job;
    });
  }
}
