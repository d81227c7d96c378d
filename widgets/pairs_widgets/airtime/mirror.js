// What the airtime mirror shows: plain words, and a bar that says the same.

import { byName } from "../shared/partner.js";
import { draw } from "../shared/svg.js";

/** @typedef {{voice: "mine" | "theirs", at: string}} Running who was speaking at a time, ISO 8601 */
/** @typedef {{mode: "buttons" | "guess", mine: number | null, theirs: number | null, guess: number | null, running?: Running | null}} Airtime */

/** Seconds of talk of which one can say how many of ten minutes they would be. */
const ENOUGH = 120;

/**
 * @param {number} seconds whole ones
 * @returns {string}
 */
export function timeWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/**
 * How many of ten minutes are one's own: counted, or guessed where nothing was counted.
 * @param {Airtime} value
 * @returns {number | null}
 */
function share(value) {
  if (value.mode === "guess") return value.guess === null ? null : value.guess / 10;
  const total = (value.mine ?? 0) + (value.theirs ?? 0);
  return total ? (10 * (value.mine ?? 0)) / total : null;
}

/**
 * @param {Airtime} value
 * @returns {string[]} words about "your partner"
 */
export function resultWords(value) {
  const part = share(value);
  if (part === null) return [];
  const mine = Math.round(part);
  const ask = "Ask each other: “Was that right for us today? Who needs more time?”";
  if (value.mode === "guess") {
    return [
      `You guess that you speak for ${mine} of 10 minutes, and your partner for ${10 - mine}.`,
      "Your partner may have another guess. Ask.",
      ask,
    ];
  }
  const [own, other] = [value.mine ?? 0, value.theirs ?? 0];
  const lines = [`You spoke for ${timeWords(own)}, and your partner for ${timeWords(other)}.`];
  if (own + other < ENOUGH) {
    lines.push("That is too short to see much in it. Talk for a few minutes, and look again.");
  } else {
    lines.push(`In 10 minutes of such a talk, you would speak for about ${mine}, and your partner for about ${10 - mine}.`);
  }
  if (value.guess !== null) lines.push(`Your guess for yourself was ${Math.round(value.guess / 10)} of 10.`);
  return [...lines, ask];
}

/**
 * A bar of two parts, told apart by lines and not by colour; the words beside it say the same.
 * @param {Airtime} value
 * @param {string} name the partner's, "" while it is not known
 * @returns {SVGElement}
 */
export function shareBar(value, name) {
  const mine = 28 * (share(value) ?? 0);
  const stripes = [];
  for (let x = mine + 10; x < 280; x += 10) stripes.push(draw("line", { x1: x, x2: x, y1: 24, y2: 60 }));
  const marks = value.mode === "buttons" && value.guess !== null ? guessMark(2.8 * value.guess) : [];
  return draw(
    "svg",
    { class: "pairs-bar", viewBox: `0 0 300 ${marks.length ? 88 : 64}`, "aria-hidden": "true" },
    draw(
      "g",
      { transform: "translate(10 0)" },
      draw("text", { x: 0, y: 16 }, "You"),
      draw("text", { x: 280, y: 16, "text-anchor": "end" }, byName("Your partner", name)),
      draw("rect", { class: "pairs-bar-mine", x: 0, y: 24, width: mine, height: 36 }),
      ...stripes,
      draw("rect", { class: "pairs-bar-all", x: 0, y: 24, width: 280, height: 36 }),
      ...marks,
    ),
  );
}

/**
 * @param {number} x
 * @returns {SVGElement[]}
 */
function guessMark(x) {
  const anchor = x < 60 ? "start" : x > 220 ? "end" : "middle";
  return [
    draw("path", { class: "pairs-bar-guess", d: `M ${x} 60 l -6 9 h 12 z` }),
    draw("text", { x, y: 82, "text-anchor": anchor }, "your guess"),
  ];
}
