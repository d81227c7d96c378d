// Debate moves turned into dialogue moves: each choice says at once what it does. Never a score.

import { hiddenText, make } from "../shared/dom.js";
import { setPage } from "../shared/page.js";
import { radios } from "../shared/radios.js";
import { chooser } from "../shared/typing.js";

/** @typedef {import("../shared/session.js").Session} Session */
/** @typedef {import("../shared/types.js").Item} Item */

export default setPage("moves", ({ session, prefix, set, items, intro }) => {
  const moves = items.map((item) => move(session, prefix, item));
  session.onState(() => {
    for (const one of moves) one.follow();
  });
  const who = session.named(make("p", { class: "pairs-hint" }), set.who.join(" "));
  return [intro, who, ...moves.map((one) => one.element)];
});

/**
 * One move: what was said, what could be said instead, and what that does.
 * @param {Session} session
 * @param {string} prefix
 * @param {Item} item
 * @returns {{element: HTMLElement, follow: () => void}}
 */
function move(session, prefix, item) {
  const feedback = make("div", { class: "pairs-feedback", role: "status" });
  let shown = "";
  const show = (/** @type {any} */ value) => {
    const option = item.options.find(({ id }) => id === value);
    if (!option || option.id === shown) return;
    shown = option.id;
    const words = option.turns ? "This turns it into dialogue." : "Not dialogue yet.";
    const mark = make("span", { class: "pairs-sign", "aria-hidden": "true" }, option.turns ? "✓" : "…");
    feedback.replaceChildren(
      make(
        "div",
        { class: option.turns ? "pairs-says pairs-turns" : "pairs-says" },
        make("p", {}, mark, hiddenText("About your choice: "), make("strong", {}, words)),
        option.feedback && make("p", {}, option.feedback),
      ),
    );
  };
  const group = radios({
    id: `${prefix}${item.id}`,
    legend: item.ask,
    hint: item.hint,
    choices: item.options.map(({ id, label }) => ({ value: id, label })),
    problem: "",
    change: (value) => {
      choose(value);
      show(value);
    },
  });
  const choose = chooser(group.element, session, "answer", item.id);
  group.element.append(feedback, session.status(item.id));
  const follow = () => {
    const value = session.value(item.id);
    group.setValue(value);
    show(value);
  };
  follow();
  return { element: group.element, follow };
}
