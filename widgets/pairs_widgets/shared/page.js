// The scaffold of every widget's page: a section with its title, and the line to the kernel.

import { make } from "./dom.js";
import { newPrefix } from "./ids.js";
import { openSession } from "./session.js";

/** @typedef {import("./dom.js").Child} Child */
/** @typedef {import("./types.js").RenderContext} RenderContext */
/** @typedef {{render: (context: RenderContext) => () => void}} Widget what anywidget calls */
/**
 * @typedef {object} Page
 * @property {import("./session.js").Session} session
 * @property {string} prefix of element ids
 * @property {HTMLElement} root
 * @property {(call: () => void) => void} onClose called before the line to the kernel is closed
 */
/**
 * A page of one question set; `intro` is the paragraph about it, if there is one.
 * @typedef {Page & {set: import("./types.js").SetWords, items: import("./types.js").Item[], intro: Child}} SetPage
 */

/**
 * A widget's page.
 * @param {string} look its own class, after "pairs-"
 * @param {string} title
 * @param {(page: Page) => Child[]} fill makes what stands below the title
 * @returns {Widget}
 */
export function page(look, title, fill) {
  return { render: (context) => open(context, look, title, fill) };
}

/**
 * The page of a question set.
 * @param {string} look
 * @param {(page: SetPage) => Child[]} fill
 * @returns {Widget}
 */
export function setPage(look, fill) {
  return {
    render(context) {
      const { set, items } = context.model.get("state");
      const intro = set.intro && make("p", {}, set.intro);
      return open(context, look, set.title, (page) => fill({ ...page, set, items, intro }));
    },
  };
}

/**
 * @param {RenderContext} context
 * @param {string} look
 * @param {string} title
 * @param {(page: Page) => Child[]} fill
 * @returns {() => void} closes the page
 */
function open({ model, el }, look, title, fill) {
  const prefix = newPrefix(model.get("name"));
  const heading = make("h3", { id: `${prefix}title` }, title);
  const root = make("section", { class: `pairs pairs-${look}`, lang: "en", "aria-labelledby": heading.id }, heading);
  const session = openSession(model, root);
  /** @type {Array<() => void>} */
  const closing = [];
  const onClose = (/** @type {() => void} */ call) => void closing.push(call);
  for (const child of fill({ session, prefix, root, onClose })) if (child) root.append(child);
  el.append(root);
  return () => {
    for (const call of closing) call();
    session.close();
  };
}
