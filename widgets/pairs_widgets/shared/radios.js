// Radio buttons for a choice that is not saved by itself: a step of a conversation, a move.

import { describe, hiddenText, make } from "./dom.js";

/** @typedef {import("./fields.js").Field & {value: () => string | null}} Radios */

/**
 * Make radio buttons in a fieldset; nothing is selected before the person is.
 * @param {object} options
 * @param {string} options.id of the first control, and the name of the group
 * @param {string} options.legend
 * @param {string} [options.hint]
 * @param {{value: string, label: string}[]} options.choices
 * @param {string} options.problem what to say when nothing is chosen
 * @param {(value: string) => void} [options.change]
 * @returns {Radios}
 */
export function radios({ id, legend, hint = "", choices, problem, change }) {
  const error = make("p", { class: "pairs-error", id: `${id}-error` });
  const inputs = choices.map((choice, index) => {
    const own = index ? `${id}-${index + 1}` : id;
    const input = make("input", { type: "radio", name: id, id: own, value: choice.value });
    input.addEventListener("change", () => {
      setError(null);
      if (change) change(choice.value);
    });
    return input;
  });
  const options = choices.map((choice, index) =>
    make(
      "div",
      { class: "pairs-option" },
      inputs[index],
      make("label", { for: inputs[index].id }, choice.label),
    ),
  );
  const list = make("div", { class: "pairs-options pairs-list" }, ...options);
  const element = make(
    "fieldset",
    { class: "pairs-field" },
    make("legend", {}, legend),
    hint && make("p", { class: "pairs-hint", id: `${id}-hint` }, hint),
    list,
  );
  const setError = (/** @type {string | null} */ text) => {
    error.replaceChildren(hiddenText("Error: "), text ?? "");
    if (text) list.before(error);
    else error.remove();
    element.classList.toggle("pairs-bad", Boolean(text));
    describe(element, hint && `${id}-hint`, text && error.id);
  };
  setError(null);
  const value = () => inputs.find((input) => input.checked)?.value ?? null;
  return {
    element,
    firstId: id,
    label: legend,
    missing: () => (value() === null ? problem : null),
    setError,
    setValue: (wanted) => {
      for (const input of inputs) input.checked = input.value === wanted;
    },
    value,
  };
}
