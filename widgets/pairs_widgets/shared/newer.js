// Two versions of one's own words, from two pages that did not know of each other: both are kept,
// and the author chooses.

import { hiddenText, make, makeButton } from "./dom.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./types.js").Item} Item */

/**
 * Make the place where the other version stands while there is one. It follows by itself.
 * @param {Session} session
 * @param {string} id of the box or boxes
 * @param {Item} item
 * @param {() => any} mine what is in the boxes
 * @param {() => void} focus go back to the boxes
 * @param {(value: any) => string[]} [lines] a version in lines to read
 * @returns {HTMLElement}
 */
export function otherWords(session, id, item, mine, focus, lines = (value) => [String(value ?? "")]) {
  const element = make("div");
  let shown = "null";

  /** @param {import("./session.js").Other} other */
  const card = (other) => {
    const said = make("p", { class: "pairs-who", id: `${id}-other` }, "You wrote this too, on another page:");
    const button = (/** @type {string} */ label, /** @type {() => any} */ value) => {
      const made = makeButton(label, () => {
        session.choose(item.id, value(), other);
        focus();
      });
      made.append(hiddenText(`: ${item.ask}`));
      return made;
    };
    return make(
      "div",
      { class: "pairs-card", role: "group", "aria-labelledby": said.id },
      said,
      make(
        "div",
        { class: "pairs-quote", dir: "auto" },
        ...lines(other.value).map((line) => make("p", {}, line)),
      ),
      make(
        "p",
        { class: "pairs-actions" },
        button("Use these words", () => other.value),
        button("Keep what is in the box", mine),
      ),
    );
  };
  const show = () => {
    const other = session.other(item.id);
    const now = JSON.stringify(other);
    if (now === shown) return;
    shown = now;
    const hadFocus = element.contains(document.activeElement);
    element.replaceChildren(...(other ? [card(other)] : []));
    if (other) session.say(`There are other words of yours for this: ${item.ask}`);
    if (hadFocus) focus();
  };
  session.onState(show);
  show();
  return element;
}
