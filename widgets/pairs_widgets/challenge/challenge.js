// The page of the pair's aim and measure; a measure's points stand below it as a run chart.

import { make } from "../shared/dom.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";
import { jointField } from "../shared/joint_field.js";
import { pointsPart } from "./points.js";

/**
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-challenge",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    make(
      "p",
      { class: "pairs-notice" },
      "One of you suggests a text. It stands when the other confirms it. Until you suggest it, only you can see what you write. A point needs no yes: either of you adds it, and either of you can change it.",
    ),
    ...items.map((/** @type {import("../shared/types.js").Item} */ item) =>
      item.kind === "points" ? pointsPart(session, prefix, item) : jointField(session, prefix, item),
    ),
  );
  el.append(root);
  return session.close;
}

export default { render };
