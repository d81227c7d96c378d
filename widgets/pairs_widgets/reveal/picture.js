// A line of five steps with up to four marks. The shape says about whom: a circle is you, a square
// is your partner. Filled is what a person said, an outline is what the other guessed.

import { draw } from "../shared/svg.js";

const STEP = 60;
const MIDDLE = 46;
/** Marks of one person's side stand above the line, guesses below it. */
const ROWS = { mine: -18, partner: -18, guess: 18, "their-guess": 18 };
const SIZE = 8;

/**
 * A mark by itself, for the words beside it.
 * @param {string} look "mine", "partner", "guess" or "their-guess"
 * @returns {SVGElement}
 */
export function mark(look) {
  return draw(
    "svg",
    { class: "pairs-mark", viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true" },
    shape(look, 12, 12),
  );
}

/**
 * Draw the line. What is no number from 1 to 5 has no mark: the words beside it say why.
 * @param {Record<string, any>} values by look
 * @returns {SVGElement}
 */
export function fiveSteps(values) {
  const picture = draw(
    "svg",
    {
      class: "pairs-picture",
      viewBox: "0 0 300 108",
      role: "img",
      "aria-label": "A line from 1 to 5 with the answers and guesses. The table says the same.",
    },
    draw("line", { x1: 30, x2: 270, y1: MIDDLE, y2: MIDDLE }),
  );
  for (let step = 1; step <= 5; step += 1) {
    const x = place(step);
    picture.append(
      draw("line", { x1: x, x2: x, y1: MIDDLE - 5, y2: MIDDLE + 5 }),
      draw("text", { x, y: 100, "text-anchor": "middle" }, String(step)),
    );
  }
  for (const [look, y] of Object.entries(ROWS)) {
    const value = values[look];
    if (!Number.isInteger(value)) continue;
    // Two marks of one row at the same step stand side by side.
    const twin = Object.entries(ROWS).some(
      ([other, row]) => other !== look && row === y && values[other] === value,
    );
    const first = look === "mine" || look === "guess";
    const beside = twin ? (first ? -SIZE - 3 : SIZE + 3) : 0;
    picture.append(shape(look, place(value) + beside, MIDDLE + y));
  }
  return picture;
}

/**
 * @param {number} step
 * @returns {number}
 */
function place(step) {
  return 30 + (step - 1) * STEP;
}

/**
 * @param {string} look
 * @param {number} x
 * @param {number} y
 * @returns {SVGElement}
 */
function shape(look, x, y) {
  const kind = look === "mine" || look === "their-guess" ? "you" : "partner";
  const name = `pairs-shape pairs-${kind} pairs-${look === "mine" || look === "partner" ? "said" : "guess"}`;
  if (kind === "you") return draw("circle", { class: name, cx: x, cy: y, r: SIZE });
  const side = 2 * SIZE - 1;
  return draw("rect", { class: name, x: x - side / 2, y: y - side / 2, width: side, height: side });
}
