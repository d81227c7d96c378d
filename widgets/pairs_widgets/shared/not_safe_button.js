// "It does not feel safe": to everybody but the person who presses it, this is "Prefer not to say".
//
// It sends the very same answer and nothing else. That it was pressed is kept nowhere, not even in
// this browser: whoever looks at the page later finds "Prefer not to say".

import { coursePage } from "./course_pages.js";
import { focusOn, hiddenText, make, makeButton } from "./dom.js";

const PASS = "pass";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./fields.js").Field} Field */

/**
 * Make the button for one question, and the box that it opens.
 * @param {Session} session
 * @param {string} prefix of element ids
 * @param {Item} item
 * @param {Field} field the question's own field, which then shows the answer
 * @returns {HTMLElement}
 */
export function notSafe(session, prefix, item, field) {
  const title = make(
    "p",
    { class: "pairs-private-title", id: `${prefix}${item.id}-private`, tabindex: "-1" },
    make("strong", {}, "Only you can see this box"),
  );
  const box = make("div", { class: "pairs-private", role: "group", "aria-labelledby": title.id, hidden: true });
  const open = makeButton(
    "It does not feel safe to answer this",
    () => {
      // Chosen already, it is not sent again: no second event tells this from choosing it.
      if (session.value(item.id) !== PASS) session.send("answer", item.id, PASS);
      field.setValue(PASS);
      field.setError(null);
      box.hidden = false;
      focusOn(title);
    },
    "link",
  );
  open.append(hiddenText(`: ${item.ask}`));
  const close = makeButton("Close this box", () => {
    box.hidden = true;
    open.focus();
  });
  box.append(
    title,
    make(
      "p",
      {},
      "Your answer is now “Prefer not to say”. Nobody can tell it from any other. That you pressed this is stored nowhere.",
    ),
    make(
      "ul",
      {},
      make("li", {}, "If you are in danger now, call the emergency number where you live."),
      make("li", {}, "You can stop here. You owe nobody a reason."),
      make("li", {}, "You can pause, or ask someone to call you. ", more()),
    ),
    close,
  );
  return make("div", { class: "pairs-not-safe" }, open, box);
}

/**
 * The way to the page with help; without a hub there is none.
 * @returns {HTMLElement | string}
 */
function more() {
  const address = coursePage("safe");
  if (!address) return "Talk to someone you trust.";
  return make("a", { href: address }, "Help, a pause, and a call");
}
