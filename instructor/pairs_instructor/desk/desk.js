// One panel of the desk: draws its blocks, sends what is pressed, and says what came of it.

import { focusOn, make, setText } from "pairs_widgets/shared/dom.js";
import { newId, newPrefix } from "pairs_widgets/shared/ids.js";
import { guardKeys } from "pairs_widgets/shared/keys.js";
import { drawBlocks } from "./blocks.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Form} Form */

/** After this long without an answer the page looks whether its kernel is still there. */
const PATIENCE = 5000;

/**
 * @param {import("pairs_widgets/shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const ended = new AbortController();
  const prefix = newPrefix(model.get("name"));
  const root = make("div", { class: "pairs pairs-desk", id: model.get("name").replace("/", "-"), lang: "en" });
  const outcome = make("div", { class: "pairs-desk-outcome", hidden: true });
  const body = make("div");
  const busy = make("p", { class: "pairs-status", role: "status" });
  root.append(outcome, body, busy);

  /** @type {{id: string, form: Form, timer: ReturnType<typeof setTimeout>} | null} */
  let asked = null;

  /** @param {Form} form @param {Record<string, any>} values */
  const act = (form, values) => {
    if (asked) return;
    outcome.hidden = true;
    setText(busy, "Working on it");
    const id = newId();
    const timer = setTimeout(() => {
      setText(busy, "No answer yet, still waiting");
      window.dispatchEvent(new CustomEvent("pairs:noack"));
    }, PATIENCE);
    asked = { id, form, timer };
    try {
      model.send({ kind: "act", id, action: form.action, values });
    } catch {
      done(id, [], [["", "The page has lost its server. Wait a moment, then press again."]]);
    }
  };

  /** @param {string} id @param {any[]} blocks @param {[string, string][]} problems */
  const done = (id, blocks, problems) => {
    if (asked?.id !== id) return;
    const { form, timer } = asked;
    asked = null;
    clearTimeout(timer);
    setText(busy, "");
    // The form may be in what an action before it showed.
    if (problems.length && outcome.contains(form.element)) outcome.hidden = false;
    form.problems(problems);
    if (problems.length) return;
    form.element.reset();
    drawBlocks(outcome, blocks, { act, prefix: `${prefix}o-` });
    outcome.hidden = !blocks.length;
    if (blocks.length) focusOn(outcome);
  };

  const show = () => drawBlocks(body, model.get("state").blocks, { act, prefix });
  const heard = (/** @type {Answer} */ told) => {
    if (told.kind === "acted") done(told.id, told.blocks, told.problems);
  };
  show();
  model.on("change:state", show);
  model.on("msg:custom", heard);
  guardKeys(root, ended.signal);
  el.append(root);
  return () => {
    ended.abort();
    if (asked) clearTimeout(asked.timer);
    model.off("change:state", show);
    model.off("msg:custom", heard);
  };
}

export default { render };
