// A set of questions as a form: who can see the answers, the questions, "Save and continue".

import { focusOn, make, setText } from "./dom.js";
import { itemFields } from "./fields.js";
import { leftOver } from "./left.js";
import { goOn } from "./focus_next.js";
import { errorSummary } from "./summary.js";
import { followSeal } from "./sealed.js";
import { notSaved, onStopped } from "./stopped.js";
import { notSafe } from "./not_safe_button.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./types.js").Item} Item */

/**
 * Make the parts of a page of questions, in their order: notice, error summary, form.
 * @param {Session} session
 * @param {string} prefix of element ids
 * @param {HTMLElement} root the page, which the focus leaves when all is well
 * @param {Item[]} items
 * @param {import("./types.js").SetWords} set
 * @returns {HTMLElement[]}
 */
export function questionForm(session, prefix, root, items, set) {
  const summary = errorSummary(prefix);
  const form = make("form", { novalidate: true });

  /** @type {{item: Item, kind: string, field: ReturnType<typeof followSeal>}[]} */
  const parts = [];
  /** @type {Array<() => void>} */
  const ownWords = [];
  const followWords = () => ownWords.forEach((follow) => follow());
  for (const item of items) {
    itemFields(session, prefix, own(item)).forEach((made, index) => {
      const kind = index ? "guess" : "answer";
      const field = followSeal(session, item, kind, made);
      parts.push({ item, kind, field });
      if (set.opens === "sealed" && !index && item.kind !== "text") {
        field.element.append(notSafe(session, prefix, item, field));
      }
      if (item.if_chosen) ownWords.push(ownWordsOf(session, item, parts, field.element));
      else form.append(field.element);
    });
  }
  followWords();
  const outcome = make("p", { class: "pairs-outcome", role: "status" });
  const fields = parts.map(({ field }) => field);
  const left = leftOver(
    () => fields.filter((field) => field.unanswered?.()),
    () => leave("Your answers so far are saved. You can come back to the others."),
  );
  form.append(
    make("button", { type: "submit", class: "pairs-button pairs-main" }, "Save and continue"),
    left.element,
    outcome,
  );

  const leave = (/** @type {string} */ words) => {
    setText(outcome, words);
    if (!goOn(root)) focusOn(outcome);
  };
  /** Boxes that a person left empty are answered: nobody has to write. */
  const leaveEmpty = () => {
    for (const { item } of parts) {
      if (item.if_chosen) continue;
      if (item.kind === "text" && session.value(item.id) === undefined) session.send("answer", item.id, "");
    }
  };

  let finished = false;
  const showOutcome = () => {
    if (!finished) return;
    if (parts.some(({ item, kind }) => session.waiting(item.id, kind))) {
      setText(outcome, notSaved());
    } else if (parts.some(({ item, kind }) => session.unsaved(item.id, kind))) {
      setText(outcome, "Not everything is saved. The question itself says why.");
    } else setText(outcome, "All saved. You can go on.");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    session.flush();
    finished = summary.check(fields) && left.ask();
    if (!finished) {
      setText(outcome, "");
      return;
    }
    leaveEmpty();
    showOutcome();
    if (!goOn(root)) focusOn(outcome);
  });
  form.addEventListener("change", left.follow);
  form.addEventListener("change", followWords);
  session.onSaved(showOutcome);
  session.onRefused(showOutcome);
  onStopped(showOutcome, session.signal);
  session.onState(() => {
    for (const { item, kind, field } of parts) {
      field.setValue(session.value(item.id, kind));
      field.follow();
    }
    left.follow();
    followWords();
  });
  return [notice(session, set), summary.element, form];
}

/**
 * Put the box for one's own words into the question whose option it goes with. It is there while
 * that option is chosen, and while there are words in it: what others may read is never hidden.
 * @param {Session} session
 * @param {Item} item
 * @param {{item: Item, field: {element: HTMLElement}}[]} parts the questions before it
 * @param {HTMLElement} box
 * @returns {() => void} follow what is chosen
 */
function ownWordsOf(session, item, parts, box) {
  const [question, option] = item.if_chosen.split("#");
  const choice = parts.find((part) => part.item.id === question)?.field.element;
  choice?.querySelector(".pairs-status")?.after(box);
  return () => {
    box.hidden = session.value(question) !== option && !session.value(item.id);
  };
}

/**
 * Add to an item's hint who can see its answer, where that differs from the rest of the set.
 * @param {Item} item
 * @returns {Item}
 */
function own(item) {
  return { ...item, hint: [item.hint, item.who].filter(Boolean).join(" ") };
}

/**
 * Say who can see the answers, before the first question.
 * @param {Session} session
 * @param {import("./types.js").SetWords} set
 * @returns {HTMLElement}
 */
export function notice(session, { who, opens }) {
  return make(
    "div",
    { class: "pairs-notice" },
    make("p", {}, make("strong", {}, opens === "sealed" ? "Nothing is anonymous inside a pair." : "Who can see this")),
    make("ul", {}, ...who.map((text) => session.named(make("li"), text))),
    opens === "sealed" &&
      make(
        "p",
        {},
        "You can always choose “Prefer not to say”. It needs no reason. You can also say below a question that it does not feel safe. To everyone else, the two are the same.",
      ),
  );
}
