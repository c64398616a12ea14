import { until } from './until.mjs';

/** An EventSource of a test's own in a page, and what it heard. */
export class Source {
  constructor(page, name) {
    this.page = page;
    this.name = name;
  }

  /** Opens one in the page; listens to the default event and to `types`. */
  static async open(page, name, url, types = []) {
    await page.evaluate(
      (key, address, named) => {
        const source = new EventSource(address);
        const heard = [];
        (window.sources ??= {})[key] = { source, heard };
        const listener = (event) => heard.push({ event: event.type, id: event.lastEventId, data: event.data });
        ['message', 'checkpoint', ...named].forEach((type) => source.addEventListener(type, listener));
      },
      name,
      url,
      types,
    );
    const opened = new Source(page, name);
    await until(`stream ${name} to open`, () => opened.isOpen());
    return opened;
  }

  isOpen() {
    return this.page.evaluate((key) => window.sources[key].source.readyState === EventSource.OPEN, this.name);
  }

  /** What came by so far: `event` as the browser names it, `id` the position behind it, `data` as text. */
  heard() {
    return this.page.evaluate((key) => window.sources[key].heard, this.name);
  }

  /** Waits for an event for which `is` holds; `is` runs here, not in the page. */
  async until(what, is) {
    return until(what, async () => (await this.heard()).find(is));
  }

  close() {
    return this.page.evaluate((key) => window.sources[key].source.close(), this.name);
  }
}

/** The type in an event's data. */
export function typeOf(heard) {
  return JSON.parse(heard.data).type;
}
