// The shapes of the conversation's page. Only types: nothing of this file is in the page.

/** @typedef {"alone" | "sealed" | "ready" | "waiting" | "pick" | "picked" | "two" | "open"} Phase */
/** @typedef {{talked: true, when: string, how: string} | {talked: false, why: string}} Talked */
/**
 * @typedef {object} Guide
 * @property {string[]} sealing
 * @property {string[]} together
 * @property {string[]} without
 * @property {string} long_wait
 * @property {string[]} steps
 * @property {{id: string, title: string, steps: string[]}[]} versions
 */
/** @typedef {{value: any, words: string, later: {words: string, day: string} | null}} Given */
/**
 * One question at several times, as compared.py makes it.
 * @typedef {{ask: string, times: {time: string, wave: string, mine: Given, partner: Given}[]}} Compared
 */
/**
 * What `Conversation.page_state` adds.
 * @typedef {object} Added
 * @property {{id: string, prompts: string[]}} module
 * @property {Phase} phase
 * @property {boolean} waited_long whether the own seal is so old that the page says not to wait
 * @property {string[]} sealed ids of the items that are sealed together
 * @property {string[]} missing those that need an answer before sealing
 * @property {boolean} anew whether there is a new partner since this person began the module
 * @property {boolean} not_sealed whether the service did not take the last seal
 * @property {string} sentence id of the joint item
 * @property {import("../reveal/reveal.js").Opened[]} opened the picked ones first
 * @property {Compared[]} compared empty until everything is open
 * @property {{seal?: any, together?: null, apart?: null, pick?: string, alone?: null, talked?: Talked}} done
 * @property {Guide} guide
 * @property {{id: string, label: string, said: string}[]} ways how two people can talk
 * @property {{picks: {mine: string | null, theirs: string | null}, partner_talked: {when: string, how: string} | null}} view
 */
/** @typedef {import("../shared/types.js").State & Added} State */
/**
 * A part of the page: built once, brought up to date whenever something changed.
 * @typedef {object} Part
 * @property {HTMLElement} element
 * @property {(state: State) => void} update
 */
/**
 * What every part needs.
 * @typedef {object} Place
 * @property {import("../shared/session.js").Session} session
 * @property {string} prefix of element ids
 * @property {State} state when the page was opened
 */

export {};
