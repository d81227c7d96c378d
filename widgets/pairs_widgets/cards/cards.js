// The page of cards that one person keeps.

import { make } from "../shared/dom.js";
import { notice } from "../shared/form.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";
import { cardList } from "./list.js";

/**
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-keeps-cards",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    notice(session, set),
    ...items.map((/** @type {any} */ item) => cardList(session, prefix, item)),
  );
  el.append(root);
  return session.close;
}

export default { render };
