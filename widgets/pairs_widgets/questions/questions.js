// The page of a question set.

import { carriedTexts } from "../shared/carried.js";
import { make, setText } from "../shared/dom.js";
import { questionForm } from "../shared/form.js";
import { setPage } from "../shared/page.js";

export default setPage("questions", ({ session, prefix, root, set, items, intro }) => {
  // The page around the questions shows it above every sitting.
  const showOnTop = () => {
    root.dataset.onTop = JSON.stringify(session.state().on_top ?? []);
  };
  showOnTop();
  session.onState(showOnTop);
  const form = questionForm(session, prefix, root, items, set);
  return [intro, carriedTexts(session), anotherDay(session), ...form];
});
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
