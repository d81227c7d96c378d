// The page of cards that one person keeps.

import { notice } from "../shared/form.js";
import { setPage } from "../shared/page.js";
import { cardList } from "./list.js";

export default setPage("keeps-cards", ({ session, prefix, set, items, intro }) => [
  intro,
  notice(session, set),
  ...items.map((item) => cardList(session, prefix, item)),
]);
