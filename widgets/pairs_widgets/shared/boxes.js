// Boxes of one line, for a number or a date, and the right box for each kind of field.

import { describe, hiddenText, make } from "./dom.js";
import { textBox } from "./fields.js";
import { numberText, readNumber } from "./numbers.js";
import { radios } from "./radios.js";
import { typingIn } from "./typing.js";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./types.js").Box} Box */
/** @typedef {Field & {input: HTMLInputElement | HTMLTextAreaElement, text: () => string, busy: () => boolean}} TextLike */
/**
 * @typedef {object} Place
 * @property {string} id
 * @property {string} label
 * @property {string} [hint]
 * @property {string} value
 * @property {(text: string, problem: string | null) => void} change
 * @property {() => void} [leave]
 */

/**
 * A label, a box of one line, and what belongs to it. What is wrong with it is said when the
 * person goes on from it; what was typed stays as it is.
 * @param {Place & {kind: string}} place `kind` is "number" or "date"
 * @returns {TextLike}
 */
export function lineBox({ id, label, hint = "", value, change, leave, kind }) {
  const error = make("p", { class: "pairs-error", id: `${id}-error`, hidden: true });
  const input = make(
    "input",
    kind === "date"
      ? { type: "date", id, max: "9999-12-31" }
      : { type: "text", inputmode: "decimal", autocomplete: "off", id, size: 10 },
  );
  const element = make(
    "div",
    { class: `pairs-field pairs-${kind}` },
    make("label", { for: id }, label),
    hint && make("p", { class: "pairs-hint", id: `${id}-hint` }, hint),
    error,
    input,
  );
  const missing = () => {
    if (kind === "number") return readNumber(input.value).problem;
    if (input.validity.badInput) return "Finish this date, or clear it.";
    return input.value && !DAY.test(input.value) ? "Check the year of this date." : null;
  };
  const setError = (/** @type {string | null} */ text) => {
    error.hidden = !text;
    error.replaceChildren(...(text ? [hiddenText("Error: "), text] : []));
    element.classList.toggle("pairs-bad", Boolean(text));
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    describe(input, hint && `${id}-hint`, text && error.id);
  };
  /** A number is kept with a point, whatever it was written with. */
  const text = () => {
    if (kind === "date") return input.value;
    const number = readNumber(input.value).value;
    return number === null ? input.value.trim() : numberText(number);
  };
  const busy = typingIn(input);
  input.addEventListener("input", () => {
    if (!missing()) setError(null);
    change(text(), missing());
  });
  if (leave) input.addEventListener("change", leave);
  // An error that appears while a button is being pressed would move the button away from under the
  // pointer. Whoever goes on to a button hears of it there.
  let tabbed = false;
  input.addEventListener("keydown", (event) => (tabbed = event.key === "Tab"));
  input.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (tabbed || to instanceof HTMLInputElement || to instanceof HTMLTextAreaElement) {
      setError(missing());
    }
    tabbed = false;
  });
  const setValue = (/** @type {any} */ given) => {
    const words = given === null || given === undefined ? "" : String(given);
    // Never under somebody's fingers, and never a half-typed date.
    if (text() === words || busy() || missing()) return;
    input.value = words;
  };
  input.value = value;
  setError(null);
  return { element, firstId: id, label, missing, setError, setValue, input, text, busy };
}

/**
 * The box for a field that is written as text: text, a number or a date.
 * @param {Box} field
 * @param {Place & {max: number, rows?: number}} place
 * @returns {TextLike}
 */
export function textLike(field, place) {
  if (field.kind === "number" || field.kind === "date") return lineBox({ ...place, kind: field.kind });
  return textBox(place);
}

/** @typedef {Field & {value: () => string | number}} CardBox */

/**
 * The box for a field of a card; its value is text, a number, a day or an option's id, "" for none.
 * A number that cannot be read is kept as it was typed, and `missing` says what is wrong.
 * @param {Box} field
 * @param {{id: string, max: number, value: any, change: () => void, leave: () => void}} place
 * @returns {CardBox}
 */
export function cardBox(field, { id, max, value, change, leave }) {
  const { label, hint, kind } = field;
  if (kind === "choice") {
    const choices = field.options.map((option) => ({ value: option.id, label: option.label }));
    const group = radios({ id, legend: label, hint, choices, problem: "", change });
    group.setValue(value);
    return { ...group, missing: () => null, value: () => group.value() ?? "" };
  }
  const box = textLike(field, { id, label, hint, max, rows: 2, value: String(value), change, leave });
  const given = () => {
    const text = box.text();
    return kind === "number" && text && !box.missing() ? Number(text) : text;
  };
  return { ...box, value: given };
}
