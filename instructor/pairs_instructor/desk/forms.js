// The forms of the desk: native controls with labels, and a summary of what has to be mended.

import { describe, focusOn, make } from "pairs_widgets/shared/dom.js";

/** @typedef {import("./types.js").Block} Block */
/** @typedef {import("./types.js").FieldData} FieldData */
/** @typedef {import("./types.js").Panel} Panel */
/**
 * `value` is what it holds now, `first` takes the focus, `wrong` shows a problem or none.
 * @typedef {{name: string, label: string, element: HTMLElement | null, first: HTMLElement | null, value: () => any, wrong: (words: string) => void}} Field
 */

const MAX_FILE = 1_000_000;

/**
 * @param {Block} block
 * @param {Panel} panel
 * @param {string} id
 * @returns {HTMLFormElement}
 */
export function makeForm(block, panel, id) {
  const element = make("form", { novalidate: true, class: "pairs-desk-form" });
  const summary = make("div", { class: "pairs-summary", role: "alert", tabindex: "-1", hidden: true });
  /** @type {Field[]} */
  const fields = block.fields.map((/** @type {FieldData} */ data, /** @type {number} */ n) => makeField(data, `${id}-${n}`));
  const says = block.says && make("p", { id: `${id}-says` }, block.says);
  const button = make(
    "button",
    { type: "submit", class: `pairs-button pairs-${block.main ? "main" : "plain"}` },
    block.button,
  );
  describe(button, says && says.id);
  if (block.title) {
    element.setAttribute("aria-labelledby", `${id}-title`);
    element.append(make(block.level === 4 ? "h4" : "h3", { id: `${id}-title` }, block.title));
  }
  element.append(summary, ...fields.map((field) => field.element).filter((one) => one !== null));
  if (says) element.append(says);
  element.append(button);

  const form = { action: block.action, element, problems: show };
  /** @param {[string, string][]} all */
  function show(all) {
    for (const field of fields) {
      field.wrong(all.filter(([name]) => name === field.name).map(([, words]) => words).join(" "));
    }
    summary.hidden = !all.length;
    if (!all.length) return;
    summary.replaceChildren(
      make("p", {}, make("strong", {}, "There is a problem")),
      make("ul", {}, ...all.map(([name, words]) => make("li", {}, way(fields, name, words)))),
    );
    focusOn(summary);
  }
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    const big = fields.filter((field) => tooBig(field));
    if (big.length) return show(big.map(({ name }) => [name, "Choose a file of less than 1 MB."]));
    /** @type {Record<string, any>} */
    const values = {};
    for (const field of fields) values[field.name] = await field.value();
    panel.act(form, values);
  });
  return element;
}

/** A problem, as a link to its field if it has one. @param {Field[]} fields @param {string} name @param {string} words */
function way(fields, name, words) {
  const field = fields.find((one) => one.name === name && one.first);
  if (!field?.first) return words;
  const link = make("a", { href: `#${field.first.id}` }, words);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    field.first?.focus();
  });
  return link;
}

/** @param {Field} field */
function tooBig({ first }) {
  return first instanceof HTMLInputElement && [...(first.files ?? [])].some((file) => file.size > MAX_FILE);
}

/** @param {FieldData} data @param {string} id @returns {Field} */
function makeField(data, id) {
  if (data.kind === "hidden") {
    return { name: data.name, label: "", element: null, first: null, value: () => data.value, wrong: () => {} };
  }
  return ["radios", "checks"].includes(data.kind) ? group(data, id) : single(data, id);
}

/** A control with a label before it, or behind it for a tick. @param {FieldData} data @param {string} id @returns {Field} */
function single(data, id) {
  const control = makeControl(data, id);
  const label = make("label", { for: id }, data.label);
  const { hint, error, wrong } = saying(data, id, control);
  const inside = data.kind === "check" ? [make("div", { class: "pairs-option" }, control, label)] : [];
  const element = make(
    "div",
    { class: "pairs-field" },
    ...(inside.length ? [hint, error, ...inside] : [label, hint, error, control]),
  );
  const value = () => {
    if (control instanceof HTMLInputElement && control.type === "checkbox") return control.checked;
    if (control instanceof HTMLInputElement && control.type === "file") return read(control.files?.[0]);
    return control.value;
  };
  return { name: data.name, label: data.label, element, first: control, value, wrong: (words) => wrong(element, words) };
}

/** @param {FieldData} data @param {string} id */
function makeControl({ kind, value, options, rows, accept }, id) {
  if (kind === "select") {
    const all = options.map((one) => make("option", { value: one.value, selected: one.value === value }, one.text));
    return make("select", { id }, ...all);
  }
  if (kind === "area") {
    const area = make("textarea", { id, rows });
    area.defaultValue = value;
    // It grows with its words, and is never smaller than the panel wants it.
    area.style.minHeight = `${rows}lh`;
    return area;
  }
  if (kind === "check") return make("input", { id, type: "checkbox", checked: Boolean(value) });
  if (kind === "file") return make("input", { id, type: "file", accept });
  return make("input", { id, type: kind, value, autocomplete: "off" });
}

/** Radio buttons or ticks in a fieldset. @param {FieldData} data @param {string} id @returns {Field} */
function group(data, id) {
  const many = data.kind === "checks";
  const chosen = many ? data.value || [] : [data.value];
  const inputs = data.options.map((one, n) =>
    make("input", {
      id: `${id}-${n}`,
      type: many ? "checkbox" : "radio",
      name: id,
      value: one.value,
      checked: chosen.includes(one.value),
    }),
  );
  const options = inputs.map((input, n) =>
    make("div", { class: "pairs-option" }, input, make("label", { for: input.id }, data.options[n].text)),
  );
  const element = make("fieldset", { class: "pairs-field" }, make("legend", {}, data.label));
  const { hint, error, wrong } = saying(data, id, element);
  if (hint) element.append(hint);
  element.append(error, make("div", { class: "pairs-options" }, ...options));
  const value = () => {
    const on = inputs.filter((input) => input.checked).map((input) => input.value);
    return many ? on : (on[0] ?? "");
  };
  return { name: data.name, label: data.label, element, first: inputs[0], value, wrong: (words) => wrong(element, words) };
}

/**
 * The hint of a control and the place of its error, both tied to it.
 * @param {FieldData} data
 * @param {string} id
 * @param {Element} described
 */
function saying(data, id, described) {
  const hint = data.hint ? make("p", { id: `${id}-hint`, class: "pairs-hint" }, data.hint) : null;
  const error = make("p", { id: `${id}-error`, class: "pairs-error", hidden: true });
  describe(described, hint?.id);
  const wrong = (/** @type {Element} */ element, /** @type {string} */ words) => {
    error.textContent = words;
    error.hidden = !words;
    element.classList.toggle("pairs-bad", Boolean(words));
    describe(described, hint?.id, words && error.id);
    if (described.matches("input, select, textarea")) {
      if (words) described.setAttribute("aria-invalid", "true");
      else described.removeAttribute("aria-invalid");
    }
  };
  return { hint, error, wrong };
}

/** @param {File | undefined} file @returns {Promise<{name: string, base64: string} | null>} */
async function read(file) {
  if (!file) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return { name: file.name, base64: btoa(text) };
}
