// Sends what a person does to the kernel until it is known to be on the disk, and says so.

import { make, setText } from "./dom.js";
import { newId } from "./ids.js";
import { guardKeys } from "./keys.js";
import { openShelf } from "./shelf.js";

/** After this long without an answer from the kernel the page says so, and tries again. */
const PATIENCE = 1500;
/** Text is sent when the person pauses, not at every letter. */
const PAUSE = 400;
const NOT_SAVED = "Not saved yet, still trying";
const NOT_SHARED = "Saved here, not shared yet";

/** @typedef {import("./shelf.js").Waiting} Waiting */
/** @typedef {import("./types.js").Model} Model */
/** @typedef {{id: string, kind: string, item: string, value: any, at: string}} Saved */
/** @typedef {{id: string, kind: string, item: string, why: string}} NotSaved */
/** @typedef {{id: string, phase: string, at: string, shared: boolean, why: string}} Standing */
/**
 * @typedef {object} Session
 * @property {(kind: string, item: string, value: any) => string} send now; returns the event's id
 * @property {(kind: string, item: string, value: any) => void} sendSoon when typing pauses
 * @property {(kind: string, item: string, value: any, why: string) => void} hold keep what cannot be saved as it is, and say why
 * @property {() => void} flush send now what waits for a pause
 * @property {(item: string, kind?: string) => HTMLElement} status where its status is written
 * @property {(item: string, kind?: string) => any} value the last value, unsent ones included
 * @property {(item: string, kind?: string) => boolean} waiting not on the disk yet
 * @property {(item: string, kind: string) => Waiting[]} unsent all of its events that are not on the disk yet
 * @property {(call: (saved: Saved) => void) => void} onSaved
 * @property {(call: (no: NotSaved) => void) => void} onRefused
 * @property {(call: (state: any) => void) => void} onState called when the kernel's state changes
 * @property {() => any} state
 * @property {(text: string) => void} say speak politely, after a pause
 * @property {AbortSignal} signal aborted when the view is gone
 * @property {() => void} close
 */

/**
 * Say when something was saved: the time today, the date before.
 * @param {string} at ISO 8601
 * @param {Date} [now]
 * @returns {string}
 */
export function savedText(at, now = new Date()) {
  const when = new Date(at);
  if (when.toDateString() !== now.toDateString()) {
    return `Saved on ${when.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}`;
  }
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `Saved ${two(when.getHours())}:${two(when.getMinutes())}`;
}

/**
 * Say who typed an answer in from paper, and on which day.
 * @param {string} by
 * @param {string} at ISO 8601
 * @returns {string}
 */
export function typedText(by, at) {
  const day = new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
  return `Typed in by ${by} from your paper on ${day}`;
}

/**
 * Open the line between one view and its kernel. `root` is the view's outermost element.
 * @param {Model} model
 * @param {HTMLElement} root
 * @returns {Session}
 */
export function openSession(model, root) {
  const stop = new AbortController();
  const { signal } = stop;
  const state = () => model.get("state") || {};
  const shelf = openShelf(`pairs/${state().user || ""}/${model.get("name")}`);
  /** @type {Map<string, number>} when each was last sent, by event id */
  const sentAt = new Map();
  /** @type {Map<string, Standing>} by "kind/item" */
  const standing = new Map();
  /** @type {Map<string, any>} values given on this page, by "kind/item" */
  const given = new Map();
  /** @type {Map<string, HTMLElement[]>} by "kind/item" */
  const shown = new Map();
  /** @type {Map<string, number>} timers of text that waits for a pause, by "kind/item" */
  const pauses = new Map();
  /** @type {{saved: Array<(saved: Saved) => void>, refused: Array<(no: NotSaved) => void>, state: Array<(state: any) => void>}} */
  const calls = { saved: [], refused: [], state: [] };
  const spoken = make("p", { class: "pairs-vh", role: "status" });
  let speech = 0;

  const place = (/** @type {string} */ kind, /** @type {string} */ item) => `${kind}/${item}`;

  const words = (/** @type {string} */ key) => {
    const now = standing.get(key);
    if (!now) {
      const at = (state().saved || {})[key];
      if (!at) return "";
      const by = (state().typed || {})[key];
      if (by) return typedText(by, at);
      const away = state().sharing === "waiting" && (state().unshared || []).includes(key);
      return away ? NOT_SHARED : savedText(at);
    }
    if (now.phase === "refused") return `Not saved: ${now.why}`;
    if (now.phase === "unshared") return `Saved here, but not shared: ${now.why}`;
    if (now.phase === "held") return now.why;
    if (now.phase === "late") return NOT_SAVED;
    if (now.phase === "sent") return "";
    return state().sharing === "waiting" && !now.shared ? NOT_SHARED : savedText(now.at);
  };

  const paint = (/** @type {string} */ key) => {
    for (const element of shown.get(key) || []) {
      const phase = standing.get(key)?.phase;
      // Between a click and its answer the last words stay: a blink says nothing.
      if (phase !== "sent") setText(element, words(key));
      element.classList.toggle("pairs-late", ["late", "refused", "held"].includes(phase ?? ""));
    }
  };

  const say = (/** @type {string} */ text) => {
    clearTimeout(speech);
    speech = window.setTimeout(() => setText(spoken, text), 1000);
  };

  const transmit = (/** @type {Waiting} */ one) => {
    sentAt.set(one.id, Date.now());
    const { id, kind, item, value } = one;
    try {
      model.send({ kind: "event", id, event: { kind, item, value } });
    } catch {
      // The kernel's line is cut. The event stays on the shelf and is tried again.
    }
  };

  const send = (/** @type {string} */ kind, /** @type {string} */ item, /** @type {any} */ value) => {
    const key = place(kind, item);
    clearTimeout(pauses.get(key));
    pauses.delete(key);
    const one = { id: newId(), kind, item, value };
    shelf.put(one);
    shelf.dropDraft(key);
    given.set(key, value);
    standing.set(key, { id: one.id, phase: "sent", at: "", shared: false, why: "" });
    transmit(one);
    return one.id;
  };

  const sendSoon = (/** @type {string} */ kind, /** @type {string} */ item, /** @type {any} */ value) => {
    const key = place(kind, item);
    clearTimeout(pauses.get(key));
    given.set(key, value);
    shelf.putDraft(key, { id: "", kind, item, value });
    pauses.set(key, window.setTimeout(() => send(kind, item, value), PAUSE));
  };

  const hold = (
    /** @type {string} */ kind,
    /** @type {string} */ item,
    /** @type {any} */ value,
    /** @type {string} */ why,
  ) => {
    const key = place(kind, item);
    clearTimeout(pauses.get(key));
    pauses.delete(key);
    given.set(key, value);
    shelf.putDraft(key, { id: "", kind, item, value, held: true });
    standing.set(key, { id: "", phase: "held", at: "", shared: false, why });
    paint(key);
  };

  const flush = () => {
    for (const key of [...pauses.keys()]) {
      const slash = key.indexOf("/");
      send(key.slice(0, slash), key.slice(slash + 1), given.get(key));
    }
  };

  /** The service refused later what is on the disk here. */
  const notShared = (/** @type {any} */ message) => {
    if (message.kind !== "refused") return;
    for (const [key, now] of standing) {
      if (now.id !== message.id) continue;
      standing.set(key, { ...now, phase: "unshared", why: message.why });
      paint(key);
      say(words(key));
    }
  };

  const received = (/** @type {any} */ message) => {
    if (message.kind === "shared") {
      for (const [key, now] of standing) {
        if (message.ids.includes(now.id)) now.shared = true;
        paint(key);
      }
      return;
    }
    if (message.kind !== "saved" && message.kind !== "refused") return;
    const one = shelf.take(message.id);
    sentAt.delete(message.id);
    window.dispatchEvent(new CustomEvent("pairs:ack"));
    if (!one) {
      notShared(message);
      return;
    }
    const { id, kind, item, value } = one;
    const key = place(kind, item);
    const now = standing.get(key);
    if (now && now.id === id) {
      const { at = "", shared = false, why = "" } = message;
      standing.set(key, { id, phase: message.kind, at, shared, why });
      paint(key);
      say(words(key));
    }
    if (message.kind === "saved") {
      for (const call of calls.saved) call({ id, kind, item, value, at: message.at });
    } else {
      for (const call of calls.refused) call({ id, kind, item, why: message.why });
    }
  };

  const tryAgain = () => {
    if (!root.isConnected) return; // another view has taken over
    let late = false;
    for (const one of shelf.all()) {
      const since = sentAt.get(one.id);
      if (since === undefined) sentAt.set(one.id, Date.now()); // another view's: it goes first
      if (since === undefined || Date.now() - since < PATIENCE) continue;
      late = true;
      const key = place(one.kind, one.item);
      const now = standing.get(key);
      if (now && now.id === one.id && now.phase === "sent") {
        now.phase = "late";
        paint(key);
        say(NOT_SAVED);
      }
      transmit(one);
    }
    if (late) window.dispatchEvent(new CustomEvent("pairs:noack"));
  };

  const stateChanged = () => {
    // What the kernel knows now counts, except for what is still on its way there.
    for (const [key, now] of standing) {
      if (now.phase === "saved" && (state().saved || {})[key] >= now.at) {
        standing.delete(key);
        given.delete(key);
      }
    }
    for (const key of shown.keys()) paint(key);
    for (const call of calls.state) call(state());
  };

  root.prepend(spoken);
  guardKeys(root, signal);
  model.on("msg:custom", received);
  model.on("change:state", stateChanged);
  const timer = window.setInterval(tryAgain, PATIENCE);
  window.addEventListener("pagehide", flush, { signal });
  signal.addEventListener("abort", () => {
    flush();
    clearInterval(timer);
    clearTimeout(speech);
    model.off("msg:custom", received);
    model.off("change:state", stateChanged);
  });
  // What an earlier page could not save is shown as given, and goes first.
  for (const one of shelf.all()) {
    const key = place(one.kind, one.item);
    given.set(key, one.value);
    standing.set(key, { id: one.id, phase: "sent", at: "", shared: false, why: "" });
    transmit(one);
  }
  for (const one of shelf.drafts()) {
    if (one.held) given.set(place(one.kind, one.item), one.value);
    else send(one.kind, one.item, one.value);
  }

  return {
    send,
    sendSoon,
    hold,
    flush,
    state,
    say,
    signal,
    close: () => stop.abort(),
    value: (item, kind = "answer") => {
      const key = place(kind, item);
      if (given.has(key)) return given.get(key);
      if (kind !== "answer" && kind !== "guess") return undefined;
      return ((kind === "guess" ? state().guesses : state().answers) || {})[item];
    },
    waiting: (item, kind = "answer") => {
      const key = place(kind, item);
      return pauses.has(key) || shelf.all().some((one) => place(one.kind, one.item) === key);
    },
    unsent: (item, kind) => shelf.all().filter((one) => place(one.kind, one.item) === place(kind, item)),
    status: (item, kind = "answer") => {
      const key = place(kind, item);
      const element = make("p", { class: "pairs-status", "data-item": item, "data-kind": kind });
      shown.set(key, [...(shown.get(key) || []), element]);
      paint(key);
      return element;
    },
    onSaved: (call) => void calls.saved.push(call),
    onRefused: (call) => void calls.refused.push(call),
    onState: (call) => void calls.state.push(call),
  };
}
