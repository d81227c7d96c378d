// A list of cards that one person keeps: add, change, remove. The whole list is one answer.

import { make, makeButton, setText } from "../shared/dom.js";
import { openCard } from "./card.js";

/** @typedef {import("../shared/session.js").Session} Session */
/** @typedef {import("../shared/types.js").Item} Item */
/** @typedef {Record<string, any> & {id: string}} Card */
/**
 * What a widget adds to its cards.
 * @typedef {object} Look
 * @property {boolean} [newestFirst]
 * @property {(card: Card) => string} [praise] words about a card, "" for none
 * @property {(cards: Card[]) => void} [changed] called with the cards as they are now
 */

/** An event holds 20 000 bytes; the rest is for its names and times. */
const LARGEST = 19000;

/**
 * Make the place for one item of cards. It follows the kernel by itself; what somebody is typing
 * is never touched.
 * @param {Session} session
 * @param {string} prefix of element ids
 * @param {Item} item
 * @param {Look} [look]
 * @returns {HTMLElement}
 */
export function cardList(session, prefix, item, look = {}) {
  const base = `${prefix}${item.id}`;
  const title = make("h4", { id: `${base}-title` }, item.ask);
  const none = make("p", { class: "pairs-hint" }, "There are no cards yet.");
  const list = make("div", { class: "pairs-cards" });
  const full = make(
    "p",
    { class: "pairs-hint" },
    `You have ${item.most} ${item.most === 1 ? "card" : "cards"}, and there is no room for more. Remove one to add another.`,
  );
  const add = makeButton("Add a card", () => addCard(), "main");
  const status = session.status(item.id);
  const news = make("p", { class: "pairs-vh", role: "status" });
  const below = make("div", {}, full, add, status);
  const element = make(
    "div",
    { class: "pairs-together", role: "group", "aria-labelledby": title.id },
    title,
    item.hint && make("p", { class: "pairs-hint" }, item.hint),
    ...(look.newestFirst ? [below, none, list] : [none, list, below]),
    news,
  );

  /** @type {import("./card.js").OpenCard[]} in the order in which they were made */
  let cards = [];
  /** @type {Set<string>} every card that was here: one that was removed here does not come back */
  const known = new Set();
  const values = () => cards.filter((card) => !card.empty()).map((card) => card.value());

  const save = () => {
    const given = values();
    const size = new TextEncoder().encode(JSON.stringify(given)).length;
    const long = size > LARGEST && "There is too much on your cards. Make one shorter, or remove one.";
    const problem = cards.map((card) => card.problem()).find(Boolean) || long;
    if (problem) session.hold("answer", item.id, given, `Not saved yet. ${problem}`);
    else session.sendSoon("answer", item.id, given);
  };

  /** @param {Card} value */
  const take = (value) => {
    known.add(value.id);
    const card = openCard({
      session,
      prefix: `${base}-${value.id}-`,
      item,
      value,
      praise: look.praise,
      changed: () => {
        // The words about saving stand where the person is.
        card.form.append(status);
        save();
        arrange();
      },
      closed: () => below.append(status),
      removed: () => remove(card),
    });
    cards.push(card);
    return card;
  };

  const addCard = () => {
    const card = take({ id: newCardId() });
    arrange();
    card.edit();
  };

  /** @param {import("./card.js").OpenCard} card */
  const remove = (card) => {
    const shown = [...list.children];
    const place = shown.indexOf(card.element);
    const number = cards.indexOf(card) + 1;
    const saved = !card.empty();
    below.append(status);
    cards = cards.filter((one) => one !== card);
    arrange();
    const next = shown[place + 1] ?? shown[place - 1];
    const neighbour = cards.find((one) => one.element === next);
    if (neighbour) neighbour.focus();
    else add.focus();
    setText(news, `Card ${number} is removed. ${countWords(cards.length)}`);
    if (saved) {
      save();
      session.flush();
    }
  };

  /** Put the cards in their order, with their numbers, and say what there is. */
  function arrange() {
    cards.forEach((card, index) => card.number(index + 1));
    const wanted = cards.map((card) => card.element);
    if (look.newestFirst) wanted.reverse();
    for (const child of [...list.children]) {
      if (!wanted.includes(/** @type {HTMLElement} */ (child))) child.remove();
    }
    // Moving an element takes the focus from it: only what is out of place is moved.
    wanted.forEach((child, index) => {
      if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
    });
    none.hidden = cards.length > 0;
    full.hidden = cards.length < item.most;
    add.hidden = cards.length >= item.most;
    if (look.changed) look.changed(values());
  }

  /** Take in what the kernel knows, without touching what is being written. */
  const follow = () => {
    const waiting = session.waiting(item.id) || cards.some((card) => card.problem());
    const theirs = /** @type {Card[]} */ (
      (waiting ? session.state().answers?.[item.id] : session.value(item.id)) ?? []
    );
    for (const value of theirs) if (!known.has(value.id)) take(value);
    if (!waiting) {
      const values = new Map(theirs.map((value) => [value.id, value]));
      cards = cards.filter((card) => values.has(card.id) || card.editing());
      for (const card of cards) card.setValue(values.get(card.id));
    }
    arrange();
  };

  for (const value of session.value(item.id) ?? []) take(value);
  arrange();
  const held = cards.filter((card) => card.problem());
  for (const card of held) card.edit(false);
  if (held.length) save();
  session.onState(follow);
  return element;
}

/** @param {number} count */
function countWords(count) {
  if (count === 0) return "You have no cards.";
  return count === 1 ? "You have 1 card." : `You have ${count} cards.`;
}

/** @returns {string} letters and digits, different on every page */
function newCardId() {
  const parts = crypto.getRandomValues(new Uint32Array(3));
  return [Date.now(), ...parts].map((part) => part.toString(36)).join("");
}
