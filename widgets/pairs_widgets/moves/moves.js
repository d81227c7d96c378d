// Debate moves turned into dialogue moves: each choice says at once what it does. Never a score.

import { hiddenText, make } from "../shared/dom.js";
import { newPrefix } from "../shared/ids.js";
import { radios } from "../shared/radios.js";
import { openSession } from "../shared/session.js";
import { chooser } from "../shared/typing.js";

/** @typedef {import("../shared/session.js").Session} Session */
/** @typedef {import("../shared/types.js").Item} Item */
/** @typedef {import("../shared/types.js").RenderContext} RenderContext */

/**
 * @param {RenderContext} context
 * @returns {() => void}
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const title = make("h3", { id: `${prefix}title` }, set.title);
  const root = make("section", { class: "pairs pairs-moves", lang: "en", "aria-labelledby": title.id });
  const session = openSession(model, root);
  const moves = items.map((/** @type {Item} */ item) => move(session, prefix, item));
  root.append(
    title,
    set.intro && make("p", {}, set.intro),
    session.named(make("p", { class: "pairs-hint" }), set.who.join(" ")),
    ...moves.map((/** @type {{element: HTMLElement}} */ one) => one.element),
  );
  el.append(root);
  session.onState(() => {
    for (const one of moves) one.follow();
  });
  return () => session.close();
}

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

export default { render };
