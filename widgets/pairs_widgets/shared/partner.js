// What the partner is called: by their name wherever it is known. The page learns it after it is
// shown, so what stands there already follows (`named` of the session).

/**
 * Put the partner's name into words of ours about them.
 * @param {string} text with "your partner" or "Your partner" in it
 * @param {string} name "" while it is not known
 * @returns {string}
 */
export function byName(text, name) {
  return name ? text.replace(/\b[Yy]our partner\b/g, () => name) : text;
}
