/** How long a condition may take to come true; far more than it needs, since the machine may be busy. */
const patienceMs = 60_000;

/** How often a condition that nothing announces is looked at. */
const lookMs = 20;

/** Waits until the condition gives something true, and gives it back. */
export async function until(what, condition) {
  const end = performance.now() + patienceMs;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (performance.now() > end) {
      throw new Error(`Waited ${patienceMs / 1000} s for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
