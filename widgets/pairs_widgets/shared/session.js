// Sends what a person does to the kernel until it is known to be on the disk, and says so.
//
// What the page says of an answer is what is on the disk, in the order in which the person gave it:
// "Saved" stands beside nothing else, and goes with the first key.

import { shortDay, when } from "./days.js";
import { make, setText } from "./dom.js";
import { momentOf } from "./ids.js";
import { guardKeys } from "./keys.js";
import { byName } from "./partner.js";
import { lastCounts, openShelf } from "./unsent_store.js";
import { notSaved, onStopped } from "./stopped.js";

/** After this long without an answer from the kernel the page says so, and tries again. */
const PATIENCE = 1500;
/** Text is sent when the person pauses, not at every letter. */
const PAUSE = 400;
/** Whoever writes without a pause has it saved all the same. */
const LONGEST = 2500;
const SAVING = "Saving …";
const NOT_SHARED = "Saved here, not shared yet";
const NEWER = "There are newer words of yours, from another page";
/** Phases in which what the page shows is not on the disk. */
const UNSAVED = ["sent", "late", "held", "refused", "newer"];
const MOST_AFTER = 20;

/** @typedef {import("./unsent_store.js").Waiting} Waiting */
/** @typedef {import("./unsent_store.js").Run} Run */
/** @typedef {import("./types.js").Model} Model */
/** @typedef {{id: string, kind: string, item: string, value: any, at: string}} Saved */
/** @typedef {{id: string, kind: string, item: string, why: string}} NotSaved */
/** @typedef {{id: string, phase: string, at: string, shared: boolean, why: string, count?: number}} Standing */
/** @typedef {{id: string, value: any, at: string}} Other */
/**
 * @typedef {object} Session
 * @property {(kind: string, item: string, value: any) => string} send now; returns the event's id
 * @property {(kind: string, item: string, value: any) => void} sendSoon when typing pauses, or goes on for long
 * @property {(kind: string, item: string, value: any) => void} sendStill when the person stays with this choice
 * @property {(kind: string, item: string, value: any, why: string) => void} hold keep what cannot be saved as it is, and say why
 * @property {() => void} flush send now what waits for a pause
 * @property {(item: string, kind?: string) => HTMLElement} status where its status is written
 * @property {(item: string, kind?: string) => any} value the last value, unsent ones included
 * @property {(item: string, kind?: string) => boolean} waiting not on the disk yet
 * @property {(item: string, kind: string) => Waiting[]} unsent all of its events that are not on the disk yet
 * @property {(item: string, kind?: string) => boolean} unsaved is shown, and is not what is on the disk
 * @property {(item: string, busy: () => boolean) => void} guard words that are being typed are not replaced by newer ones
 * @property {(item: string) => Other | null} other words of this person that this page does not show
 * @property {(item: string, value: any, other: Other) => void} choose `value` in the place of both
 * @property {() => void} follow take in what the kernel knows
 * @property {(call: (saved: Saved) => void) => void} onSaved
 * @property {(call: (no: NotSaved) => void) => void} onRefused
 * @property {(call: (state: any) => void) => void} onState called when what is known changes
 * @property {() => any} state
 * @property {<E extends HTMLElement>(element: E, text: string) => E} named words about the partner, with their name once it is known
 * @property {(text: string) => void} say speak politely, after a pause
 * @property {AbortSignal} signal aborted when the view is gone
 * @property {() => void} close
 */

/**
 * Say when something was saved: the time today, the day before.
 * @param {string} at ISO 8601
 * @param {string} zone
 * @returns {string}
 */
function savedText(at, zone) {
  const { time, day } = when(at, zone);
  return time ? `Saved ${time}` : `Saved on ${day}`;
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
  /** @type {Map<string, {key: string, at: number}>} what was sent and when last, by event id */
  const sent = new Map();
  /** @type {Map<string, Standing>} by "kind/item" */
  const standing = new Map();
  /** @type {Map<string, any>} values given on this page, by "kind/item" */
  const given = new Map();
  /** @type {Map<string, Run>} what was on the page before them, by "kind/item" */
  const runs = new Map();
  /** @type {Map<string, string>} ids of the kernel's events that the page shows, by "kind/item" */
  const seen = new Map(Object.entries(state().last || {}).map(([key, [id]]) => [key, id]));
  /** @type {Map<string, HTMLElement[]>} by "kind/item" */
  const shown = new Map();
  /** @type {Map<string, {timer: number, since: number}>} what waits for a pause, by "kind/item" */
  const pauses = new Map();
  /** @type {Map<string, () => boolean>} whether somebody is typing there, by "kind/item" */
  const guards = new Map();
  /** @type {{saved: Array<(saved: Saved) => void>, refused: Array<(no: NotSaved) => void>, state: Array<(state: any) => void>}} */
  const calls = { saved: [], refused: [], state: [] };
  const spoken = make("p", { class: "pairs-vh", role: "status" });
  let speech = 0;

  const place = (/** @type {string} */ kind, /** @type {string} */ item) => `${kind}/${item}`;
  const parts = (/** @type {string} */ key) => {
    const slash = key.indexOf("/");
    return { kind: key.slice(0, slash), item: key.slice(slash + 1) };
  };
  const known = (/** @type {string} */ key) => {
    const { kind, item } = parts(key);
    if (!lastCounts(kind)) return undefined;
    return ((kind === "guess" ? state().guesses : state().answers) || {})[item];
  };
  /** The id of the kernel's last event there, and the page that it came from. */
  const latest = (/** @type {string} */ key) => /** @type {[string, string] | []} */ ((state().last || {})[key] ?? []);
  const isSeen = (/** @type {string} */ key, /** @type {string} */ id, /** @type {string} */ page = "") =>
    id === seen.get(key) || page === shelf.page() || Boolean(runs.get(key)?.after.includes(id));
  /** Whether the kernel has something newer than what the page shows. */
  const isBehind = (/** @type {string} */ key) => {
    const [id, page] = latest(key);
    return id !== undefined && !isSeen(key, id, page);
  };

  const words = (/** @type {string} */ key) => {
    const now = standing.get(key);
    if (pauses.has(key)) return now?.phase === "late" ? notSaved() : SAVING;
    if (!now) {
      if (isBehind(key)) return NEWER;
      const at = (state().saved || {})[key];
      if (!at) return "";
      const by = (state().typed || {})[key];
      if (by) return `Typed in by ${by} from your paper on ${shortDay(at, state().zone)}`;
      const away = state().sharing === "waiting" && (state().unshared || []).includes(key);
      return away ? NOT_SHARED : savedText(at, state().zone);
    }
    if (now.phase === "refused") return `Not saved: ${now.why}`;
    if (now.phase === "unshared") return `Saved here, but not shared: ${now.why}`;
    if (now.phase === "held") return now.why;
    if (now.phase === "newer") return NEWER;
    if (now.phase === "late") return notSaved();
    if (now.phase === "sent") return SAVING;
    if (isBehind(key)) return NEWER;
    return state().sharing === "waiting" && !now.shared ? NOT_SHARED : savedText(now.at, state().zone);
  };

  const paint = (/** @type {string} */ key) => {
    const text = words(key);
    const phase = standing.get(key)?.phase ?? "";
    const late = text === NEWER || (text !== SAVING && ["late", "refused", "held"].includes(phase));
    for (const element of shown.get(key) || []) {
      setText(element, text);
      element.classList.toggle("pairs-late", late);
    }
  };

  const say = (/** @type {string} */ text) => {
    clearTimeout(speech);
    speech = window.setTimeout(() => setText(spoken, text), 1000);
  };

  const transmit = (/** @type {Waiting} */ one) => {
    const { id, kind, item, value, run } = one;
    sent.set(id, { key: place(kind, item), at: Date.now() });
    const ago = Math.max(0, Date.now() - momentOf(id));
    const order = run && { ...run, page: shelf.page(), ago };
    try {
      model.send({ kind: "event", id, event: { kind, item, value }, ...(order && { order }) });
    } catch {
      // The kernel's line is cut. The event stays on the shelf and is tried again.
    }
  };

  /** The run of changes that this one belongs to, begun at its first key. */
  const runOf = (/** @type {string} */ key) => {
    const run = runs.get(key) ?? { since: "", after: [seen.get(key) ?? ""].filter(Boolean) };
    runs.set(key, run);
    return run;
  };

  const send = (/** @type {string} */ kind, /** @type {string} */ item, /** @type {any} */ value) => {
    const key = place(kind, item);
    clearTimeout(pauses.get(key)?.timer);
    pauses.delete(key);
    /** @type {Waiting} */
    const one = { id: shelf.newId(), kind, item, value };
    if (lastCounts(kind)) {
      const run = runOf(key);
      run.since ||= one.id;
      one.run = { ...run };
    } else {
      // Each of these counts, so none may overtake another: one line keeps their order.
      for (const other of shelf.all()) {
        if (other.item === item && !lastCounts(other.kind)) transmit(other);
      }
    }
    shelf.put(one);
    shelf.dropDraft(key);
    given.set(key, value);
    standing.set(key, { id: one.id, phase: "sent", at: "", shared: false, why: "" });
    transmit(one);
    paint(key);
    return one.id;
  };

  /** Send what waited for a pause, unless it is what is there already. */
  const settle = (/** @type {string} */ key) => {
    const { kind, item } = parts(key);
    const now = standing.get(key);
    const waits = shelf.all().some((one) => place(one.kind, one.item) === key);
    if (now || waits || isBehind(key) || !same(given.get(key), known(key))) {
      send(kind, item, given.get(key));
      return;
    }
    clearTimeout(pauses.get(key)?.timer);
    pauses.delete(key);
    shelf.dropDraft(key);
    given.delete(key);
    runs.delete(key);
    paint(key);
  };

  const wait = (/** @type {Waiting} */ one, /** @type {number} */ longest) => {
    const key = place(one.kind, one.item);
    const before = pauses.get(key);
    clearTimeout(before?.timer);
    // What could not be saved as it was is another thing now; what is on its way goes on.
    if (["held", "refused", "newer"].includes(standing.get(key)?.phase ?? "")) standing.delete(key);
    given.set(key, one.value);
    shelf.putDraft(key, { ...one, run: runOf(key) });
    const since = before?.since ?? Date.now();
    const left = Math.max(0, Math.min(PAUSE, since + longest - Date.now()));
    pauses.set(key, { since, timer: window.setTimeout(() => settle(key), left) });
    paint(key);
  };

  const hold = (
    /** @type {string} */ kind,
    /** @type {string} */ item,
    /** @type {any} */ value,
    /** @type {string} */ why,
  ) => {
    const key = place(kind, item);
    clearTimeout(pauses.get(key)?.timer);
    pauses.delete(key);
    given.set(key, value);
    const run = lastCounts(kind) ? runOf(key) : undefined;
    shelf.putDraft(key, { id: "", kind, item, value, run, why });
    standing.set(key, { id: "", phase: "held", at: "", shared: false, why });
    paint(key);
  };

  const flush = () => {
    for (const key of [...pauses.keys()]) settle(key);
  };

  /** Words that cannot be saved stay where they are, over a reload too. */
  const keepWords = (/** @type {Waiting} */ one, /** @type {string} */ why) => {
    const kind = (state().items || []).find((/** @type {any} */ { id }) => id === one.item)?.kind;
    const isWords = lastCounts(one.kind) && ["text", "joint", "cards"].includes(kind);
    if (isWords) shelf.putDraft(place(one.kind, one.item), { ...one, id: "", why });
    return isWords;
  };

  /** The service refused later what is on the disk here. */
  const notShared = (/** @type {any} */ message) => {
    for (const [key, now] of standing) {
      if (now.id !== message.id) continue;
      standing.set(key, { ...now, phase: "unshared", why: message.why });
      paint(key);
      say(words(key));
    }
  };

  /** What this page gave is older than what another page has saved since. */
  const isOlder = (/** @type {Waiting} */ one) => {
    const key = place(one.kind, one.item);
    if (keepWords(one, NEWER)) {
      standing.set(key, { id: one.id, phase: "newer", at: "", shared: false, why: "" });
    } else {
      standing.delete(key);
      given.delete(key);
      runs.delete(key);
    }
    follow();
  };

  const received = (/** @type {any} */ message) => {
    if (message.kind === "shared") {
      for (const [key, now] of standing) {
        if (message.ids.includes(now.id)) now.shared = true;
        paint(key);
      }
      return;
    }
    if (!["saved", "refused", "older"].includes(message.kind)) return;
    const one = shelf.take(message.id);
    sent.delete(message.id);
    window.dispatchEvent(new CustomEvent("pairs:ack"));
    if (!one) {
      if (message.kind === "refused") notShared(message);
      return;
    }
    const { id, kind, item, value } = one;
    const key = place(kind, item);
    const now = standing.get(key);
    if (now && now.id === id) {
      if (message.kind === "older") return isOlder(one);
      const { at = "", shared = false, why = "", count } = message;
      standing.set(key, { id, phase: message.kind, at, shared, why, count });
      if (message.kind === "refused") keepWords(one, `Not saved: ${why}`);
      paint(key);
      if (!pauses.has(key)) say(words(key));
    }
    if (message.kind === "saved") {
      for (const call of calls.saved) call({ id, kind, item, value, at: message.at });
    } else if (message.kind === "refused") {
      for (const call of calls.refused) call({ id, kind, item, why: message.why });
    }
  };

  const tryAgain = () => {
    if (!root.isConnected) return; // another view has taken over
    let late = false;
    for (const one of shelf.all()) {
      const key = place(one.kind, one.item);
      const since = sent.get(one.id)?.at;
      if (since === undefined) sent.set(one.id, { key, at: Date.now() }); // another view's: it goes first
      if (since === undefined || Date.now() - since < PATIENCE) continue;
      late = true;
      const now = standing.get(key);
      if (now && now.id === one.id && now.phase === "sent") {
        now.phase = "late";
        paint(key);
        say(notSaved());
      }
      transmit(one);
    }
    if (late) window.dispatchEvent(new CustomEvent("pairs:noack"));
    // Somebody who stopped typing sees what came meanwhile.
    if ([...guards.keys()].some(isBehind)) follow();
  };

  /** Say on the page how far the person is with it; the contents of a module read it there. */
  const showProgress = () => {
    const { module = "", stands = "" } = model.get("progress") ?? {};
    Object.assign(root.dataset, { module, stands });
  };

  /** What the kernel knows counts, except for what is still on its way there or being typed. */
  const catchUp = (/** @type {string} */ key) => {
    const now = standing.get(key);
    if (pauses.has(key) || (now && UNSAVED.includes(now.phase))) return;
    // A state from before this was saved says nothing of it.
    if (now && !(now.count !== undefined && state().count >= now.count)) return;
    const [id = "", page] = latest(key);
    if (now?.phase === "unshared" && id === now.id) return;
    if (id !== now?.id && !isSeen(key, id, page) && guards.get(key)?.()) return;
    seen.set(key, id);
    standing.delete(key);
    given.delete(key);
    runs.delete(key);
  };

  const follow = () => {
    for (const key of new Set([...Object.keys(state().last || {}), ...standing.keys(), ...seen.keys()])) {
      catchUp(key);
    }
    for (const key of shown.keys()) paint(key);
    for (const call of calls.state) call(state());
  };

  const other = (/** @type {string} */ item) => {
    const key = place("answer", item);
    if (isBehind(key)) {
      const value = known(key);
      if (same(value, given.get(key))) return null;
      return { id: latest(key)[0] ?? "", value, at: (state().saved || {})[key] };
    }
    const apart = /** @type {Other[]} */ ((state().apart || {})[key] || []);
    return apart.filter(({ id }) => !runs.get(key)?.after.includes(id)).at(-1) ?? null;
  };

  const choose = (/** @type {string} */ item, /** @type {any} */ value, /** @type {Other} */ { id }) => {
    const key = place("answer", item);
    const run = runOf(key);
    run.after = [...new Set([...run.after, latest(key)[0] ?? "", id])].filter(Boolean).slice(-MOST_AFTER);
    const held = standing.get(key);
    if (held?.phase === "held" && same(value, given.get(key))) hold("answer", item, value, held.why);
    else send("answer", item, value);
    follow();
  };

  root.prepend(spoken);
  guardKeys(root, signal);
  model.on("msg:custom", received);
  model.on("change:state", follow);
  model.on("change:progress", showProgress);
  showProgress();
  onStopped(() => shown.forEach((_, key) => paint(key)), signal);
  const timer = window.setInterval(tryAgain, PATIENCE);
  window.addEventListener("pagehide", flush, { signal });
  signal.addEventListener("abort", () => {
    flush();
    clearInterval(timer);
    clearTimeout(speech);
    model.off("msg:custom", received);
    model.off("change:state", follow);
    model.off("change:progress", showProgress);
  });
  const restoreRun = (/** @type {Waiting} */ { kind, item, run }) => {
    if (!run) return;
    runs.set(place(kind, item), { ...run });
    seen.delete(place(kind, item)); // the page showed what the run began with
  };
  // What an earlier page could not save is shown as given, and goes first.
  for (const one of shelf.all()) {
    const key = place(one.kind, one.item);
    given.set(key, one.value);
    restoreRun(one);
    standing.set(key, { id: one.id, phase: "sent", at: "", shared: false, why: "" });
    transmit(one);
  }
  for (const { kind, item, value, run, why } of shelf.drafts()) {
    restoreRun({ id: "", kind, item, value, run });
    if (why === undefined) send(kind, item, value);
    else hold(kind, item, value, why);
  }

  return {
    send,
    sendSoon: (kind, item, value) => wait({ id: "", kind, item, value }, LONGEST),
    sendStill: (kind, item, value) => wait({ id: "", kind, item, value }, Infinity),
    hold,
    flush,
    state,
    say,
    signal,
    other,
    choose,
    follow,
    close: () => stop.abort(),
    guard: (item, busy) => void guards.set(place("answer", item), busy),
    value: (item, kind = "answer") => {
      const key = place(kind, item);
      return given.has(key) ? given.get(key) : known(key);
    },
    waiting: (item, kind = "answer") => {
      const key = place(kind, item);
      return pauses.has(key) || shelf.all().some((one) => place(one.kind, one.item) === key);
    },
    unsent: (item, kind) => shelf.all().filter((one) => place(one.kind, one.item) === place(kind, item)),
    unsaved: (item, kind = "answer") => {
      const key = place(kind, item);
      return pauses.has(key) || UNSAVED.includes(standing.get(key)?.phase ?? "");
    },
    status: (item, kind = "answer") => {
      const key = place(kind, item);
      const element = make("p", { class: "pairs-status", "data-item": item, "data-kind": kind });
      shown.set(key, [...(shown.get(key) || []), element]);
      paint(key);
      return element;
    },
    named: (element, text) => {
      const show = () => setText(element, byName(text, state().partner));
      show();
      calls.state.push(show);
      return element;
    },
    onSaved: (call) => void calls.saved.push(call),
    onRefused: (call) => void calls.refused.push(call),
    onState: (call) => void calls.state.push(call),
  };
}

/**
 * Whether two values say the same; a box that was never written in is an empty one.
 * @param {any} one
 * @param {any} other
 */
function same(one, other) {
  return JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
}
