// Holds what is not on the disk yet in this tab's own storage, so that it outlives a reload, a
// restarted kernel and an expired sign-in. The key names the person: nobody else's is ever sent.
//
// Of answers to one question only the last is kept: what was given before it must not come later.

import { newId } from "./ids.js";

/** Of these only the last one of a question counts; of all other kinds each one does. */
const LAST_COUNTS = ["answer", "guess"];

/**
 * What stood before an answer: `since` is the first event of an unbroken run of changes on this
 * page ("" before it is sent), `after` are the events that the page showed when the run began.
 * @typedef {{since: string, after: string[]}} Run
 */
/**
 * `run` is there where only the last one counts. A draft that cannot be saved says `why`.
 * @typedef {{id: string, kind: string, item: string, value: any, run?: Run, why?: string}} Waiting
 */
/** @typedef {{page: string, last: string, events: Waiting[], drafts: Record<string, Waiting>}} Contents */
/**
 * @typedef {object} Shelf
 * @property {() => string} page names this page, for as long as something of it may be on its way
 * @property {() => string} newId an id that is later than all before it
 * @property {(one: Waiting) => void} put
 * @property {(id: string) => Waiting | undefined} take
 * @property {() => Waiting[]} all in the order in which they were put
 * @property {(place: string, one: Waiting) => void} putDraft what is not to be sent yet
 * @property {(place: string) => void} dropDraft
 * @property {() => Waiting[]} drafts
 */

/**
 * Say whether a newer event of this kind takes the place of an older one.
 * @param {string} kind
 * @returns {boolean}
 */
export function lastCounts(kind) {
  return LAST_COUNTS.includes(kind);
}

/**
 * Open the shelf of that name. Without storage (switched off, or full) it lasts as long as the page.
 * @param {string} name
 * @returns {Shelf}
 */
export function openShelf(name) {
  /** @type {Contents} */
  let memory = { page: newId().replaceAll("-", ""), last: "", events: [], drafts: {} };
  let stored = true;

  const read = () => {
    if (!stored) return memory;
    try {
      const text = sessionStorage.getItem(name);
      if (text === null) return { ...memory, events: [], drafts: {} };
      return /** @type {Contents} */ ({ ...memory, ...JSON.parse(text) });
    } catch {
      return memory;
    }
  };
  const write = (/** @type {Partial<Contents>} */ change) => {
    memory = { ...read(), ...change };
    try {
      if (memory.events.length || Object.keys(memory.drafts).length) {
        sessionStorage.setItem(name, JSON.stringify(memory));
      } else {
        sessionStorage.removeItem(name);
      }
      stored = true;
    } catch {
      stored = false;
    }
  };
  memory = read(); // the page that was here before a reload goes on

  return {
    page: () => memory.page,
    newId: () => {
      const { last } = read();
      const id = newId(Date.now(), last > memory.last ? last : memory.last);
      memory = { ...memory, last: id };
      return id;
    },
    put: (one) => {
      const older = (/** @type {Waiting} */ other) =>
        lastCounts(one.kind) && other.kind === one.kind && other.item === one.item;
      write({ last: one.id, events: [...read().events.filter((other) => !older(other)), one] });
    },
    take: (id) => {
      const { events } = read();
      const one = events.find((other) => other.id === id);
      if (one) write({ events: events.filter((other) => other !== one) });
      return one;
    },
    all: () => read().events,
    putDraft: (place, one) => write({ drafts: { ...read().drafts, [place]: one } }),
    dropDraft: (place) => {
      const { [place]: gone, ...drafts } = read().drafts;
      if (gone) write({ drafts });
    },
    drafts: () => Object.values(read().drafts),
  };
}
