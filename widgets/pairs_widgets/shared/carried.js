// What a pair agreed in earlier modules, as it stands where a module begins and asks about it.

import { make } from "./dom.js";

/** @typedef {{title: string, lines: {label: string, text: string}[]}} Carried */

/**
 * Make the place for these texts; it follows the state, and is not there while there is none.
 * @param {import("./session.js").Session} session
 * @returns {HTMLElement}
 */
export function carriedTexts(session) {
  const element = make("div", { class: "pairs-carried" });
  let shown = "";
  const show = () => {
    /** @type {Carried[]} */
    const texts = session.state().carried ?? [];
    const key = JSON.stringify(texts);
    if (key === shown) return;
    shown = key;
    element.hidden = !texts.length;
    element.replaceChildren(...texts.map(card));
  };
  element.hidden = true;
  show();
  session.onState(show);
  return element;
}

/** @param {Carried} text */
function card({ title, lines }) {
  return make(
    "div",
    { class: "pairs-card pairs-done" },
    make("h4", {}, title),
    make("p", { class: "pairs-who" }, "You both agreed this"),
    make(
      "div",
      { class: "pairs-quote", dir: "auto" },
      ...lines.map(({ label, text }) => make("p", {}, label && make("strong", {}, `${label} `), text)),
    ),
  );
}
