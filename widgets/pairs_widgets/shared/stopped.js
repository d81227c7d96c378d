// Whether the course has stopped, as the page around the questions knows it: then nobody is trying
// to save anything until the person has started it again, and no status may say so.

const MARK = "data-course-stopped";
const CHANGED = "pairs:course";

/**
 * What to say of something that is not saved.
 * @returns {string}
 */
export function notSaved() {
  return document.documentElement.hasAttribute(MARK)
    ? "Not saved yet. It is kept on this page"
    : "Not saved yet, still trying";
}

/**
 * Call when the course stops, and when it is there again.
 * @param {() => void} call
 * @param {AbortSignal} signal
 */
export function onStopped(call, signal) {
  window.addEventListener(CHANGED, call, { signal });
}
