// Two clocks of which one runs at a time. They follow the wall clock: a phone that sleeps face down
// while two people talk still counts.

/** An hour each: nobody speaks longer in one practised talk, and a clock left on stops. */
export const LONGEST = 3600;

/** @typedef {"mine" | "theirs"} Voice */
/**
 * @typedef {object} Clock
 * @property {() => Voice | null} running
 * @property {(voice: Voice | null) => void} run null pauses
 * @property {(voice: Voice) => number} seconds whole ones
 * @property {() => void} clear
 */

/**
 * @param {number} mine seconds so far
 * @param {number} theirs
 * @param {() => number} [now] milliseconds
 * @returns {Clock}
 */
export function openClock(mine, theirs, now = Date.now) {
  const kept = { mine, theirs };
  /** @type {Voice | null} */
  let running = null;
  let since = 0;
  const spent = (/** @type {Voice} */ voice) => {
    const more = voice === running ? Math.max(0, (now() - since) / 1000) : 0;
    return Math.min(kept[voice] + more, LONGEST);
  };
  const run = (/** @type {Voice | null} */ voice) => {
    if (running) kept[running] = spent(running);
    running = voice;
    since = now();
  };
  const clear = () => {
    run(null);
    kept.mine = 0;
    kept.theirs = 0;
  };
  return { running: () => running, run, seconds: (voice) => Math.round(spent(voice)), clear };
}
