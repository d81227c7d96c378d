// The page of a question set.

import { carriedTexts } from "../shared/carried.js";
import { make } from "../shared/dom.js";
import { questionForm } from "../shared/form.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";

/**
 * Show the set and keep it up to date.
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-questions",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    carriedTexts(session),
    ...questionForm(session, prefix, root, items, set.opens),
  );
  el.append(root);
  return session.close;
}

export default { render };
