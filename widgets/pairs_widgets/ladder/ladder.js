// The page of a ladder: each question's choices are rungs, the lowest at the bottom.

import { make } from "../shared/dom.js";
import { questionForm } from "../shared/form.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";

/** @typedef {import("../shared/types.js").Item} Item */

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

  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    ...questionForm(session, prefix, root, rungs, set),
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

export default { render };
