// The same questions at the start, now, and the start as it is seen now: for both, side by side.

import { make } from "../shared/dom.js";
import { dayText } from "../shared/days.js";
import { byName } from "../shared/partner.js";
import { draw } from "../shared/svg.js";
import { part } from "./parts.js";

/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").Part} Part */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Compared} Compared */
/** @typedef {"mine" | "partner"} Who */

const STEP = 60;
/** @type {Record<Who, number>} */
const ROWS = { mine: 24, partner: 64 };

/**
 * @param {Place} place
 * @returns {Part}
 */
export function overTime({ prefix }) {
  const list = make("div");
  const element = part(
    "Start, now, and looking back",
    make(
      "p",
      {},
      "A lower mark now than at the start is often a good sign. You both see more than you did then. So the yardstick itself has moved.",
    ),
    make(
      "p",
      {},
      "That is why you looked back as well. Ask each other: “What do you see now that you could not see at the start?”",
    ),
    list,
  );
  let shown = "";
  const update = (/** @type {State} */ state) => {
    const now = JSON.stringify([state.compared, state.partner]);
    if (now !== shown) {
      list.replaceChildren(...state.compared.map((one, index) => card(`${prefix}time-${index}`, one, state.partner)));
      shown = now;
    }
    element.hidden = !state.compared.length;
  };
  return { element, update };
}

/**
 * @param {string} id
 * @param {Compared} one
 * @param {string} name the partner's, "" while it is not known
 * @returns {HTMLElement}
 */
function card(id, one, name) {
  const title = make("h5", { id }, one.ask);
  const head = ["When", "You", byName("Your partner", name)].map((words) => make("th", { scope: "col" }, words));
  const rows = one.times.map(({ time, mine, partner }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, time),
      said(mine),
      said(partner),
    ),
  );
  return make(
    "article",
    { class: "pairs-card pairs-over-time", "aria-labelledby": id },
    title,
    picture(one),
    key(one),
    make(
      "table",
      {},
      make("caption", { class: "pairs-vh" }, `Your answers over time: ${one.ask}`),
      make("thead", {}, make("tr", {}, ...head)),
      make("tbody", {}, ...rows),
    ),
  );
}

/**
 * An answer as it was fixed, and below it one that was given later.
 * @param {import("./types.js").Given} given
 */
function said({ words, later }) {
  const after = later && make("p", { class: "pairs-changed" }, `Later, on ${dayText(later.day)}: ${later.words}`);
  return make("td", {}, words, after);
}

/**
 * Two lines of five steps, one a person: an arrow from the start to now, an outline for looking
 * back. The table says the same, so the picture is for the eye alone.
 * @param {Compared} one
 * @returns {SVGElement}
 */
function picture(one) {
  const svg = draw("svg", { class: "pairs-times", viewBox: "0 0 340 104", "aria-hidden": "true" });
  for (let step = 1; step <= 5; step += 1) {
    svg.append(draw("text", { x: place(step), y: 98, "text-anchor": "middle" }, String(step)));
  }
  for (const who of /** @type {Who[]} */ (["mine", "partner"])) {
    const y = ROWS[who];
    const at = (/** @type {string} */ wave) => {
      const value = one.times.find((time) => time.wave === wave)?.[who].value;
      return Number.isInteger(value) ? place(value) : null;
    };
    const [start, now, then] = [at("start"), at("now"), at("then")];
    svg.append(
      draw("text", { x: 0, y: y + 5 }, who === "mine" ? "You" : "Partner"),
      draw("line", { class: "pairs-scale", x1: place(1), x2: place(5), y1: y, y2: y }),
    );
    if (start !== null && now !== null && start !== now) svg.append(arrow(start, now, y));
    if (start !== null) svg.append(mark("start", start, y));
    if (now !== null) svg.append(mark("now", now, y));
    if (then !== null) svg.append(mark("then", then, y));
  }
  return svg;
}

/**
 * The mark of each time at one place of the picture.
 * @param {string} wave
 * @param {number} x
 * @param {number} y
 * @returns {SVGElement}
 */
function mark(wave, x, y) {
  if (wave === "then") return draw("rect", { class: "pairs-back", x: x - 8, y: y - 8, width: 16, height: 16 });
  return draw("circle", { class: "pairs-dot", cx: x, cy: y, r: wave === "now" ? 9 : 5 });
}

/**
 * What the marks of the picture mean, for the eye alone as the picture is.
 * @param {Compared} one
 * @returns {HTMLElement}
 */
function key({ times }) {
  const entries = times
    .filter(({ wave }) => wave !== "once")
    .map(({ wave, time }) =>
      make("li", {}, draw("svg", { class: "pairs-times", viewBox: "0 0 20 20" }, mark(wave, 10, 10)), time),
    );
  return make("ul", { class: "pairs-key", "aria-hidden": "true" }, ...entries);
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} y
 * @returns {SVGElement}
 */
function arrow(from, to, y) {
  const side = Math.sign(to - from);
  const end = to - side * 11;
  const tip = `${end},${y} ${end - side * 9},${y - 6} ${end - side * 9},${y + 6}`;
  return draw(
    "g",
    { class: "pairs-arrow" },
    draw("line", { x1: from, x2: end - side * 8, y1: y, y2: y }),
    draw("polygon", { points: tip }),
  );
}

/**
 * @param {number} step
 * @returns {number}
 */
function place(step) {
  return 84 + (step - 1) * STEP;
}
