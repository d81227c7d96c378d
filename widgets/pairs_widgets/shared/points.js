// The points of a measure as they are kept: text, one line each, as "2026-11-03 12.5".
//
// What they show is read by the kernel (course/pairs_course/runchart.py); this is for the page.

import { dayText, numberText } from "./numbers.js";

const LINE = /^(\d{4}-\d\d-\d\d) ([-+]?\d{1,9}(?:\.\d{1,9})?)$/;

/** @typedef {{day: string, value: number, line: string}} Point */

/**
 * The lines that hold something, without the space around them.
 * @param {string} text
 * @returns {string[]}
 */
export function pointLines(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/**
 * The points of a text by their days; lines that are no points are left out.
 * @param {string} text
 * @returns {Point[]}
 */
export function readPoints(text) {
  return pointLines(text)
    .flatMap((line) => {
      const match = LINE.exec(line);
      const day = match && !Number.isNaN(Date.parse(match[1]));
      return match && day ? [{ day: match[1], value: Number(match[2]), line }] : [];
    })
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/**
 * Say a point: "3 November 2026: 12.5".
 * @param {Point} point
 * @returns {string}
 */
export function pointText({ day, value }) {
  return `${dayText(day)}: ${numberText(value)}`;
}

/**
 * Say how many points a text has, and how it differs from the text before.
 * @param {string} text
 * @param {string} before
 * @returns {string}
 */
export function pointsNews(text, before) {
  const now = readPoints(text);
  const then = readPoints(before);
  const list = (/** @type {Point[]} */ from, /** @type {Point[]} */ others) =>
    without(from, others).map(pointText).join("; ");
  const added = list(now, then);
  const gone = list(then, now);
  return [
    now.length === 1 ? "1 point." : `${now.length} points.`,
    added && `New: ${added}.`,
    gone && `Taken out: ${gone}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/**
 * The points that `others` does not have; two equal points count twice.
 * @param {Point[]} points
 * @param {Point[]} others
 */
function without(points, others) {
  const left = others.map(({ line }) => line);
  return points.filter(({ line }) => {
    const place = left.indexOf(line);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}
