// The questions as native controls: fieldset and legend, label, hint, error and status.
//
// Each maker returns fields that save by themselves through the session. A field can say what is
// missing, show an error and take the focus.

import { describe, hiddenText, make, setText } from "./dom.js";
import { otherWords } from "./newer.js";
import { chooser, typingIn } from "./typing.js";

const SCALE = ["Never", "Rarely", "Sometimes", "Often", "Always"];
const NO_VALUE = [
  { value: "unsure", label: "Not sure" },
  { value: "pass", label: "Prefer not to say" },
];
const GUESS = "What do you think your partner will say?";
/** A person who listens hears the count when they pause, not at every letter. */
const COUNT_PAUSE = 1000;

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {{value: any, label: string, more?: string}} Choice */
/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {string} firstId the id of its first control, which an error summary links to
 * @property {string} label
 * @property {() => string | null} missing what is wrong with its answer now, in words
 * @property {() => boolean} [unanswered] whether it waits for an answer: that is no error
 * @property {(text: string | null) => void} setError
 * @property {(value: any) => void} setValue show a value that came from elsewhere
 */
/**
 * @typedef {object} Place
 * @property {Session} session
 * @property {string} prefix of element ids, from `newPrefix`
 * @property {Item} item
 * @property {string} [kind] "answer" or "guess"
 */

/**
 * Make the fields of an item: its answer, and the guess where the partner's answer is guessed.
 * Joint items and airtime have widgets of their own.
 * @param {Session} session
 * @param {string} prefix
 * @param {Item} item
 * @returns {Field[]}
 */
export function itemFields(session, prefix, item) {
  if (item.kind === "text") return [textField({ session, prefix, item })];
  const fields = [radioField({ session, prefix, item, kind: "answer" }, item.ask, item.hint)];
  if (item.guess) {
    fields.push(radioField({ session, prefix, item, kind: "guess" }, GUESS, "", item.ask));
  }
  return fields;
}

/**
 * The choices of a rated or choice item, without "not sure" and "prefer not to say".
 * @param {Item} item
 * @returns {Choice[]}
 */
export function choicesOf(item) {
  if (item.kind === "scale") {
    return SCALE.map((word, index) => ({ value: index + 1, label: `${index + 1}`, more: word }));
  }
  if (item.kind === "between") {
    return [1, 2, 3, 4, 5].map((number) => ({ value: number, label: String(number) }));
  }
  return item.options.map(({ id, label, more }) => ({ value: id, label, more }));
}

/**
 * Radio buttons for a scale, two statements or a choice; nothing is selected before the person is.
 * @param {Place} place
 * @param {string} ask the legend
 * @param {string} [hint]
 * @param {string} [about] what the legend is about, for somebody who hears it alone
 * @returns {Field}
 */
export function radioField(place, ask, hint = "", about = "") {
  const { session, prefix, item, kind = "answer" } = place;
  const base = `${prefix}${item.id}${kind === "guess" ? "-guess" : ""}`;
  const error = make("p", { class: "pairs-error", id: `${base}-error`, hidden: true });
  const words = kind === "guess" ? session.named(make("span"), ask) : ask;
  const legend = make("legend", {}, words, about && hiddenText(` About: ${about}`));
  const element = make("fieldset", { class: `pairs-field pairs-${item.kind} pairs-as-${kind}` }, legend);
  if (hint) element.append(session.named(make("p", { class: "pairs-hint", id: `${base}-hint` }), hint));
  element.append(error);
  if (item.kind === "between") element.append(statements(item, base));
  const described = (/** @type {boolean} */ bad) =>
    describe(
      element,
      hint && `${base}-hint`,
      item.kind === "between" && `${base}-ends`,
      bad && error.id,
    );

  const choose = chooser(element, session, kind, item.id);
  /** @type {HTMLInputElement[]} */
  const inputs = [];
  const values = new Map();
  const row = (/** @type {Choice[]} */ choices, /** @type {string} */ look) => {
    const options = choices.map((choice) => {
      // The first input has the bare id, so that the error summary can link to it.
      const id = inputs.length ? `${base}-${inputs.length + 1}` : base;
      const input = make("input", { type: "radio", name: base, id, value: String(choice.value) });
      input.addEventListener("change", () => {
        choose(choice.value);
        setError(null);
      });
      values.set(String(choice.value), input);
      inputs.push(input);
      const more = choice.more && make("span", { class: "pairs-more" }, ` ${choice.more}`);
      const label = make("label", { for: id }, make("span", {}, choice.label), more);
      return make("div", { class: "pairs-option" }, input, label);
    });
    return make("div", { class: `pairs-options ${look}` }, ...options);
  };
  element.append(
    row(choicesOf(item), item.kind === "choice" || item.kind === "move" ? "pairs-list" : "pairs-five"),
    row(NO_VALUE, "pairs-rest"),
    session.status(item.id, kind),
  );

  const setError = (/** @type {string | null} */ text) => {
    error.hidden = !text;
    error.replaceChildren(...(text ? [hiddenText("Error: "), text] : []));
    element.classList.toggle("pairs-bad", Boolean(text));
    described(Boolean(text));
  };
  const setValue = (/** @type {any} */ value) => {
    for (const input of inputs) input.checked = false;
    const input = values.get(String(value));
    if (input) input.checked = true;
  };
  setValue(session.value(item.id, kind));
  described(false);
  return {
    element,
    firstId: base,
    label: kind === "guess" ? `${ask} (${item.ask})` : ask,
    missing: () => null,
    unanswered: () => !inputs.some((input) => input.checked),
    setError,
    setValue,
  };
}

/**
 * A box for text with a visible count and a spoken one. Nobody has to write.
 * @param {Place} place
 * @returns {Field}
 */
export function textField({ session, prefix, item }) {
  const box = textBox({
    id: `${prefix}${item.id}`,
    label: item.ask,
    hint: item.hint && session.named(make("span"), item.hint),
    max: item.max,
    value: session.value(item.id) ?? "",
    change: (text, problem) => {
      if (problem) session.hold("answer", item.id, text, `Not saved yet. ${problem}`);
      else session.sendSoon("answer", item.id, text);
    },
    leave: session.flush,
  });
  session.guard(item.id, box.busy);
  const other = otherWords(session, box.firstId, item, box.text, () => box.input.focus());
  box.element.append(session.status(item.id), other);
  return box;
}

/**
 * A label, a text box, and what belongs to it.
 * @param {{id: string, label: string, hint?: string | HTMLElement, max: number, value: string, rows?: number,
 *   change: (text: string, problem: string | null) => void, leave?: () => void}} options
 * @returns {Field & {input: HTMLTextAreaElement, text: () => string, busy: () => boolean}}
 */
export function textBox({ id, label, hint = "", max, value, rows = 4, change, leave }) {
  const error = make("p", { class: "pairs-error", id: `${id}-error`, hidden: true });
  const input = make("textarea", { id, rows, dir: "auto" });
  const limit = make("p", { class: "pairs-vh", id: `${id}-limit` }, `You can write ${max} characters.`);
  const count = make("p", { class: "pairs-hint pairs-count", "aria-hidden": "true" });
  const spoken = make("p", { class: "pairs-vh", "aria-live": "polite" });
  const element = make(
    "div",
    { class: "pairs-field pairs-text" },
    make("label", { for: id }, label),
    hint && make("p", { class: "pairs-hint", id: `${id}-hint` }, hint),
    error,
    input,
    limit,
    count,
    spoken,
  );
  const left = () => max - Array.from(input.value).length;
  const countText = () => {
    const number = left();
    const one = Math.abs(number) === 1 ? "character" : "characters";
    if (number < 0) return `You have ${-number} ${one} too many`;
    return `You have ${number} ${one} left`;
  };
  const missing = () => {
    const over = -left();
    if (over <= 0) return null;
    return `Make this shorter by ${over} ${over === 1 ? "character" : "characters"}.`;
  };
  const setError = (/** @type {string | null} */ text) => {
    error.hidden = !text;
    error.replaceChildren(...(text ? [hiddenText("Error: "), text] : []));
    element.classList.toggle("pairs-bad", Boolean(text));
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    describe(input, hint && `${id}-hint`, text && error.id, limit.id);
  };
  const showCount = () => {
    setText(count, countText());
    count.classList.toggle("pairs-over", left() < 0);
  };
  const busy = typingIn(input);
  let timer = 0;
  input.addEventListener("input", () => {
    showCount();
    clearTimeout(timer);
    timer = window.setTimeout(() => setText(spoken, countText()), COUNT_PAUSE);
    if (!missing()) setError(null);
    change(input.value, missing());
  });
  if (leave) input.addEventListener("change", leave);
  const setValue = (/** @type {any} */ text) => {
    const words = typeof text === "string" ? text : "";
    // Never under somebody's fingers.
    if (input.value === words || busy()) return;
    input.value = words;
    showCount();
  };
  input.value = value;
  showCount();
  setError(null);
  return { element, firstId: id, label, missing, setError, setValue, input, busy, text: () => input.value };
}

/**
 * The two statements of an item, above the numbers that stand between them.
 * @param {Item} item
 * @param {string} base
 * @returns {HTMLElement}
 */
function statements(item, base) {
  return make(
    "div",
    { class: "pairs-ends", id: `${base}-ends` },
    make("p", { class: "pairs-left" }, make("strong", {}, "1 is: "), item.left),
    make("p", { class: "pairs-right" }, make("strong", {}, "5 is: "), item.right),
  );
}
