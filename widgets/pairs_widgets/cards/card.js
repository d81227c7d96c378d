// One card: its words, or its form, or the question whether it should go.

import { cardBox } from "../shared/boxes.js";
import { focusOn, hiddenText, make, makeButton, setText } from "../shared/dom.js";
import { dayText } from "../shared/days.js";
import { numberText } from "../shared/numbers.js";

/** @typedef {import("../shared/types.js").Box} Box */
/** @typedef {import("./list.js").Card} Card */
/**
 * @typedef {object} OpenCard
 * @property {HTMLElement} element
 * @property {HTMLElement} form
 * @property {string} id
 * @property {() => Card} value
 * @property {() => boolean} empty
 * @property {() => boolean} editing
 * @property {() => string | null} problem what is wrong with it, in words
 * @property {(value: Card | undefined) => void} setValue show what came from elsewhere
 * @property {(number: number) => void} number
 * @property {(focus?: boolean) => void} edit
 * @property {() => void} focus
 */

/**
 * @param {object} options
 * @param {import("../shared/session.js").Session} options.session
 * @param {string} options.prefix of element ids
 * @param {import("../shared/types.js").Item} options.item
 * @param {Card} options.value
 * @param {(card: Card) => string} [options.praise]
 * @param {() => void} options.changed
 * @param {() => void} options.closed
 * @param {() => void} options.removed
 * @returns {OpenCard}
 */
export function openCard({ session, prefix, item, value, praise, changed, closed, removed }) {
  const title = make("h5", { id: `${prefix}title` });
  const words = make("dl");
  const said = make("p", { class: "pairs-praise" });
  const form = make("form", { novalidate: true, role: "group", "aria-labelledby": title.id });
  const sure = make("div", { role: "group", "aria-labelledby": `${prefix}sure` });
  const numbers = [0, 0, 0, 0].map(() => hiddenText(""));
  const spoken = make("p", { class: "pairs-vh", role: "status" });

  const boxes = item.fields.map((field) =>
    cardBox(field, {
      id: `${prefix}${field.id}`,
      max: item.max,
      value: value[field.id] ?? "",
      change: () => {
        const before = said.textContent;
        show();
        if (said.textContent && said.textContent !== before) setText(spoken, said.textContent);
        changed();
      },
      leave: session.flush,
    }),
  );
  const given = () => {
    /** @type {Card} */
    const card = { id: value.id };
    item.fields.forEach((field, index) => (card[field.id] = boxes[index].value()));
    return card;
  };
  const empty = () => boxes.every((box) => String(box.value()).trim() === "");
  const problem = () => boxes.map((box) => box.missing()).find(Boolean) ?? null;

  let editing = false;
  let asking = false;
  const change = makeButton("Change", () => edit());
  const remove = makeButton("Remove", () => (empty() ? removed() : ask(true)));
  const done = make("button", { type: "submit", class: "pairs-button pairs-main" }, "Done");
  const yes = makeButton("Yes, remove it", removed);
  const keep = makeButton("No, keep it", () => ask(false));
  [change, remove, done, yes].forEach((button, index) => button.append(numbers[index]));
  const actions = make("p", { class: "pairs-actions" }, change, remove);

  function show() {
    const card = given();
    const filled = item.fields.filter((field) => String(card[field.id]).trim() !== "");
    words.replaceChildren(
      ...filled.map((field) =>
        make("div", {}, make("dt", {}, field.label), make("dd", { dir: "auto" }, fieldWords(field, card[field.id]))),
      ),
    );
    setText(said, praise ? praise(card) : "");
    said.hidden = !said.textContent;
    form.hidden = !editing;
    words.hidden = editing;
    change.hidden = editing;
    actions.hidden = asking;
    sure.hidden = !asking;
  }

  function edit(focus = true) {
    editing = true;
    show();
    for (const box of boxes) box.setError(box.missing());
    if (focus) document.getElementById(boxes[0].firstId)?.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const box of boxes) box.setError(box.missing());
    if (empty()) boxes[0].setError("Write something on this card, or remove it.");
    const wrong = empty() ? boxes[0] : boxes.find((box) => box.missing());
    if (wrong) {
      document.getElementById(wrong.firstId)?.focus();
      return;
    }
    session.flush();
    editing = false;
    closed();
    show();
    focusOn(title);
  });

  /** @param {boolean} question whether to ask, or to go back */
  function ask(question) {
    asking = question;
    show();
    if (question) keep.focus();
    else remove.focus();
  }

  form.append(...boxes.map((box) => box.element), done);
  sure.append(
    make("p", { class: "pairs-who", id: `${prefix}sure` }, "Remove this card? It cannot be brought back here."),
    yes,
    keep,
  );
  const element = make(
    "article",
    { class: "pairs-card", "aria-labelledby": title.id },
    title,
    words,
    form,
    said,
    actions,
    sure,
    spoken,
  );
  show();
  return {
    element,
    form,
    id: value.id,
    value: given,
    empty,
    editing: () => editing,
    problem,
    setValue: (card) => {
      if (!card || form.contains(document.activeElement)) return;
      item.fields.forEach((field, index) => boxes[index].setValue(card[field.id] ?? ""));
      show();
    },
    number: (number) => {
      setText(title, `Card ${number}`);
      for (const part of numbers) setText(part, ` card ${number}`);
    },
    edit,
    focus: () => focusOn(title),
  };
}

/**
 * @param {Box} field
 * @param {any} value
 * @returns {string}
 */
function fieldWords(field, value) {
  if (field.kind === "choice") return field.options.find(({ id }) => id === value)?.label ?? "";
  if (field.kind === "date") return dayText(value);
  return typeof value === "number" ? numberText(value) : value;
}
