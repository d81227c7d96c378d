// After the talk: when and how, or why not. Either makes this part of the module done.

import { dayText, today } from "../shared/days.js";
import { describe, focusOn, hiddenText, make, makeButton, setText } from "../shared/dom.js";
import { textBox } from "../shared/fields.js";
import { radios } from "../shared/radios.js";
import { errorSummary } from "../shared/summary.js";
import { part } from "./parts.js";

/** @typedef {import("../shared/fields.js").Field} Field */
/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").Part} Part */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Talked} Talked */

const LONGEST_REASON = 500;

/**
 * @param {Place} place
 * @returns {Part}
 */
export function talked({ session, prefix, state: { module, done, ways } }) {
  const errors = errorSummary(`${prefix}talked-`);
  const day = () => today(session.state().zone);
  const keep = () => session.hold("talked", module.id, value(), "Not saved yet. Press “Save this”.");
  const did = radios({
    id: `${prefix}did`,
    legend: "Did the two of you talk?",
    choices: [
      { value: "yes", label: "Yes, we talked" },
      { value: "no", label: "No, we did not talk" },
    ],
    problem: "Choose yes or no",
    change: () => {
      showRest();
      keep();
    },
  });
  const when = dateField(`${prefix}when`, day, keep);
  const how = radios({
    id: `${prefix}how`,
    legend: "How did you talk?",
    choices: ways.map(({ id, label }) => ({ value: id, label })),
    problem: "Choose how you talked",
    change: keep,
  });
  const why = textBox({
    id: `${prefix}why`,
    label: "Why not? A few words are enough.",
    hint: "Any reason is fine. You can leave this empty. Nobody else sees it.",
    max: LONGEST_REASON,
    value: "",
    rows: 3,
    change: keep,
  });
  const value = () =>
    did.value() === "no"
      ? { talked: false, why: why.text() }
      : { talked: did.value() === "yes", when: when.text(), how: how.value() };
  const theirs = make("p", { class: "pairs-hint" });
  const yes = make("div", { class: "pairs-inset" }, theirs, when.element, how.element);
  const no = make("div", { class: "pairs-inset" }, why.element);
  const showRest = () => {
    const said = session.state().view.partner_talked;
    // Most pairs fill this in on the day itself; another day is one step away.
    if (did.value() === "yes" && !when.text()) when.setValue(said?.when ?? day());
    if (did.value() === "yes" && !how.value()) how.setValue(said?.how ?? "");
    yes.hidden = did.value() !== "yes";
    no.hidden = did.value() !== "no";
  };
  const showTheirs = (/** @type {State} */ { partner, view: { partner_talked: said } }) => {
    theirs.hidden = !said;
    if (!said) return;
    const name = partner || "Your partner";
    setText(theirs, `${name} said that it was on ${dayText(said.when)}, ${wayOf(ways, said.how)}. Is that right? Then save it.`);
  };
  const save = () => {
    if (session.waiting(module.id, "talked")) return;
    const rest = { yes: [when, how], no: [why] }[did.value() ?? ""] ?? [];
    if (!errors.check([did, ...rest])) return;
    const told = value();
    // That there was no talk is one thing, and goes to the service; the reason stays here.
    if (told.why) session.send("talked", module.id, { talked: false, why: "" });
    session.send("talked", module.id, told);
    editing = false;
  };
  const form = make("form", { novalidate: true }, errors.element, did.element, yes, no);
  form.append(makeButton("Save this", save, "main"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  const summary = make("p");
  const change = () => {
    editing = true;
    update(session.state());
    focusOn(/** @type {HTMLElement} */ (element.querySelector("h4")));
  };
  const said = make("div", { class: "pairs-card pairs-done" }, summary, makeButton("Change this", change));
  const element = part("After your talk", form, said, session.status(module.id, "talked"));
  let editing = false;

  const fill = (/** @type {any} */ told) => {
    if (!told) return;
    did.setValue(told.talked ? "yes" : told.talked === false && "why" in told ? "no" : "");
    when.setValue(told.when ?? "");
    how.setValue(told.how ?? "");
    why.setValue(told.why ?? "");
  };
  session.onRefused(({ kind }) => {
    if (kind !== "talked") return;
    editing = true;
    update(session.state());
  });
  const held = session.value(module.id, "talked");
  editing = Boolean(held) && !session.waiting(module.id, "talked");
  fill(held ?? done.talked);
  showRest();

  const update = (/** @type {State} */ state) => {
    const told = state.done.talked;
    if (told) summary.textContent = sentence(told, ways);
    form.hidden = Boolean(told) && !editing;
    showTheirs(state);
    said.hidden = !form.hidden;
    element.hidden = !told && !("alone" in state.done) && !["two", "open"].includes(state.phase);
  };
  return { element, update };
}

/**
 * @param {Talked} told
 * @param {State["ways"]} ways
 * @returns {string}
 */
function sentence(told, ways) {
  if (!told.talked) {
    const reason = told.why ? ` Your reason, which only you can see: ${told.why}` : "";
    return `You said that you did not talk. This part is done.${reason}`;
  }
  return `You said that you talked on ${dayText(told.when)}, ${wayOf(ways, told.how)}. This part is done.`;
}

/**
 * @param {State["ways"]} ways
 * @param {string | undefined} how
 * @returns {string}
 */
function wayOf(ways, how) {
  return ways.find((way) => way.id === how)?.said ?? "";
}

/**
 * A date, typed or chosen as the browser offers it; not in the future.
 * @param {string} id
 * @param {() => string} day today
 * @param {() => void} change
 * @returns {Field & {text: () => string}}
 */
function dateField(id, day, change) {
  const label = "When did you talk?";
  const error = make("p", { class: "pairs-error", id: `${id}-error`, hidden: true });
  const input = make("input", { type: "date", id, max: day() });
  const element = make("div", { class: "pairs-field" }, make("label", { for: id }, label), error, input);
  input.addEventListener("input", change);
  const setError = (/** @type {string | null} */ text) => {
    error.hidden = !text;
    error.replaceChildren(...(text ? [hiddenText("Error: "), text] : []));
    element.classList.toggle("pairs-bad", Boolean(text));
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    describe(input, text && error.id);
  };
  const missing = () => {
    if (!input.value) return "Give the day, month and year";
    return input.value > day() ? "Choose today or a day before" : null;
  };
  const setValue = (/** @type {string} */ text) => void (input.value = text);
  return { element, firstId: id, label, missing, setError, setValue, text: () => input.value };
}
