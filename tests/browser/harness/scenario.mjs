import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { kinds, launch } from './browsers.mjs';

/** What is far beyond what a scenario takes, for a machine that is busy with other things. */
const timeout = 240_000;

/**
 * Scenarios in both browsers. `setUp` gives what the scenarios share (and a `stop`); each scenario gets it with the browser
 * in it.
 */
export function inBothBrowsers(title, setUp, scenarios) {
  for (const kind of kinds) {
    describe(`${kind.name}: ${title}`, { timeout: timeout * 4 }, () => {
      const room = {};
      before(async () => Object.assign(room, await setUp(kind), { browser: await launch(kind), kind }), { timeout });
      after(async () => {
        await room.browser?.close();
        await room.stop?.();
      }, { timeout });
      for (const [name, scenario] of Object.entries(scenarios)) {
        it(name, { timeout }, () => scenario(room));
      }
    });
  }
}

let users = 0;

/** A user that no other scenario has. */
export function newUser() {
  return `u${process.pid}-${++users}`;
}

/** Nothing came twice, nothing was missing, and the page threw nothing. */
export async function assertClean(tab) {
  assert.deepEqual(await tab.counters(), { duplicates: 0, holes: 0, secondEndings: 0, resets: 0 });
  assert.deepEqual(tab.errors, []);
}
