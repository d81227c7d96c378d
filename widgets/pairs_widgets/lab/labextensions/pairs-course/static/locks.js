// What a module's notebook must not do: be saved, bring widgets along, take keys from the form.

import { scroller } from "./run.js";

/**
 * Keep widgets that somebody saved in the file from being made: each is a script. JupyterLab makes
 * them whether or not the notebook is trusted; they are asked for when the content is there.
 * @param {any} model
 */
export function noSavedWidgets(model) {
  const get = model.getMetadata.bind(model);
  model.getMetadata = (/** @type {string} */ key) => (key === "widgets" ? undefined : get(key));
}

/**
 * Let the notebook never be dirty and never be written: all answers are in the journal.
 * @param {any} context
 */
export function neverSaved(context) {
  const clean = { configurable: true, get: () => false, set: () => undefined };
  Object.defineProperty(context.model.sharedModel, "dirty", clean);
  Object.defineProperty(context.model, "dirty", clean);
  context.save = async () => undefined;
  context.saveAs = async () => undefined;
}

/**
 * Leave keys, double clicks and the context menu to the page: nothing edits a cell.
 * @param {any} panel
 */
export function keysBelongToTheForm(panel) {
  const open = () => panel.hasClass("pairs-course");
  const inner = scroller(panel);
  inner.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const palette = (event.ctrlKey || event.metaKey) && event.shiftKey && event.code === "KeyC";
    if (open() && !palette) event.stopPropagation();
  });
  // Ctrl+S would offer the page as a file to keep, now that JupyterLab does not see it.
  panel.node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const save = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (open() && save) event.preventDefault();
  }, true);
  inner.addEventListener("contextmenu", (/** @type {Event} */ event) => {
    if (open()) event.stopPropagation();
  });
  panel.content.node.addEventListener("dblclick", (/** @type {Event} */ event) => {
    const inProse = event.target instanceof Element && event.target.closest(".jp-MarkdownCell");
    if (open() && inProse) event.stopPropagation();
  }, true);
  // JupyterLab makes the active cell a stop of the Tab key; a page has none there.
  const unstop = () => {
    if (!open()) return;
    for (const { node } of panel.content.widgets) {
      if (node.tabIndex === 0) node.tabIndex = -1;
    }
  };
  unstop();
  const filter = { attributeFilter: ["tabindex"], childList: true, subtree: true };
  new MutationObserver(unstop).observe(inner, filter);
}

/**
 * A module is a page to read, not a feed of articles that a screen reader steps through.
 * @param {any} panel
 */
export function notAFeed(panel) {
  const feed = scroller(panel).querySelector("[role='feed']");
  feed?.removeAttribute("role");
  feed?.removeAttribute("aria-label");
}
