// The shapes that kernel and page exchange. Only types: nothing of this file is in the page.

/**
 * `more` is said after the label, more quietly.
 * @typedef {{id: string, label: string, feedback?: string, turns?: boolean, more?: string}} Option
 */
/**
 * One box of a joint item or of a card; `kind` is text, number, date or choice.
 * @typedef {{id: string, label: string, kind: string, hint: string, options: Option[]}} Box
 */
/**
 * One question, as `page_item` in base.py makes it.
 * @typedef {object} Item
 * @property {string} id
 * @property {string} kind
 * @property {string} ask
 * @property {string} hint
 * @property {string} left
 * @property {string} right
 * @property {Option[]} options
 * @property {Box[]} fields
 * @property {boolean} guess
 * @property {string} if_chosen the question and option that these own words go with: "N1#something-else"
 * @property {number} max
 * @property {number} most
 * @property {string} who who sees it, where the box over its set does not say it all
 * @property {string} next
 */
/**
 * What the kernel gives to every page; each widget adds to it.
 * @typedef {object} State
 * @property {string} user
 * @property {string} partner the partner's name, or "" while it is not known
 * @property {string} zone the time zone that days are in
 * @property {Item[]} items
 * @property {Record<string, any>} answers
 * @property {Record<string, any>} guesses
 * @property {Record<string, string>} saved when each was saved: "answer/D1" -> ISO 8601
 * @property {Record<string, string>} [typed] who typed it in from paper: "answer/D1" -> a name
 * @property {number} [count] how many events the journal had
 * @property {Record<string, [string, string]>} [last] the last event's id and page: "answer/D1" -> both
 * @property {Record<string, {id: string, value: any, at: string}[]>} [apart] words that another page replaced unseen
 * @property {string[]} unshared which of them have not reached the service: "answer/D1"
 * @property {Record<string, Sealed>} seals what the own seal fixed, by item
 * @property {"ok" | "waiting" | "off"} sharing
 */
/**
 * What a seal fixed of one question: when, and in words; `changed`: there is another answer since.
 * @typedef {{at: string, answer: string, guess: string, changed: boolean}} Sealed
 */
/**
 * The part of anywidget's model that is used here.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(message: object) => void} send
 * @property {(name: string, call: (message: any) => void) => void} on
 * @property {(name: string, call: (message: any) => void) => void} off
 */
/** @typedef {{model: Model, el: HTMLElement}} RenderContext */

/** @typedef {"sealed" | "last" | "at once"} Opens */
/**
 * What a page says about a set as a whole, as `page_words` in state.py makes it; `who` sees the
 * answers, in sentences.
 * @typedef {{title: string, intro: string, who: string[], opens: Opens}} SetWords
 */

export {};
