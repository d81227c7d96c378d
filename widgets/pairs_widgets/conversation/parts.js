// What the parts of the conversation's page have in common.

import { make, makeButton } from "../shared/dom.js";

/** @typedef {import("./types.js").Place} Place */

/**
 * A part with its heading, which can take the focus when the part before it is gone.
 * @param {string} title
 * @param {...(HTMLElement | string | false)} children
 * @returns {HTMLElement}
 */
export function part(title, ...children) {
  return make("div", { class: "pairs-part" }, make("h4", { tabindex: "-1" }, title), ...children);
}

/**
 * @param {Place["session"]} session
 * @param {string[]} lines
 * @param {"ul" | "ol"} [kind]
 * @returns {HTMLElement}
 */
export function lines(session, lines, kind = "ul") {
  return make(kind, {}, ...lines.map((line) => session.named(make("li"), line)));
}

/**
 * The button of one step, with what became of it. Pressing again while it is on its way does
 * nothing; the button stays where it is, so that the focus does.
 * @param {Place} place
 * @param {string} label
 * @param {string} kind of event
 * @param {() => {value: any} | null} [check] returns what to send, or null when something is missing
 * @param {"main" | "plain"} [look]
 * @returns {HTMLElement}
 */
export function stepButton({ session, state }, label, kind, check = () => ({ value: null }), look = "main") {
  const module = state.module.id;
  const press = () => {
    if (session.waiting(module, kind)) return;
    const step = check();
    if (step) session.send(kind, module, step.value);
  };
  return make("div", { class: "pairs-step" }, makeButton(label, press, look), session.status(module, kind));
}
