// Who can see an answer, in words.

/** @typedef {import("./types.js").Item} Item */

/**
 * Say who can see an answer with that audience.
 * @param {string[]} audience
 * @param {import("./types.js").Opens} opens when the partner sees what is for them
 * @returns {string[]} short sentences
 */
export function audienceWords(audience, opens) {
  if (audience.length === 0) return ["Only you can see this."];
  const words = [];
  if (!audience.includes("partner")) {
    words.push("Your partner does not see your answers.");
  } else if (opens === "sealed") {
    words.push(
      "Your partner sees your answers only when you have both sealed them and you both press “We are together now”.",
    );
  } else if (opens === "last") {
    words.push(
      "Your partner sees your answers only at the end of the course, when you have both opened all the rest.",
    );
  } else {
    words.push("Your partner sees this at once.");
  }
  if (audience.includes("facilitator")) {
    words.push("Your facilitator can read them after you send this module.");
  } else {
    words.push("Your facilitator does not see them.");
  }
  if (audience.includes("other-pair")) {
    words.push("The pair that you meet can read it once you have both confirmed it.");
  }
  if (audience.includes("cohort")) {
    words.push(
      "Your whole group only ever sees words such as “few” or “many”, for all pairs together.",
      "Figures of many groups together can be steps, such as “30 to 40 in 100”.",
    );
  }
  return words;
}

/**
 * The widest audience of a set: everybody who may see an answer to any of its items. What a box
 * says over all of them must not be less than what is true of one; an item with another audience
 * says so itself.
 * @param {Item[]} items
 * @returns {string[]}
 */
export function widestAudience(items) {
  return [...new Set(items.flatMap(({ audience }) => audience))];
}

/**
 * @param {string[]} one
 * @param {string[]} other
 * @returns {boolean}
 */
export function sameAudience(one, other) {
  return one.length === other.length && one.every((who) => other.includes(who));
}
