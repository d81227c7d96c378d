// The forms of the desk: native controls with labels, and a summary of what has to be mended.

import { describe, focusOn, make } from "pairs_widgets/shared/dom.js";

/** @typedef {import("./types.js").Block} Block */
/** @typedef {import("./types.js").FieldData} FieldData */
/** @typedef {import("./types.js").Panel} Panel */
/**
 * `value` is what it holds now, `set` lets it hold something else, `first` takes the focus, `wrong`
 * shows a problem or none.
 * @typedef {{name: string, label: string, element: HTMLElement | null, first: HTMLElement | null, value: () => string, set: ((held: string) => void) | null, wrong: (words: string) => void}} Field
 */

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
  const shown = make("div", { hidden: true });
  const unsaved = make("p", { class: "pairs-desk-draft", hidden: true });
  if (says) element.append(says);
  element.append(shown, button, unsaved);

  const typing = block.choice ? [] : fields.filter((field) => field.set);
  const first = new Map(typing.map((field) => [field, JSON.stringify(field.value())]));
  const draft = block.choice ? undefined : panel.drafts.get(block.key);
  // A form goes on from where its words began: what came in between is not overwritten unseen.
  let hidden = draft?.hidden ?? own(block);
  for (const field of typing) if (draft && field.name in draft.values) field.set?.(draft.values[field.name]);

  /** Keep what differs from what is saved. */
  function keep() {
    const typed = typing.filter((field) => JSON.stringify(field.value()) !== first.get(field));
    if (!typed.length) panel.drafts.drop(block.key);
    else {
      const values = Object.fromEntries(typed.map((field) => [field.name, field.value()]));
      panel.drafts.put(block.key, { values, hidden });
    }
    mark();
  }
  function mark() {
    unsaved.hidden = block.choice || !panel.drafts.get(block.key);
    unsaved.textContent = panel.drafts.kept()
      ? "Not saved yet. What you wrote is kept in this tab."
      : "Not saved yet, and this browser cannot keep it. Do not leave this page before you save.";
  }
  if (!block.choice) for (const type of ["input", "change"]) element.addEventListener(type, keep);
  if (draft) keep();

  const form = { action: block.action, key: block.key, choice: block.choice, element, refused, settled };
  /** Everything is done: the form is as it was at first. */
  function settled() {
    element.reset();
    hidden = own(block);
    problems([]);
    mark();
  }
  /** @param {[string, string][]} all @param {Block[]} blocks @param {Record<string, any>} values */
  function refused(all, blocks, values) {
    hidden = { ...hidden, ...values };
    if (panel.drafts.get(block.key)) keep();
    panel.draw(shown, blocks);
    shown.hidden = !blocks.length;
    problems(all);
  }
  /** @param {[string, string][]} all */
  function problems(all) {
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
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    problems([]);
    /** @type {Record<string, any>} */
    const values = { ...hidden };
    for (const field of fields) if (field.element) values[field.name] = field.value();
    panel.act(form, values);
  });
  return element;
}

/** What goes with a form and is not shown. @param {Block} block @returns {Record<string, any>} */
function own({ fields }) {
  const hidden = fields.filter((/** @type {FieldData} */ field) => field.kind === "hidden");
  return Object.fromEntries(hidden.map((/** @type {FieldData} */ field) => [field.name, field.value]));
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

/** @param {FieldData} data @param {string} id @returns {Field} */
function makeField(data, id) {
  if (data.kind === "hidden") {
    return { name: data.name, label: "", element: null, first: null, value: () => data.value, set: null, wrong: () => {} };
  }
  const control = makeControl(data, id);
  const label = make("label", { for: id }, data.label);
  const { hint, error, wrong } = saying(data, id, control);
  const element = make("div", { class: "pairs-field" }, label, hint, error, control);
  return {
    name: data.name,
    label: data.label,
    element,
    first: control,
    value: () => control.value,
    set: (held) => {
      control.value = held;
    },
    wrong: (words) => wrong(element, words),
  };
}

/** @param {FieldData} data @param {string} id */
function makeControl({ kind, value, options, rows }, id) {
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
  return make("input", { id, type: kind, value, autocomplete: "off" });
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
