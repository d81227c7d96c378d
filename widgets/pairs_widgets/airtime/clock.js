// Two clocks of which one runs at a time. They follow the wall clock: a phone that sleeps face down
// while two people talk still counts, and so does a page that the phone dropped and opened again.

/** A page that was away for longer than this was left: the clock stopped when it was last seen. */
export const LONGEST_AWAY = 20 * 60_000;
/** An hour each: nobody speaks longer in one practised talk, and a clock left on stops. */
export const LONGEST = 3600;

/** @typedef {"mine" | "theirs"} Voice */
/**
 * @typedef {object} Clock
 * @property {() => Voice | null} running
 * @property {(voice: Voice | null, from?: number) => void} run null pauses; `from` is when it began
 * @property {(voice: Voice) => number} seconds whole ones
 * @property {(mine: number, theirs: number) => void} set stops, with these seconds so far
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
  const run = (/** @type {Voice | null} */ voice, from = now()) => {
    if (running) kept[running] = spent(running);
    running = voice;
    since = from;
  };
  const set = (/** @type {number} */ seconds, /** @type {number} */ others) => {
    running = null;
    kept.mine = seconds;
    kept.theirs = others;
  };
  return { running: () => running, run, seconds: (voice) => Math.round(spent(voice)), set };
}
