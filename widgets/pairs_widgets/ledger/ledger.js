// The page of assumption cards. Testing one, or changing one's mind, is worth a word; never a count.

import { cardList } from "../cards/list.js";
import { make } from "../shared/dom.js";
import { notice } from "../shared/form.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";

/** @type {Record<string, string>} what is said of a card, by where it stands */
const PRAISE = {
  tested: "You tested this. That takes courage.",
  changed: "You changed your mind. That takes courage too.",
};

/**
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-ledger",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  const look = {
    newestFirst: true,
    praise: (/** @type {Record<string, any>} */ card) => PRAISE[card.stands] ?? "",
  };
  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    notice(session, set),
    ...items.map((/** @type {any} */ item) => cardList(session, prefix, item, look)),
  );
  el.append(root);
  return session.close;
}

export default { render };
