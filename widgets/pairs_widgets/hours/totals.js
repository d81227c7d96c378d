// The sums of the cards of hours: whose hours they are, and how they are paid.

import { make } from "../shared/dom.js";
import { numberText } from "../shared/numbers.js";

/** @typedef {import("../shared/types.js").Item} Item */
/** @typedef {import("../shared/types.js").Option} Option */
/** @typedef {import("../cards/list.js").Card} Card */

const NOT_SAID = { id: "", label: "Not said yet" };

/**
 * Make the table, or a sentence while there is nothing to add up. Two columns fit everywhere.
 * @param {Item} item with the fields whose, paid and hours
 * @param {Card[]} cards
 * @returns {HTMLElement[]}
 */
export function totals(item, cards) {
  const counted = cards.filter((card) => typeof card.hours === "number");
  const left = cards.length - counted.length;
  const more =
    left > 0 &&
    make(
      "p",
      { class: "pairs-hint" },
      left === 1 ? "One card has no hours yet." : `${left} cards have no hours yet.`,
    );
  if (!counted.length) {
    return [make("p", { class: "pairs-hint" }, "A table of your hours will be here when a card has hours.")];
  }
  const groups = options(item, "whose").flatMap((whose) => {
    const own = counted.filter((card) => card.whose === whose.id);
    return own.length ? [group(whose, own, options(item, "paid"))] : [];
  });
  const table = make(
    "table",
    {},
    make("caption", {}, "Hours a month, from your cards"),
    make(
      "thead",
      {},
      make("tr", {}, make("th", { scope: "col" }, "Whose hours, and how they are paid"), make("th", { scope: "col" }, "Hours")),
    ),
    ...groups,
    make("tfoot", {}, row("All hours", counted)),
  );
  return more ? [table, more] : [table];
}

/**
 * @param {Item} item
 * @param {string} field
 * @returns {Option[]}
 */
function options(item, field) {
  return [...(item.fields.find(({ id }) => id === field)?.options ?? []), NOT_SAID];
}

/**
 * @param {Option} whose
 * @param {Card[]} cards
 * @param {Option[]} ways
 * @returns {HTMLElement}
 */
function group(whose, cards, ways) {
  const rows = ways.flatMap((way) => {
    const own = cards.filter((card) => card.paid === way.id);
    return own.length ? [row(way.label, own)] : [];
  });
  return make(
    "tbody",
    {},
    make("tr", { class: "pairs-whose" }, make("th", { scope: "rowgroup" }, whose.label), make("td", {}, sum(cards))),
    ...rows,
  );
}

/**
 * @param {string} label
 * @param {Card[]} cards
 */
function row(label, cards) {
  return make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, sum(cards)));
}

/** @param {Card[]} cards */
function sum(cards) {
  return numberText(cards.reduce((all, card) => all + card.hours, 0));
}
