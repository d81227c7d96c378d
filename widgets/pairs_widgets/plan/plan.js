// The page of an if-then plan.

import { make } from "../shared/dom.js";
import { jointField } from "../shared/joint_field.js";
import { setPage } from "../shared/page.js";

export default setPage("plan", ({ session, prefix, items, intro }) => [
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
  intro,
  ...items.map((item) => jointField(session, prefix, item)),
]);
