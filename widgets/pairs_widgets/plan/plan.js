// The page of an if-then plan.

import { make } from "../shared/dom.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";
import { jointField } from "../shared/joint_field.js";

/**
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-plan",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    make(
      "div",
      { class: "pairs-notice" },
      make("p", {}, make("strong", {}, "Why “if” and “then”?")),
      make(
        "p",
        {},
        "The “if” is a moment you will notice. The “then” is one small thing you do at that moment. A plan like this is easier to keep than a wish.",
      ),
      make("p", {}, "One of you suggests a plan. It stands when the other confirms it."),
    ),
    set.intro && make("p", {}, set.intro),
    ...items.map((/** @type {any} */ item) => jointField(session, prefix, item)),
  );
  el.append(root);
  return session.close;
}

export default { render };
