// One panel of the desk: draws its blocks, sends what is pressed, and says what came of it.

import { focusOn, make, setText } from "pairs_widgets/shared/dom.js";
import { newId, newPrefix } from "pairs_widgets/shared/ids.js";
import { guardKeys } from "pairs_widgets/shared/keys.js";
import { drawBlocks } from "./blocks.js";
import { openDrafts, store, stored } from "./drafts.js";
import { followPart, partLinks, placeOf } from "./parts.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Asked} Asked */
/** @typedef {import("./types.js").Block} Block */
/** @typedef {import("./types.js").Form} Form */
/** @typedef {import("./types.js").State} State */

/** What is not answered after this long is sent again: the line may have swallowed it. */
const PATIENCE = 4000;
/** After so many tries the button is given back. */
const TRIES = 3;

/**
 * @param {import("pairs_widgets/shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const ended = new AbortController();
  const name = model.get("name").replace("desk/", "");
  const prefix = newPrefix(model.get("name"));
  /** @returns {State} */
  const state = () => model.get("state");
  const { title, about } = state();
  const root = make("div", { class: "pairs pairs-desk", id: `desk-${name}`, lang: "en" });
  const outcome = make("div", { class: "pairs-desk-outcome", hidden: true });
  const body = make("div", { class: "pairs-desk-body" });
  const busy = make("p", { class: "pairs-status", role: "status" });
  if (title) root.append(make("h2", {}, title));
  if (about) root.append(make("p", { class: "pairs-desk-about" }, about));
  root.append(outcome, body, busy);

  const place = placeOf(state());
  const drafts = openDrafts(`${place}/${name}`, ended.signal);
  /** @type {Asked | null} */
  let asked = null;
  /** @type {Block[]} */
  let told = [];

  /** @param {Form} form @param {Record<string, any>} values */
  const act = (form, values) => {
    if (asked && !asked.late) return;
    for (const summary of root.querySelectorAll(".pairs-summary")) summary.toggleAttribute("hidden", true);
    tell([]);
    setText(busy, "Working on it");
    if (form.choice) store(`${place}/choices`, { ...stored(`${place}/choices`, {}), ...values });
    const message = { kind: "act", action: form.action, values };
    const text = JSON.stringify(message);
    // The same thing pressed again is the same message: it is done once.
    const id = asked?.text === text ? asked.id : newId();
    asked = { id, text, form, late: false, tries: 0, timer: undefined };
    transmit(asked, { ...message, id });
  };

  /** @param {Asked} one @param {object} message */
  const transmit = (one, message) => {
    one.tries += 1;
    one.timer = setTimeout(() => overdue(one, message), PATIENCE);
    try {
      model.send(message);
    } catch {
      // There is no line just now; the next try may find one.
    }
  };

  /** @param {Asked} one @param {object} message */
  const overdue = (one, message) => {
    if (asked !== one) return;
    // Asked once: a kernel that is at work for long must not be taken for one that is gone.
    if (one.tries === 1) window.dispatchEvent(new CustomEvent("pairs:noack"));
    if (one.tries < TRIES) {
      setText(busy, "No answer yet, still trying");
      transmit(one, message);
      return;
    }
    one.late = true;
    const kept = "No answer came. What you filled in is kept. You can press the button again.";
    setText(busy, kept);
  };

  /** @param {Answer} answer */
  const done = ({ id, blocks, problems, values }) => {
    if (asked?.id !== id) return;
    const { form, timer } = asked;
    asked = null;
    clearTimeout(timer);
    setText(busy, "");
    if (problems.length) {
      // The form may be in what an action before it showed.
      if (outcome.contains(form.element)) outcome.hidden = false;
      form.refused(problems, blocks, values);
      return;
    }
    drafts.drop(form.key);
    form.settled();
    show();
    tell(blocks);
    if (blocks.length) focusOn(outcome);
  };

  /** Show what was done, or nothing any more. @param {Block[]} blocks */
  const tell = (blocks) => {
    told = blocks;
    // What was shown before may hold a form that is sent just now: it only goes out of sight.
    if (blocks.length) drawBlocks(outcome, blocks, panel);
    outcome.hidden = !blocks.length;
  };

  const show = () => {
    const { blocks } = state();
    drawBlocks(body, blocks, panel);
    // "It has begun" goes when the result is there.
    const ends = blocks.find((one) => one.block === "notice" && one.key && told.some((old) => old.key === one.key));
    if (ends) {
      const looking = outcome.contains(document.activeElement);
      tell([]);
      const result = /** @type {HTMLElement | null} */ (body.querySelector(`[data-key="${CSS.escape(ends.key)}"]`));
      if (looking && result) focusOn(result);
    }
    restore();
  };

  /** What this tab had chosen, where the desk was opened anew. @type {string} */
  let run = "";
  const restore = () => {
    if (state().run === run || asked) return;
    run = state().run;
    const block = state().blocks.find((one) => one.block === "form" && one.choice);
    if (!block) return;
    const chosen = stored(`${place}/choices`, /** @type {Record<string, any>} */ ({}));
    /** @type {Record<string, any>} */
    const values = {};
    let other = false;
    for (const field of block.fields) {
      const known = field.options.some((/** @type {{value: string}} */ one) => one.value === chosen[field.name]);
      values[field.name] = known ? chosen[field.name] : field.value;
      other ||= values[field.name] !== field.value;
    }
    const { action, key } = block;
    if (other) act({ action, key, choice: true, element: body, settled: () => {}, refused: () => {} }, values);
  };

  /** @type {import("./types.js").Panel} */
  const panel = { act, drafts, prefix, draw: (target, blocks) => drawBlocks(target, blocks, panel) };
  const heard = (/** @type {Answer} */ answer) => {
    if (answer.kind === "acted") done(answer);
  };
  if (name === "contents") root.insertBefore(partLinks(state(), ended.signal), body.nextSibling);
  followPart(root, name, state(), ended.signal);
  show();
  model.on("change:state", show);
  model.on("msg:custom", heard);
  guardKeys(root, ended.signal);
  el.append(root);
  return () => {
    ended.abort();
    clearTimeout(asked?.timer);
    model.off("change:state", show);
    model.off("msg:custom", heard);
  };
}

export default { render };
