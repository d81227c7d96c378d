// The page of hours: cards, and below them a table of their sums.

import { cardList } from "../cards/list.js";
import { make } from "../shared/dom.js";
import { notice } from "../shared/form.js";
import { setPage } from "../shared/page.js";
import { totals } from "./totals.js";

export default setPage("hours", ({ session, prefix, set, items, intro }) => [
  intro,
  notice(session, set),
  ...items.flatMap((item) => {
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
]);
