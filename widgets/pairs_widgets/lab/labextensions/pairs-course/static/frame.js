// Hides JupyterLab around a module, and shows it again for any other document.

/** @typedef {import("./types.js").Lab} Lab */

const HIDDEN = ["jp-top-panel", "jp-menu-panel", "jp-bottom-panel", "jp-title-panel-title"];

/**
 * Every widget inside `widget`, itself included.
 * @param {any} widget
 * @returns {any[]}
 */
function within(widget) {
  const inner = widget.layout ? [...widget.layout] : [];
  return [widget, ...inner.flatMap(within)];
}

export class Frame {
  /** @type {Map<any, string>} the modules that are open, and what the window is called for each */
  #panels = new Map();
  codeShown = false;

  /**
   * @param {any} app
   * @param {Lab} lab
   */
  constructor(app, lab) {
    this.app = app;
    app.shell.currentChanged?.connect(() => this.update());
    const named = /** @type {Node} */ (document.querySelector("title"));
    new MutationObserver(() => this.#rename()).observe(named, { childList: true });
    // No dialog ever comes up over a module: about kernels, trust, saving or anything else.
    lab.apputils.Dialog.tracker.widgetAdded.connect((/** @type {any} */ _, /** @type {any} */ dialog) => {
      if (this.hiding) queueMicrotask(() => dialog.reject());
    });
  }

  /** Whether the document in front is a module. */
  get inCourse() {
    return this.#panels.has(this.app.shell.currentWidget);
  }

  /** Whether JupyterLab's own parts are hidden now. */
  get hiding() {
    return this.inCourse && !this.codeShown;
  }

  /** Treat `panel` as a module from now on. @param {any} panel */
  add(panel) {
    this.#panels.set(panel, "");
    panel.disposed.connect(() => this.#panels.delete(panel));
    this.update();
  }

  /** Leave `panel` alone after all. @param {any} panel */
  remove(panel) {
    this.#panels.delete(panel);
    panel.removeClass("pairs-course");
    panel.toolbar.show();
    this.update();
  }

  /** Call the window by the module's own title. @param {any} panel @param {string} title */
  name(panel, title) {
    this.#panels.set(panel, title);
    this.#rename();
  }

  #rename() {
    const title = this.hiding && this.#panels.get(this.app.shell.currentWidget);
    const words = `${title} - Collaborative Pairs`;
    if (title && document.title !== words) document.title = words;
  }

  toggleCode() {
    this.codeShown = !this.codeShown;
    this.update();
  }

  update() {
    const { shell } = this.app;
    for (const panel of this.#panels.keys()) {
      panel.toggleClass("pairs-course", !this.codeShown);
      panel.toolbar.setHidden(!this.codeShown);
    }
    this.#rename();
    const { hiding } = this;
    if (document.body.classList.contains("pairs-course-page") === hiding) return;
    document.body.classList.toggle("pairs-course-page", hiding);
    document.documentElement.classList.remove("pairs-opening");
    if ("mode" in shell) shell.mode = hiding ? "single-document" : "multiple-document";
    if (hiding) {
      shell.collapseLeft?.();
      shell.collapseRight?.();
    }
    for (const widget of within(shell)) {
      const part = HIDDEN.includes(widget.id) || widget.node.classList.contains("jp-SideBar");
      if (part) widget.setHidden(hiding);
    }
  }
}
