// The page of a question set.

import { carriedTexts } from "../shared/carried.js";
import { make, setText } from "../shared/dom.js";
import { questionForm } from "../shared/form.js";
import { newPrefix } from "../shared/ids.js";
import { openSession } from "../shared/session.js";

/**
 * Show the set and keep it up to date.
 * @param {import("../shared/types.js").RenderContext} context
 */
function render({ model, el }) {
  const { set, items } = model.get("state");
  const prefix = newPrefix(model.get("name"));
  const root = make("section", {
    class: "pairs pairs-questions",
    lang: "en",
    "aria-labelledby": `${prefix}title`,
  });
  const session = openSession(model, root);
  root.append(
    make("h3", { id: `${prefix}title` }, set.title),
    set.intro && make("p", {}, set.intro),
    carriedTexts(session),
    anotherDay(session),
    ...questionForm(session, prefix, root, items, set),
  );
  // The page around the questions shows it above every sitting.
  const showOnTop = () => {
    root.dataset.onTop = JSON.stringify(session.state().on_top ?? []);
  };
  showOnTop();
  session.onState(showOnTop);
  el.append(root);
  return session.close;
}

/**
 * What stands over questions that are for another day, on the day of those before them.
 * @param {import("../shared/session.js").Session} session
 * @returns {HTMLElement}
 */
function anotherDay(session) {
  const first = make("p");
  const element = make(
    "div",
    { class: "pairs-card pairs-another-day" },
    first,
    make("p", {}, "If you can, let a night go by, and come back tomorrow or later. Nothing is lost. You may also go on now."),
  );
  const show = () => {
    const title = session.state().same_day;
    element.hidden = !title;
    setText(first, title ? `You answered “${title}” today. These questions are better on another day.` : "");
  };
  show();
  session.onState(show);
  return element;
}

export default { render };
