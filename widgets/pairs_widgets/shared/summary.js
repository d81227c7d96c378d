// What is wrong, said only when a form is sent: a summary that takes the focus and links to the fields.
// A question without an answer is no error: see left.js.

import { focusOn, make } from "./dom.js";
import { showOnPage } from "./focus_next.js";

/** @typedef {import("./fields.js").Field} Field */

/**
 * Make the (hidden) summary. `check` shows what is wrong with the fields and returns whether all
 * is well. What is put right is taken off the list at once. Answers are never touched.
 * @param {string} prefix of element ids
 * @returns {{element: HTMLElement, check: (fields: Field[]) => boolean}}
 */
export function errorSummary(prefix) {
  const title = make("h4", { id: `${prefix}problem` }, "There is a problem");
  const list = make("ul");
  const element = make(
    "div",
    { class: "pairs-summary", role: "alert", "aria-labelledby": title.id, tabindex: "-1", hidden: true },
    title,
    list,
  );
  /** @type {Field[]} what stands on the list */
  let listed = [];
  const show = (/** @type {Field[]} */ fields) => {
    listed = fields.filter((field) => field.missing());
    element.hidden = listed.length === 0;
    list.replaceChildren(
      ...listed.map((field) => make("li", {}, link(field, field.missing() ?? ""))),
    );
  };
  const follow = () => show(listed);
  const check = (/** @type {Field[]} */ fields) => {
    show(fields);
    for (const field of fields) {
      field.setError(field.missing());
      for (const event of ["input", "change"]) field.element.addEventListener(event, follow);
    }
    if (listed.length) focusOn(element);
    return listed.length === 0;
  };
  return { element, check };
}

/**
 * A link that moves the focus itself: the page around it may change what the address means.
 * @param {Field} field
 * @param {string} problem
 * @returns {HTMLAnchorElement}
 */
function link(field, problem) {
  const words = `${field.label.replace(/[.?!:]$/, "")}: ${problem}`;
  const anchor = make("a", { href: `#${field.firstId}` }, words);
  anchor.addEventListener("click", (event) => {
    event.preventDefault();
    const control = document.getElementById(field.firstId);
    if (!control) return;
    showOnPage(field.element);
    control.focus();
  });
  return anchor;
}
