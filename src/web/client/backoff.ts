/**
 * How long to wait before try number `attempt` (from 0): half of `baseMs * 2^attempt` (at most `capMs`), and up to as much
 * again by chance, so that clients of one service do not come back in step.
 */
export function backoffMs(attempt: number, chance: number, baseMs = 1000, capMs = 30_000): number {
  const full = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 16));
  return full / 2 + (chance * full) / 2;
}
