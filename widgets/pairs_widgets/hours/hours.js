// The page of hours: cards, and below them a table of their sums.

import { cardList } from "../cards/list.js";
import { make } from "../shared/dom.js";
import { notice } from "../shared/form.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";
import { totals } from "./totals.js";

/** @typedef {import("../shared/types.js").Item} Item */

/**
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-hours",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    notice(session, set),
    ...items.flatMap((/** @type {Item} */ item) => {
      const sums = make("div", { class: "pairs-totals" });
      const changed = (/** @type {import("../cards/list.js").Card[]} */ cards) =>
        sums.replaceChildren(...totals(item, cards));
      return [cardList(session, prefix, item, { changed }), sums];
    }),
    make(
      "div",
      { class: "pairs-notice" },
      make("p", {}, make("strong", {}, "Talk about this")),
      make("p", {}, "Is there too little to go round? Or is it about what comes first here?"),
    ),
  );
  el.append(root);
  return session.close;
}

export default { render };
