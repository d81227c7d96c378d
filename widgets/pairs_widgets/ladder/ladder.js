// The page of a ladder: each question's choices are rungs, the lowest at the bottom.

import { questionForm } from "../shared/form.js";
import { setPage } from "../shared/page.js";

/** @typedef {import("../shared/types.js").Item} Item */

const ORDER = "The top rung comes first here, and the lowest comes last.";

export default setPage("ladder", ({ session, prefix, root, set, items, intro }) => [
  intro,
  ...questionForm(session, prefix, root, items.map(asRungs), set),
]);

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
