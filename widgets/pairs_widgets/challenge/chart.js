// A run chart: the points in the order of their days, a line through them, and their median.

import { dayText } from "../shared/days.js";
import { numberText } from "../shared/numbers.js";
import { draw } from "../shared/svg.js";

/** @typedef {{day: string, value: number}} Point */

const WIDTH = 340;
const HEIGHT = 210;
const BOX = { left: 52, right: 328, top: 16, bottom: 168 };

/**
 * Draw the points. Those of a shift or trend are squares, so that nothing is said by colour alone.
 * @param {Point[]} points by their days, at least one
 * @param {{median: number | null, runs: {places: number[]}[]}} [read] what the kernel reads in them
 * @returns {SVGElement}
 */
export function runChart(points, read) {
  const values = points.map(({ value }) => value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const x = (/** @type {number} */ place) => {
    const steps = points.length - 1;
    return steps ? BOX.left + 8 + (place / steps) * (BOX.right - BOX.left - 16) : (BOX.left + BOX.right) / 2;
  };
  const y = (/** @type {number} */ value) =>
    high === low ? (BOX.top + BOX.bottom) / 2 : BOX.bottom - ((value - low) / (high - low)) * (BOX.bottom - BOX.top);
  const median = read?.median ?? null;
  const first = dayText(points[0].day);
  const last = dayText(points[points.length - 1].day);
  const picture = draw("svg", {
    class: "pairs-chart",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: "img",
    "aria-label": [
      points.length === 1 ? `A chart with 1 point, on ${first}.` : `A chart with ${points.length} points, from ${first} to ${last}.`,
      low === high ? `All are ${numberText(low)}.` : `They lie between ${numberText(low)} and ${numberText(high)}.`,
      median !== null && `The median is at ${numberText(median)}.`,
      "The table says the same.",
    ]
      .filter(Boolean)
      .join(" "),
  });
  picture.append(
    draw("path", { class: "pairs-axis", d: `M${BOX.left} ${BOX.top - 8}V${BOX.bottom + 8}H${BOX.right}` }),
    words(BOX.left - 6, y(low) + 4, numberText(low), "end"),
    words(BOX.left, HEIGHT - 20, first, "start"),
  );
  if (high !== low) picture.append(words(BOX.left - 6, y(high) + 4, numberText(high), "end"));
  if (points.length > 1) picture.append(words(BOX.right, HEIGHT - 4, last, "end"));
  if (median !== null) {
    picture.append(
      draw("path", { class: "pairs-middle", d: `M${BOX.left} ${y(median)}H${BOX.right}` }),
      words(BOX.right, y(median) - 5, `median ${numberText(median)}`, "end"),
    );
  }
  const line = points.map(({ value }, place) => `${x(place)} ${y(value)}`).join("L");
  picture.append(draw("path", { class: "pairs-through", d: `M${line}` }));
  const inRun = new Set(read?.runs.flatMap(({ places }) => places) ?? []);
  points.forEach(({ value }, place) => {
    picture.append(
      inRun.has(place)
        ? draw("rect", { class: "pairs-dot", x: x(place) - 5, y: y(value) - 5, width: 10, height: 10 })
        : draw("circle", { class: "pairs-dot", cx: x(place), cy: y(value), r: 3.5 }),
    );
  });
  return picture;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} anchor
 */
function words(x, y, text, anchor) {
  return draw("text", { x, y, "text-anchor": anchor }, text);
}
