// The page of assumption cards. Testing one, or changing one's mind, is worth a word; never a count.

import { cardList } from "../cards/list.js";
import { notice } from "../shared/form.js";
import { setPage } from "../shared/page.js";

/** @type {Record<string, string>} what is said of a card, by where it stands */
const PRAISE = {
  tested: "You tested this. That takes courage.",
  changed: "You changed your mind. That takes courage too.",
};

const LOOK = {
  newestFirst: true,
  praise: (/** @type {Record<string, any>} */ card) => PRAISE[card.stands] ?? "",
};

export default setPage("ledger", ({ session, prefix, set, items, intro }) => [
  intro,
  notice(session, set),
  ...items.map((item) => cardList(session, prefix, item, LOOK)),
]);
