// What a seal fixed is marked on its question: a guess stays, and a later answer stands beside.

import { shortDay } from "./days.js";
import { make, setText } from "./dom.js";
import { byName } from "./partner.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Sealed} Sealed */

/**
 * Let a field follow the seal. A guess can change no more, so its choices give way to its words.
 * @param {Session} session
 * @param {Item} item
 * @param {string} kind "answer" or "guess"
 * @param {Field} field
 * @returns {Field & {follow: () => void}}
 */
export function followSeal(session, item, kind, field) {
  const mark = make("p", { class: "pairs-sealed", hidden: true });
  field.element.append(mark);
  const sealed = () => /** @type {Sealed | undefined} */ (session.state().seals?.[item.id]);
  const isFixed = () => kind === "guess" && Boolean(sealed());
  const follow = () => {
    const one = sealed();
    mark.hidden = !one;
    setText(mark, one ? words(kind, one, session.state()) : "");
    if (kind !== "guess") return;
    for (const part of field.element.querySelectorAll(".pairs-options, .pairs-status")) {
      /** @type {HTMLElement} */ (part).hidden = Boolean(one);
    }
    if (one) field.setError(null);
  };
  follow();
  return {
    ...field,
    missing: () => (isFixed() ? null : field.missing()),
    unanswered: () => !isFixed() && Boolean(field.unanswered?.()),
    follow,
  };
}

/**
 * @param {string} kind
 * @param {Sealed} sealed
 * @param {{zone: string, partner: string}} state
 * @returns {string}
 */
function words(kind, { at, answer, guess, changed }, { zone, partner }) {
  const day = shortDay(at, zone);
  if (kind === "guess") return `${guess}. Sealed on ${day}, so it stays as it is.`;
  if (!changed) return `Sealed on ${day}.`;
  const both = byName("Your partner sees both when this opens.", partner);
  return `Sealed on ${day}: ${answer}. Your answer is another one now. ${both}`;
}
