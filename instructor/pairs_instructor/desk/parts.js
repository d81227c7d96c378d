// One part of the desk at a time, each with an address of its own: .../desk.ipynb#notes.

import { focusOn, make } from "pairs_widgets/shared/dom.js";
import { DRAFTS, store, stored } from "./drafts.js";

/** @typedef {import("./types.js").State} State */

/** Said in the window when another part is to be seen. */
const MOVED = "pairs:desk-part";

/** Where this tab remembers things of a desk. @param {State} state */
export function placeOf({ user, cohort }) {
  return `pairs-desk/${user}/${cohort}`;
}

/** Which part is to be seen: the one in the address, or the last one. @param {State} state */
function current(state) {
  const known = state.parts.map(({ name }) => name);
  const asked = [location.hash.slice(1), stored(`${placeOf(state)}/part`, "")];
  return asked.find((name) => known.includes(name)) ?? known[0];
}

/**
 * Show `root` only while its part is the one to be seen.
 * @param {HTMLElement} root
 * @param {string} name the panel's; one that is no part is always seen
 * @param {State} state
 * @param {AbortSignal} signal
 */
export function followPart(root, name, state, signal) {
  if (!state.parts?.some((part) => part.name === name)) return;
  const look = () => {
    root.hidden = current(state) !== name;
  };
  for (const type of [MOVED, "hashchange", "popstate"]) window.addEventListener(type, look, { signal });
  look();
}

/**
 * The links to the parts. The one that is seen is marked, and those with words that are not saved.
 * @param {State} state
 * @param {AbortSignal} signal
 */
export function partLinks(state, signal) {
  // Each step back has an address, too.
  const known = state.parts.some(({ name }) => `#${name}` === location.hash);
  if (!known && state.parts.length) history.replaceState(history.state, "", `#${current(state)}`);
  const links = state.parts.map(({ name, title }) => {
    const unsaved = make("span", { class: "pairs-desk-unsaved", hidden: true }, " (not saved)");
    const link = make("a", { href: `#${name}` }, title, unsaved);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      goTo(name, state);
    });
    return { name, link, unsaved };
  });
  const look = () => {
    const seen = current(state);
    for (const { name, link, unsaved } of links) {
      if (name === seen) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      unsaved.hidden = !Object.keys(stored(`${placeOf(state)}/${name}`, {})).length;
    }
  };
  for (const type of [MOVED, DRAFTS, "hashchange", "popstate"]) window.addEventListener(type, look, { signal });
  look();
  return make(
    "nav",
    { class: "pairs-desk-parts", "aria-label": "Parts of your desk" },
    make("ul", {}, ...links.map(({ link }) => make("li", {}, link))),
  );
}

/** Show a part, with the focus on it. @param {string} name @param {State} state */
export function goTo(name, state) {
  store(`${placeOf(state)}/part`, name);
  // JupyterLab takes each step in the history for another document: there is only the address.
  const lab = document.querySelector(".jp-LabShell");
  if (location.hash !== `#${name}`) history[lab ? "replaceState" : "pushState"](history.state, "", `#${name}`);
  window.dispatchEvent(new CustomEvent(MOVED));
  const there = document.getElementById(`desk-${name}`);
  if (!there) return;
  focusOn(there);
  there.scrollIntoView();
}
