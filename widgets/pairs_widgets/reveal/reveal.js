// Shows what is open: what each said, what each guessed, and what to ask next. Never a total.

import { make } from "../shared/dom.js";
import { newPrefix } from "../shared/ids.js";
import { dayText } from "../shared/days.js";
import { byName } from "../shared/partner.js";
import { openSession } from "../shared/session.js";
import { fiveSteps, mark } from "./picture.js";

/** @typedef {import("../shared/types.js").Item} Item */
/** @typedef {import("../shared/types.js").RenderContext} RenderContext */
/** @typedef {{words: string, day: string}} Later an answer given after the seal */
/** @typedef {{answer: any, guess: any, later: Later | null, words: {answer: string, guessed: string}}} Side */
/**
 * One opened item, as reveal.py makes it. `words.guessed` is what the other guessed this person says.
 * @typedef {object} Opened
 * @property {string} item
 * @property {Side} mine
 * @property {Side} partner
 * @property {string} reading how near the answers are and how near the guess came, in words
 */

/**
 * Make the card of one opened item.
 * @param {string} prefix of element ids
 * @param {Item} item
 * @param {Opened} opened
 * @param {string} name the partner's, "" while it is not known
 * @returns {HTMLElement}
 */
export function revealCard(prefix, item, opened, name) {
  const title = make("h5", { id: `${prefix}open-${item.id}` }, item.ask);
  const { mine, partner, reading } = opened;
  return make(
    "article",
    { class: "pairs-card pairs-opened", "aria-labelledby": title.id },
    title,
    reading && make("p", { class: "pairs-reading" }, reading),
    item.kind === "between" && ends(item.left, item.right),
    item.kind === "scale" && ends("never", "always"),
    ["between", "scale"].includes(item.kind) ? line(item, opened, name) : columns(item, opened, name),
    later("You", mine.later),
    later(byName("Your partner", name), partner.later),
    item.next && make("p", { class: "pairs-next" }, make("strong", {}, "What to ask next. "), item.next),
  );
}

/**
 * What somebody answered after the seal, beside what they sealed.
 * @param {string} who
 * @param {Later | null} said
 */
function later(who, said) {
  return (
    said &&
    make(
      "p",
      { class: "pairs-changed", dir: "auto" },
      make("strong", {}, `${who}, after sealing, on ${dayText(said.day)}: `),
      said.words,
    )
  );
}

/**
 * The picture of a rated item, and under it the same in words: each row shows its mark.
 * @param {Item} item
 * @param {Opened} opened
 * @param {string} name
 * @returns {HTMLElement}
 */
function line(item, { mine, partner }, name) {
  const rows = [
    { look: "mine", who: "You", words: mine.words.answer },
    { look: "partner", who: byName("Your partner", name), words: partner.words.answer },
  ];
  if (item.guess) {
    rows.push(
      { look: "guess", who: byName("Your guess about your partner", name), words: partner.words.guessed },
      { look: "their-guess", who: byName("Your partner’s guess about you", name), words: mine.words.guessed },
    );
  }
  const body = rows.map(({ look, who, words }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, make("span", { class: "pairs-marked" }, mark(look), who)),
      make("td", {}, words),
    ),
  );
  const marks = { mine: mine.answer, partner: partner.answer, guess: mine.guess, "their-guess": partner.guess };
  return make(
    "div",
    { class: "pairs-line" },
    fiveSteps(marks),
    make(
      "table",
      {},
      make("caption", { class: "pairs-vh" }, `Answers and guesses: ${item.ask}`),
      make("tbody", {}, ...body),
    ),
  );
}

/**
 * What a choice or a text shows: two columns, one for each person.
 * @param {Item} item
 * @param {Opened} opened
 * @param {string} name
 * @returns {HTMLElement}
 */
function columns(item, { mine, partner }, name) {
  const column = (/** @type {string} */ who, /** @type {string} */ by, /** @type {Side} */ side) =>
    make(
      "div",
      { class: "pairs-column" },
      make("p", { class: "pairs-column-title" }, who),
      make("p", { class: "pairs-said", dir: "auto" }, side.words.answer),
      item.guess && make("p", { class: "pairs-guessed" }, make("strong", {}, `${by}: `), side.words.guessed),
    );
  return make(
    "div",
    { class: "pairs-columns" },
    column("You", byName("Your partner’s guess about you", name), mine),
    column(byName("Your partner", name), byName("Your guess about your partner", name), partner),
  );
}

/**
 * @param {string} first
 * @param {string} last
 * @returns {HTMLElement}
 */
function ends(first, last) {
  return make(
    "div",
    { class: "pairs-ends" },
    make("p", {}, make("strong", {}, "1 is: "), first),
    make("p", {}, make("strong", {}, "5 is: "), last),
  );
}

/**
 * The reveal on a page of its own.
 * @param {RenderContext} context
 * @returns {() => void}
 */
function render({ model, el }) {
  const root = make("section", { class: "pairs pairs-reveal", lang: "en", "aria-label": "The reveal" });
  el.append(root);
  const session = openSession(model, root);
  const prefix = newPrefix(model.get("name"));
  const list = make("div");
  root.append(list);
  const show = (/** @type {any} */ state) => {
    const items = new Map(state.items.map((/** @type {Item} */ item) => [item.id, item]));
    list.replaceChildren(
      ...state.opened.map((/** @type {Opened} */ one) => revealCard(prefix, items.get(one.item), one, state.partner)),
    );
  };
  session.onState(show);
  show(session.state());
  return () => session.close();
}

export default { render };
