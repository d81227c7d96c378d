// Runs all of a module's code cells and leaves the reader where they were.

/** @typedef {import("./types.js").Lab} Lab */

const FOCUSABLE = "a[href], button, input, select, summary, textarea";

/** How long a question may take to come back after its cell ran. */
const PATIENCE = 5000;

/** The part of a notebook panel that scrolls. @param {any} panel @returns {HTMLElement} */
export function scroller(panel) {
  return panel.content.outerNode ?? panel.content.node;
}

/**
 * Run the module. @returns {Promise<boolean>} whether every cell ran
 * @param {Lab} lab
 * @param {any} panel
 */
export async function runAll(lab, panel) {
  const notebook = panel.content;
  const outer = scroller(panel);
  const top = outer.scrollTop;
  const refocus = rememberFocus(notebook.node);
  const code = notebook.widgets.filter((/** @type {any} */ cell) => cell.model.type === "code");
  const whole = await lab.notebook.NotebookActions.runCells(notebook, code, panel.sessionContext);
  outer.scrollTop = top;
  void refocus();
  return whole;
}

/**
 * Remember which control had the focus, to give it back once its cell has been made anew.
 * @param {HTMLElement} root
 * @returns {() => Promise<void>}
 */
function rememberFocus(root) {
  const active = document.activeElement;
  const cell = active?.closest(".jp-Cell");
  if (!(active instanceof HTMLElement) || !cell || !root.contains(cell) || active === cell) {
    return async () => undefined;
  }
  const find = () => /** @type {HTMLElement[]} */ ([...cell.querySelectorAll(FOCUSABLE)]);
  const index = find().indexOf(active);
  const text = active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement;
  const caret = text && active.selectionStart !== null ? active.selectionStart : null;
  return async () => {
    const end = Date.now() + PATIENCE;
    while (Date.now() < end && !(find()[index] && find()[index] !== active)) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const again = find()[index];
    const elsewhere = document.activeElement !== document.body && !root.contains(document.activeElement);
    if (!again || elsewhere) return;
    again.focus({ preventScroll: true });
    const typed = again instanceof HTMLTextAreaElement || again instanceof HTMLInputElement;
    if (typed && caret !== null) again.setSelectionRange(caret, caret);
  };
}
