// The page of a question set.

import { audienceWords, usualAudience } from "../shared/audience.js";
import { focusOn, make, setText } from "../shared/dom.js";
import { itemFields } from "../shared/fields.js";
import { newPrefix } from "../shared/ids.js";
import { goOn } from "../shared/onward.js";
import { openSession } from "../shared/session.js";
import { errorSummary } from "../shared/summary.js";

/** @typedef {import("../shared/types.js").Item} Item */

/**
 * Show the set and keep it up to date.
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-questions",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  const summary = errorSummary(prefix);
  const form = make("form", { novalidate: true });
  const usual = usualAudience(items);

  /** @type {{item: Item, kind: string, field: import("../shared/fields.js").Field}[]} */
  const parts = [];
  for (const item of items) {
    itemFields(session, prefix, own(item, usual)).forEach((field, index) => {
      parts.push({ item, kind: index ? "guess" : "answer", field });
      form.append(field.element);
    });
  }
  const outcome = make("p", { class: "pairs-outcome", role: "status" });
  form.append(
    make("button", { type: "submit", class: "pairs-button pairs-main" }, "Save and continue"),
    outcome,
  );

  let finished = false;
  const showOutcome = () => {
    if (!finished) return;
    const still = parts.some(({ item, kind }) => session.waiting(item.id, kind));
    setText(outcome, still ? "Not saved yet, still trying" : "All saved. You can go on.");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    session.flush();
    finished = summary.check(parts.map(({ field }) => field));
    if (!finished) {
      setText(outcome, "");
      return;
    }
    showOutcome();
    if (!goOn(root)) focusOn(outcome);
  });
  session.onSaved(showOutcome);
  session.onState(() => {
    for (const { item, kind, field } of parts) field.setValue(session.value(item.id, kind));
  });

  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    notice(items, usual, set.sealed),
    summary.element,
    form,
  );
  el.append(root);
  return session.close;
}

/**
 * Add to an item's hint who can see its answer, where that differs from the rest of the set.
 * @param {Item} item
 * @param {string[]} usual
 * @returns {Item}
 */
function own(item, usual) {
  if (item.audience.join(" ") === usual.join(" ")) return item;
  const words = item.audience.length
    ? audienceWords(item.audience, true).join(" ")
    : "Only you can see this answer.";
  return { ...item, hint: [item.hint, words].filter(Boolean).join(" ") };
}

/**
 * Say who can see the answers, before the first question.
 * @param {Item[]} items
 * @param {string[]} usual
 * @param {boolean} sealed
 */
function notice(items, usual, sealed) {
  const words = audienceWords(usual, sealed);
  if (items.some((item) => item.guess)) words.push("Nobody but your partner sees your guesses.");
  return make(
    "div",
    { class: "pairs-notice" },
    make("p", {}, make("strong", {}, sealed ? "Nothing is anonymous inside a pair." : "Who can see this")),
    make("ul", {}, ...words.map((text) => make("li", {}, text))),
    sealed && make("p", {}, "You can always choose “Prefer not to say”. It needs no reason."),
  );
}

export default { render };
