// What is left to answer, said calmly: nothing is wrong with a question that nobody answered yet.

import { make, makeButton, setText } from "./dom.js";
import { showOnPage } from "./focus_next.js";

/** @typedef {{firstId: string, element: HTMLElement}} Open a question without an answer */

/**
 * Make the (hidden) words about what is left. `ask` shows them and returns whether nothing is left;
 * `follow` counts again, and with the last answer they are gone.
 * @param {() => Open[]} left the questions that have no answer now, in the order of the page
 * @param {() => void} [leave] what leaving them for now does; without it there is no such button
 * @returns {{element: HTMLElement, ask: () => boolean, follow: () => void}}
 */
export function leftOver(left, leave) {
  const first = makeButton("", () => {
    const [open] = left();
    if (!open) return;
    showOnPage(open.element);
    document.getElementById(open.firstId)?.focus();
  });
  const later =
    leave &&
    makeButton("Leave these for now", () => {
      show(false);
      leave();
    });
  const element = make("div", { class: "pairs-open", role: "group", "aria-label": "Left to answer", hidden: true }, first, later);
  /** @type {HTMLElement[]} what is marked on the page */
  let marked = [];
  const show = (/** @type {boolean} */ shown) => {
    const open = shown ? left() : [];
    for (const one of marked) one.classList.remove("pairs-unanswered");
    marked = open.map((one) => one.element);
    for (const one of marked) one.classList.add("pairs-unanswered");
    element.hidden = !open.length;
    if (open.length) setText(first, `${open.length} left: go to the first`);
  };
  const ask = () => {
    show(true);
    const none = Boolean(element.hidden);
    if (!none) first.focus();
    return none;
  };
  return { element, ask, follow: () => show(!element.hidden) };
}
