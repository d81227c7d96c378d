// Builds the page out of elements and text: nothing that a person wrote is ever read as HTML.

import { ownKeys } from "./keys.js";

/** @typedef {string | number | boolean | null | undefined} Attribute */
/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Make an element. Attributes that are null, undefined or false are left out, true is written as
 * an empty one; children that are strings become text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Attribute>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
  ownKeys(element);
  return element;
}

/**
 * Make a button that is never a submit button by accident.
 * @param {string} label
 * @param {() => void} press
 * @param {string} [look] "main" for the one main thing to do, "plain", or "link"
 * @returns {HTMLButtonElement}
 */
export function makeButton(label, press, look = "plain") {
  const button = make("button", { type: "button", class: `pairs-button pairs-${look}` }, label);
  button.addEventListener("click", press);
  return button;
}

/**
 * Text for screen readers only.
 * @param {string} text
 * @param {Record<string, Attribute>} [attributes]
 * @returns {HTMLSpanElement}
 */
export function hiddenText(text, attributes = {}) {
  return make("span", { class: "pairs-vh", ...attributes }, text);
}

/**
 * Write text into a live region only when it differs, so that nothing is spoken twice.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Move the focus to something that is not a control: a heading, a summary, a section.
 * @param {HTMLElement} element
 * @param {ScrollLogicalPosition} [block] where on the screen it comes to stand
 */
export function focusOn(element, block = "nearest") {
  if (!element.hasAttribute("tabindex") && element.tabIndex < 0) {
    element.setAttribute("tabindex", "-1");
  }
  ownKeys(element);
  element.focus();
  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block, behavior: smooth ? "smooth" : "auto" });
}

/**
 * Tie `element` to its descriptions, in the order in which they are read.
 * @param {Element} element
 * @param {...(string | null | undefined | false)} ids
 */
export function describe(element, ...ids) {
  const all = ids.filter(Boolean).join(" ");
  if (all) element.setAttribute("aria-describedby", all);
  else element.removeAttribute("aria-describedby");
}
