// The page of a ladder: each question's choices are rungs, the lowest at the bottom.

import { make } from "../shared/dom.js";
import { questionForm } from "../shared/form.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";

/** @typedef {import("../shared/types.js").Item} Item */
/** @typedef {{text: string, whose: "both" | "me" | "partner"}} Decision */

const ORDER = "The top rung comes first here, and the lowest comes last.";

/**
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-ladder",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  const rungs = items.map((/** @type {Item} */ item) => asRungs(item));

  /** @type {Map<string, HTMLElement>} where the decision of a question stands */
  const notes = new Map();
  const noteOf = (/** @type {Item} */ item) => {
    if (item.kind !== "choice") return undefined;
    const note = make("p", { class: "pairs-decision", id: `${prefix}${item.id}-decision`, dir: "auto" });
    notes.set(item.id, note);
    return note;
  };
  const form = questionForm(session, prefix, root, rungs, set.opens, noteOf);

  const showDecisions = () => {
    /** @type {{partner: string, decisions: Record<string, Decision[]>}} */
    const { partner, decisions } = session.state();
    for (const [item, note] of notes) {
      const words = (decisions?.[item] ?? [])
        .map((decision) => `“${decision.text}” ${whose(decision, partner || "your partner")}`)
        .join(" ");
      if (note.textContent !== words) note.textContent = words;
      note.hidden = !words;
    }
  };
  showDecisions();
  session.onState(showDecisions);
  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    ...form,
  );
  el.append(root);
  return session.close;
}

/**
 * Turn a choice upside down: what is highest is read, and reached by the arrow keys, first.
 * @param {Item} item
 * @returns {Item}
 */
function asRungs(item) {
  if (item.kind !== "choice") return item;
  const many = item.options.length;
  const options = item.options.map((option, index) => ({ ...option, more: `rung ${index + 1} of ${many}` }));
  return { ...item, options: options.reverse(), hint: [item.hint, ORDER].filter(Boolean).join(" ") };
}

/**
 * @param {Decision} decision
 * @param {string} partner
 */
function whose(decision, partner) {
  if (decision.whose === "both") return "(You both agreed this text.)";
  const who = decision.whose === "me" ? "You" : partner.charAt(0).toUpperCase() + partner.slice(1);
  return `(${who} suggested this text. It is not agreed yet.)`;
}

export default { render };
