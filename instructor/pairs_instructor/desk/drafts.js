// Holds what is typed at the desk and not saved yet, in this tab's own storage, so that it outlives
// another choice, a reload and a lost server. The name of the place says whose words these are.

/** @typedef {import("./types.js").Draft} Draft */
/** @typedef {import("./types.js").Drafts} Drafts */

/** Said in the window when there are other drafts than before. */
export const DRAFTS = "pairs:desk-drafts";

/**
 * Read what is stored under `place`, or `none`.
 * @template Kind
 * @param {string} place
 * @param {Kind} none
 * @returns {Kind}
 */
export function stored(place, none) {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null") ?? none;
  } catch {
    return none;
  }
}

/**
 * Store something; null takes it away. Says whether it is there now.
 * @param {string} place
 * @param {any} what
 */
export function store(place, what) {
  try {
    if (what === null) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, JSON.stringify(what));
    return true;
  } catch {
    return false;
  }
}

/**
 * The drafts of one panel. Where nothing can be stored (switched off, or full) they last as long as
 * the page, and the browser asks before it is left.
 * @param {string} place whose they are: the person, the cohort and the panel
 * @param {AbortSignal} ended
 * @returns {Drafts}
 */
export function openDrafts(place, ended) {
  /** @type {Record<string, Draft>} */
  let all = stored(place, {});
  let kept = true;

  const write = () => {
    kept = store(place, Object.keys(all).length ? all : null);
    window.dispatchEvent(new CustomEvent(DRAFTS));
  };
  window.addEventListener(
    "beforeunload",
    (event) => {
      if (!kept && Object.keys(all).length) event.preventDefault();
    },
    { signal: ended },
  );
  return {
    get: (key) => all[key],
    put: (key, draft) => {
      all = { ...all, [key]: draft };
      write();
    },
    drop: (key) => {
      const { [key]: gone, ...rest } = all;
      if (!gone) return;
      all = rest;
      write();
    },
    kept: () => kept,
  };
}
