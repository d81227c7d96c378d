// The parts before anything is open: seal, meet, pick one question, or go on without the reveal.

import { focusOn, make, makeButton } from "../shared/dom.js";
import { radios } from "../shared/radios.js";
import { leftOver } from "../shared/left.js";
import { errorSummary } from "../shared/summary.js";
import { lines, part, stepButton } from "./parts.js";

/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").Part} Part */
/** @typedef {import("./types.js").State} State */

const AWAY =
  "The course cannot be reached now. A seal is kept here all the same. It goes to the course after your answers, as soon as it can.";

/**
 * "Seal my answers": which are there, which are missing, and what sealing means.
 * @param {Place} place
 * @returns {Part}
 */
export function sealing(place) {
  const { session } = place;
  const left = leftOver(() => {
    const state = session.state();
    return state.missing.map((/** @type {string} */ id) => question(id));
  });
  const list = make("ul", { class: "pairs-answered" });
  const check = () => {
    session.flush();
    return left.ask() ? { value: null } : null;
  };
  const anew = lines(session, [
    "You have a new partner. They see nothing of what you did with your former partner.",
    "Your own answers are still here. They stay yours until you seal them again.",
    "Your guesses were about your former partner. Guess again, if you want to.",
  ]);
  const again = make(
    "p",
    { class: "pairs-notice" },
    "The course could not take your seal, because it did not have all of your answers. They are still here. Please seal again.",
  );
  const away = make("p", { class: "pairs-notice" }, AWAY);
  const element = part(
    "Seal your answers",
    anew,
    again,
    session.named(make("p"), "These are the questions that you and your partner both answer, each alone."),
    list,
    lines(place.session, place.state.guide.sealing),
    away,
    stepButton(place, "Seal my answers", "seal", check),
    left.element,
  );
  const update = (/** @type {State} */ state) => {
    const rows = state.sealed.map((id) => {
      const item = state.items.find((one) => one.id === id);
      return make("li", {}, `${item?.ask} `, make("strong", {}, standing(state, id)));
    });
    list.replaceChildren(...rows);
    left.follow();
    anew.hidden = !state.anew;
    again.hidden = !state.not_sealed;
    away.hidden = state.sharing !== "waiting";
    element.hidden = state.phase !== "alone";
  };
  return { element, update };
}

/**
 * "We are together now".
 * @param {Place} place
 * @returns {Part}
 */
export function meeting(place) {
  const element = part(
    "Meet",
    lines(place.session, place.state.guide.together),
    stepButton(place, "We are together now", "together"),
  );
  return { element, update: (state) => void (element.hidden = state.phase !== "ready") };
}

/**
 * Taking "We are together now" back, as long as nothing is open.
 * @param {Place} place
 * @returns {Part}
 */
export function partingAgain(place) {
  const element = make(
    "div",
    { class: "pairs-part" },
    make("p", {}, "“We are together now” ends by itself after two hours. You can also take it back."),
    stepButton(place, "We are not together any more", "apart", undefined, "plain"),
  );
  const update = (/** @type {State} */ state) => {
    element.hidden = !["waiting", "pick", "picked"].includes(state.phase);
  };
  return { element, update };
}

/**
 * One question to talk about.
 * @param {Place} place
 * @returns {Part}
 */
export function picking(place) {
  const { prefix, state } = place;
  const errors = errorSummary(`${prefix}pick-`);
  const group = radios({
    id: `${prefix}pick`,
    legend: "Which question do you want to talk about?",
    hint: "Your partner picks one too. Only those two open first.",
    choices: state.sealed.map((id) => ({ value: id, label: ask(state, id) })),
    problem: "Pick one question",
  });
  const hint = /** @type {HTMLElement} */ (group.element.querySelector(".pairs-hint"));
  place.session.named(hint, "Your partner picks one too. Only those two open first.");
  const check = () => (errors.check([group]) ? { value: group.value() } : null);
  const element = part(
    "Pick one question",
    errors.element,
    group.element,
    stepButton(place, "Talk about this one", "pick", check),
  );
  return { element, update: (now) => void (element.hidden = now.phase !== "pick") };
}

const WAITING = /** @type {Record<string, [string, string[]]>} */ ({
  sealed: [
    "You have sealed",
    [
      "You do not need to wait here. Your answers are kept.",
      "Come back at any time. This page says so when both of you are ready.",
    ],
  ],
  waiting: [
    "You are here",
    ["Your partner presses the same button on their own page.", "Nothing is open yet."],
  ],
  picked: ["You have picked", ["As soon as both of you have picked, the two questions open."]],
});

/**
 * What is said between two steps, while the other person may not be there.
 * @param {Place} place
 * @returns {Part}
 */
export function between({ session, state: { module, guide } }) {
  const long = make("p", { class: "pairs-notice" }, guide.long_wait);
  const away = make("p", { class: "pairs-notice" }, AWAY);
  const shown = Object.entries(WAITING).map(([phase, [title, words]]) => ({
    phase,
    element: part(title, lines(session, words), ...(phase === "sealed" ? [away, long] : [])),
  }));
  const kinds = [
    { kind: "seal", words: "You sealed your answers." },
    { kind: "together", words: "You pressed “We are together now”." },
    { kind: "pick", words: "You picked a question." },
  ].map(({ kind, words }) => ({
    kind,
    element: make("li", {}, make("span", {}, words), session.status(module.id, kind)),
  }));
  const marks = make("ul", { class: "pairs-marks" }, ...kinds.map(({ element }) => element));
  const update = (/** @type {State} */ state) => {
    for (const { phase, element } of shown) element.hidden = phase !== state.phase;
    long.hidden = !state.waited_long;
    away.hidden = state.sharing !== "waiting";
    for (const { kind, element } of kinds) element.hidden = !(kind in state.done);
    marks.hidden = kinds.every(({ element }) => element.hidden) || state.phase === "open";
  };
  return { element: make("div", {}, ...shown.map(({ element }) => element), marks), update };
}

/**
 * "Go on without the reveal", with a moment to think about it.
 * @param {Place} place
 * @returns {Part}
 */
export function goingWithout(place) {
  const title = make("h5", { tabindex: "-1" }, "Go on without the reveal?");
  const panel = make(
    "div",
    { class: "pairs-card", hidden: true },
    title,
    lines(place.session, place.state.guide.without),
    stepButton(place, "Yes, go on without it", "alone"),
    makeButton("No, keep it as it is", () => show(false)),
  );
  const open = makeButton("Go on without the reveal", () => show(true), "link");
  open.setAttribute("aria-expanded", "false");
  const show = (/** @type {boolean} */ shown) => {
    panel.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    if (shown) focusOn(title);
    else open.focus();
  };
  const element = make("div", { class: "pairs-without" }, open, panel);
  const update = (/** @type {State} */ state) => {
    element.hidden = "alone" in state.done || ["two", "open"].includes(state.phase);
  };
  return { element, update };
}

/**
 * @param {State} state
 * @param {string} id
 * @returns {string}
 */
function ask(state, id) {
  return state.items.find((item) => item.id === id)?.ask ?? id;
}

/**
 * @param {State} state
 * @param {string} id
 * @returns {string}
 */
function standing(state, id) {
  const item = state.items.find((one) => one.id === id);
  const answered = id in state.answers && state.answers[id] !== "";
  if (!answered) return item?.kind === "text" ? "Left empty" : "Not answered yet";
  if (item?.guess && !(id in state.guesses)) return "Answered, without a guess";
  return item?.guess ? "Answered, with a guess" : "Answered";
}

/**
 * A question of another widget on this page.
 * @param {string} id
 * @returns {import("../shared/left.js").Open}
 */
function question(id) {
  const place = `.pairs [data-item="${CSS.escape(id)}"][data-kind="answer"]`;
  const element = /** @type {HTMLElement} */ (
    document.querySelector(place)?.closest(".pairs-field") ?? make("div")
  );
  return { element, firstId: element.querySelector("input")?.id ?? "" };
}
