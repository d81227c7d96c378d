// Numbers as people write them: with a point or a comma, and never guessed at.

const NUMBER = /^[-+−]?\d+([.,]\d+)?$/;
const THOUSANDS = /^[-+−]?\d{1,3}(,\d{3})+(\.\d+)?$/;
// The reader of what is typed in from paper, course/pairs_course/answers/written_values.py, has the same rules.
/** A number stays below this: what is counted in a pair's own place is smaller. */
const LARGEST = 1e9;
/** More digits after the point would be cut where the number is shown. */
const DIGITS = 4;

/**
 * Read what somebody typed. Nothing typed is no number and no problem.
 * @param {string} text
 * @returns {{value: number | null, problem: string | null}}
 */
export function readNumber(text) {
  const plain = text.replace(/[\s\u00a0\u202f\u2009]/g, "");
  if (!plain) return { value: null, problem: null };
  if (THOUSANDS.test(plain)) {
    return { value: null, problem: "Write this number without a comma, for example 1200 or 1.2." };
  }
  if (!NUMBER.test(plain)) {
    return { value: null, problem: "Write a number here, for example 3 or 2.5." };
  }
  const written = plain.replace("−", "-").replace(",", ".");
  if ((written.split(".")[1] ?? "").replace(/0+$/, "").length > DIGITS) {
    return { value: null, problem: `Write at most ${DIGITS} digits after the point.` };
  }
  const value = Number(written);
  if (Math.abs(value) >= LARGEST) return { value: null, problem: "Write a smaller number." };
  return { value, problem: null };
}

/**
 * Write a number with a point and no more digits than it needs.
 * @param {number} value
 * @returns {string}
 */
export function numberText(value) {
  return String(Number(value.toFixed(DIGITS)));
}
