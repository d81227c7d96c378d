// The pair conversation on one person's page. Nothing opens by itself, and the focus never moves
// by itself; it is only kept from getting lost when the part that has it goes away.

import { focusOn, make, setText } from "../shared/dom.js";
import { jointField } from "../shared/joint_field.js";
import { page } from "../shared/page.js";
import { openQuestions, otherWays, talking } from "./after.js";
import { between, goingWithout, meeting, partingAgain, picking, sealing } from "./before.js";
import { overTime } from "./compared.js";
import { part } from "./parts.js";
import { talked } from "./talked.js";

/** @typedef {import("./types.js").Part} Part */
/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").State} State */

const NO_HUB =
  "This part needs another person and the course’s server. Here you can read how to talk.";

export default page("conversation", "The pair conversation", ({ session, prefix, root }) => {
  const place = { session, prefix, state: session.state() };
  const status = make("p", { class: "pairs-notice", role: "status" });
  const shared = place.state.sharing !== "off";
  const parts = shared ? everything(place) : [always(talking(place)), otherWays(place)];

  const show = (/** @type {State} */ state) => {
    const held = document.activeElement;
    setText(status, shared ? headline(state) : NO_HUB);
    for (const one of parts) one.update(state);
    keepFocus(root, held);
  };
  session.onState(show);
  show(session.state());
  return [status, ...parts.map(({ element }) => element)];
});

/**
 * @param {Place} place
 * @returns {Part[]}
 */
function everything(place) {
  return [
    sealing(place),
    meeting(place),
    picking(place),
    between(place),
    partingAgain(place),
    openQuestions(place, "picked"),
    talking(place),
    oneSentence(place),
    openQuestions(place, "others"),
    overTime(place),
    talked(place),
    goingWithout(place),
    otherWays(place),
  ];
}

/**
 * The sentence that opens all the rest.
 * @param {Place} place
 * @returns {Part}
 */
function oneSentence({ session, prefix, state }) {
  const item = state.items.find(({ id }) => id === state.sentence);
  const field = item ? jointField(session, prefix, item) : make("div");
  const hint = make("p", {}, "Write it when you have talked. When you both agree on it, the rest opens.");
  const element = part("One sentence together", hint, field);
  const update = (/** @type {State} */ now) => {
    hint.hidden = now.phase === "open";
    element.hidden = !["two", "open"].includes(now.phase);
  };
  return { element, update };
}

/**
 * @param {Part} one
 * @returns {Part}
 */
function always({ element }) {
  return { element, update: () => {} };
}

/**
 * Where the two of you are, and nothing about how far the other is.
 * @param {State} state
 * @returns {string}
 */
function headline(state) {
  const without = "alone" in state.done ? "You went on without the reveal. This part is done. " : "";
  const one = state.view.picks.mine === state.view.picks.theirs;
  const words = {
    alone: without
      ? "If you both seal, you can still have the conversation."
      : "Your answers are not sealed yet.",
    sealed: "Not both ready yet.",
    ready: "You are both ready. Nothing is open yet.",
    waiting: "Not both here yet.",
    pick: "You are together. Now each of you picks one question.",
    picked: "Not both picked yet.",
    two: one ? "You both picked the same question. It is open." : "Your two questions are open.",
    open: "You agreed on your sentence. All questions are open.",
  };
  return (["two", "open"].includes(state.phase) ? "" : without) + words[state.phase];
}

/**
 * Give the focus a place when the part that had it was hidden: the heading of what is there now.
 * @param {HTMLElement} root
 * @param {Element | null} held what had the focus before
 */
function keepFocus(root, held) {
  if (!(held instanceof HTMLElement) || !root.contains(held) || !held.closest("[hidden]")) return;
  const own = held.closest(".pairs-part:not([hidden])")?.querySelector("h4");
  const headings = [...root.querySelectorAll("h4")].filter((heading) => !heading.closest("[hidden]"));
  const next = own ?? headings[0];
  if (next) focusOn(/** @type {HTMLElement} */ (next));
}
