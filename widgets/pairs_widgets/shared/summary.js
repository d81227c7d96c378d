// Errors, only when "Save and continue" is pressed: a summary that takes the focus and links to the fields.

import { focusOn, make } from "./dom.js";

/** @typedef {import("./fields.js").Field} Field */

/**
 * Make the (hidden) summary. `check` shows what is wrong with the fields and returns whether all
 * is well. Answers are never touched.
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
  const check = (/** @type {Field[]} */ fields) => {
    const wrong = [];
    for (const field of fields) {
      const problem = field.missing();
      field.setError(problem);
      if (problem) wrong.push({ field, problem });
    }
    element.hidden = wrong.length === 0;
    list.replaceChildren(...wrong.map(({ field, problem }) => make("li", {}, link(field, problem))));
    if (wrong.length) focusOn(element);
    return wrong.length === 0;
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
    field.element.scrollIntoView({ block: "nearest" });
    control.focus();
  });
  return anchor;
}
