// The page of what each of the two sees: a form, and, once something is open, a map.

import { make, setText } from "../shared/dom.js";
import { questionForm } from "../shared/form.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";
import { differenceMap } from "./map.js";

/**
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-differences",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  const place = make("div");
  const news = make("p", { class: "pairs-vh", role: "status" });

  let shown = "";
  const show = () => {
    const { map, partner } = session.state();
    const key = JSON.stringify([map, partner]);
    if (key === shown) return;
    const first = shown === "";
    shown = key;
    place.replaceChildren(...(map ? [differenceMap(prefix, map, partner || "Your partner")] : []));
    // The form stays: an answer may change, and the map says so at once.
    if (map && !first) setText(news, "Your difference map is on this page, above the questions.");
  };
  show();
  session.onState(show);
  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    place,
    news,
    ...questionForm(session, prefix, root, items, set),
  );
  el.append(root);
  return session.close;
}

export default { render };
