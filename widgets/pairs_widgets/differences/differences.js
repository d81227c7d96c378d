// The page of what each of the two sees: a form, and, once something is open, a map.

import { make, setText } from "../shared/dom.js";
import { questionForm } from "../shared/form.js";
import { setPage } from "../shared/page.js";
import { differenceMap } from "./map.js";

export default setPage("differences", ({ session, prefix, root, set, items, intro }) => {
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
  return [intro, place, news, ...questionForm(session, prefix, root, items, set)];
});
