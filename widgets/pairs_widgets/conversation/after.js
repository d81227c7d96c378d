// The parts from the moment that something is open: look, talk, one sentence, look at the rest.

import { make } from "../shared/dom.js";
import { revealCard } from "../reveal/reveal.js";
import { lines, part } from "./parts.js";

/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").Part} Part */
/** @typedef {import("./types.js").State} State */

/**
 * The questions that were picked, or all the others.
 * @param {Place} place
 * @param {"picked" | "others"} which
 * @returns {Part}
 */
export function openQuestions({ prefix }, which) {
  const picked = which === "picked";
  const list = make("div");
  const intro = picked
    ? "Look at them together. A difference is something to talk about, and not a fault."
    : "You agreed on your sentence, so all the other questions are open now.";
  const element = part(picked ? "What you picked" : "The other questions", make("p", {}, intro), list);
  let shown = "";
  const update = (/** @type {State} */ state) => {
    const { mine, theirs } = state.view.picks;
    const cards = state.opened.filter(({ item }) => (item === mine || item === theirs) === picked);
    const now = JSON.stringify([cards, state.partner]);
    if (now !== shown) {
      const items = new Map(state.items.map((item) => [item.id, item]));
      list.replaceChildren(
        ...cards.flatMap((card) => {
          const item = items.get(card.item);
          return item ? [revealCard(prefix, item, card, state.partner)] : [];
        }),
      );
      shown = now;
    }
    element.hidden = !cards.length;
  };
  return { element, update };
}

/**
 * How to talk: the screen goes down.
 * @param {Place} place
 * @returns {Part}
 */
export function talking({ session, state: { guide, module } }) {
  const element = part(
    "Now talk",
    make("div", { class: "pairs-talk" }, lines(session, guide.steps, "ol")),
    make("p", {}, make("strong", {}, "Questions that may help:")),
    lines(session, module.prompts),
  );
  const update = (/** @type {State} */ state) => {
    element.hidden = !["two", "open"].includes(state.phase);
  };
  return { element, update };
}

/**
 * The same conversation in other ways; always there, so that you can prepare.
 * @param {Place} place
 * @returns {Part}
 */
export function otherWays({ session, state: { guide } }) {
  const ways = guide.versions.map(({ id, title, steps }) =>
    make("details", { class: `pairs-way pairs-way-${id}` }, make("summary", {}, title), lines(session, steps)),
  );
  return { element: part("Other ways to talk", ...ways), update: () => {} };
}
