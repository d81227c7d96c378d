// The page of the pair's aim and measure; a measure's points stand below it as a run chart.

import { make } from "../shared/dom.js";
import { jointField } from "../shared/joint_field.js";
import { setPage } from "../shared/page.js";
import { pointsPart } from "./points.js";

export default setPage("challenge", ({ session, prefix, items, intro }) => [
  intro,
  make(
    "p",
    { class: "pairs-notice" },
    "One of you suggests a text. It stands when the other confirms it. Until you suggest it, only you can see what you write. A point needs no yes: either of you adds it, and either of you can change it.",
  ),
  ...items.map((item) =>
    item.kind === "points" ? pointsPart(session, prefix, item) : jointField(session, prefix, item),
  ),
]);
