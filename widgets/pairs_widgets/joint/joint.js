// The page of texts that a pair writes together.

import { make } from "../shared/dom.js";
import { jointField } from "../shared/joint_field.js";
import { setPage } from "../shared/page.js";

export default setPage("joint", ({ session, prefix, items, intro }) => [
  intro,
  make(
    "p",
    { class: "pairs-notice" },
    "One of you suggests a text. It stands when the other confirms it. Until you suggest it, only you can see what you write.",
  ),
  ...items.map((item) => jointField(session, prefix, item)),
]);
