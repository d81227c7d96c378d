// Days as the course has them, wherever the reader's computer thinks it is. Home, the desk, paper
// and figures write the same ones (course/pairs_course/course_time.py).
//
// A time of today is for looking at one's own clock, so it is the reader's.

/**
 * The day of a moment in the course's time zone.
 * @param {string | Date} at
 * @param {string} zone the course's, as the state has it
 * @returns {string} ISO 8601
 */
export function dayOf(at, zone) {
  const { year, month, day } = Object.fromEntries(
    format(zone, { year: "numeric", month: "2-digit", day: "2-digit" })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  return `${year}-${month}-${day}`;
}

/**
 * Today, by the course's calendar.
 * @param {string} zone
 * @returns {string} ISO 8601
 */
export function today(zone) {
  return dayOf(new Date(), zone);
}

/**
 * When something was: the time if it was today, else the day.
 * @param {string} at ISO 8601
 * @param {string} zone
 * @param {Date} [now]
 * @returns {{time?: string, day?: string}} "14:03", or "3 June"
 */
export function when(at, zone, now = new Date()) {
  return dayOf(at, zone) === dayOf(now, zone) ? { time: timeOf(at) } : { day: shortDay(at, zone) };
}

/**
 * Write the day of a moment without its year: "3 June".
 * @param {string} at ISO 8601
 * @param {string} zone
 * @returns {string}
 */
export function shortDay(at, zone) {
  return format(zone, { day: "numeric", month: "long" }).format(new Date(at));
}

/**
 * Write a day for a person: "3 November 2026". What is no day stays as it is.
 * @param {string} day ISO 8601
 * @returns {string}
 */
export function dayText(day) {
  const noon = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(noon.getTime())) return day;
  return format("UTC", { day: "numeric", month: "long", year: "numeric" }).format(noon);
}

/**
 * Write the time of a moment by the reader's own clock: "14:03".
 * @param {string | number} at
 * @returns {string}
 */
export function timeOf(at) {
  return format(undefined, { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

/** @type {Map<string, Intl.DateTimeFormat>} each takes longer to make than an answer to be saved */
const formats = new Map();

/**
 * @param {string | undefined} zone the reader's own if there is none
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {Intl.DateTimeFormat}
 */
function format(zone, options) {
  const key = JSON.stringify([zone, options]);
  const made = formats.get(key) ?? newFormat(zone, options);
  formats.set(key, made);
  return made;
}

/**
 * @param {string | undefined} zone
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {Intl.DateTimeFormat}
 */
function newFormat(zone, options) {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
  } catch {
    // An old browser may not know a zone by its newest name; its own is the next best.
    return new Intl.DateTimeFormat("en-GB", options);
  }
}
