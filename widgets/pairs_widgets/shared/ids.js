// Makes the ids of events: UUIDs of version 7, which sort by the time they were made.

/**
 * Return a new UUIDv7 (RFC 9562). `getRandomValues` also exists on pages without TLS.
 * @param {number} [now] milliseconds since 1970
 * @param {string} [before] an id that the new one must be later than, whatever the clock does
 * @returns {string}
 */
export function newId(now = Date.now(), before = "") {
  return idAt(before ? Math.max(now, momentOf(before) + 1) : now);
}

/**
 * @param {number} now milliseconds since 1970
 * @returns {string}
 */
function idAt(now) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}

/**
 * The moment in an id, in milliseconds since 1970.
 * @param {string} id
 * @returns {number}
 */
export function momentOf(id) {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

let rendered = 0;

/**
 * Return a prefix for element ids that no other view on this page has: two widgets, or two views
 * of one, may show the same item.
 * @param {string} name
 * @returns {string}
 */
export function newPrefix(name) {
  rendered += 1;
  const tag = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
  return `${name.replace(/[^a-z0-9]+/gi, "-")}-${tag}${rendered}-`;
}
