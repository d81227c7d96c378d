// The difference map: two circles that overlap, and the same in lists.

import { make } from "../shared/dom.js";
import { draw } from "../shared/svg.js";

/** @typedef {{ask: string, text: string}} Entry */
/**
 * What regions.py makes; `text` is what somebody wrote, "" for a choice.
 * @typedef {object} Map
 * @property {Entry[]} mine
 * @property {Entry[]} theirs
 * @property {Entry[]} both
 * @property {Entry[]} neither
 * @property {Entry[]} ask
 * @property {boolean} whole whether nothing is still closed
 */

/**
 * @param {string} prefix of element ids
 * @param {Map} map
 * @param {string} partner
 * @returns {HTMLElement}
 */
export function differenceMap(prefix, map, partner) {
  const title = make("h4", { id: `${prefix}map` }, "Your difference map");
  return make(
    "section",
    { class: "pairs-map pairs-card", "aria-labelledby": title.id },
    title,
    make("p", {}, "What one of you sees can help the other. Ask about it."),
    !map.whole && make("p", { class: "pairs-hint" }, "This is not the whole map yet. The rest is still closed."),
    circles(map, partner),
    make(
      "div",
      { class: "pairs-regions" },
      region("Only I see", map.mine),
      region(`Only ${partner === "Your partner" ? "your partner" : partner} sees`, map.theirs),
      region("Both of us see", map.both),
      region("Neither of us sees", map.neither),
    ),
    map.ask.length > 0 && region("Ask each other", map.ask, "One of you was not sure, or did not say."),
  );
}

/**
 * @param {string} words
 * @param {Entry[]} entries
 * @param {string} [hint]
 */
function region(words, entries, hint = "") {
  const items = entries.map(({ ask, text }) =>
    make(
      "li",
      { dir: "auto" },
      text ? make("span", { class: "pairs-hint" }, `${ask} `) : ask,
      text && make("span", { class: "pairs-written" }, text),
    ),
  );
  return make(
    "div",
    { class: "pairs-region" },
    make("h5", {}, words),
    hint && make("p", { class: "pairs-hint" }, hint),
    entries.length ? make("ul", {}, ...items) : make("p", {}, "Nothing here."),
  );
}

/**
 * A dot for each thing, where it is seen; the lists say it in words. There is no number in it.
 * @param {Map} map
 * @param {string} partner
 */
function circles(map, partner) {
  const dots = (/** @type {number} */ x, /** @type {number} */ y, /** @type {Entry[]} */ entries) =>
    entries.map((_, place) => {
      const across = entries.length === 1 ? 0 : place % 2 ? 9 : -9;
      const down = (Math.floor(place / 2) - (Math.ceil(entries.length / 2) - 1) / 2) * 18;
      return draw("circle", { class: "pairs-dot", cx: x + across, cy: y + down, r: 6 });
    });
  // The name alone, which is cut where it is long: no marks for a sentence around it.
  const alone = partner === "Your partner" ? "Partner" : partner.replace(/[\u2068\u2069]/g, "");
  const name = Array.from(alone);
  const short = name.length > 14 ? `${name.slice(0, 13).join("")}…` : name.join("");
  return draw(
    "svg",
    { class: "pairs-circles", viewBox: "0 0 320 190", "aria-hidden": "true" },
    draw("rect", { x: 1, y: 1, width: 318, height: 188, rx: 6 }),
    draw("circle", { cx: 122, cy: 100, r: 66 }),
    draw("circle", { cx: 198, cy: 100, r: 66 }),
    draw("text", { x: 96, y: 26, "text-anchor": "middle" }, "I"),
    draw("text", { x: 224, y: 26, "text-anchor": "middle" }, short),
    ...dots(90, 100, map.mine),
    ...dots(160, 100, map.both),
    ...dots(230, 100, map.theirs),
    ...dots(294, 100, map.neither),
  );
}
