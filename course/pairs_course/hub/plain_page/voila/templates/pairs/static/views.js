// Renders each question in its place as soon as both the place and the widget exist.

/** @typedef {import("./comms.js").Model} Model */
/** @typedef {import("./comms.js").Models} Models */

/** @type {Set<string>} */
const styles = new Set();
/** @type {Map<string, Promise<any>>} */
const scripts = new Map();

/** The places of the questions, in page order. @param {ParentNode} page */
export function places(page) {
  return /** @type {HTMLElement[]} */ ([...page.querySelectorAll(".question[data-model]")]);
}

/** @param {string} css */
function style(css) {
  if (!css || styles.has(css)) return;
  styles.add(css);
  const element = document.createElement("style");
  element.textContent = css;
  document.head.append(element);
}

/** @param {string} esm */
function script(esm) {
  let module = scripts.get(esm);
  if (!module) {
    const address = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
    module = import(address).finally(() => URL.revokeObjectURL(address));
    scripts.set(esm, module);
  }
  return module;
}

/**
 * Render one question. If that fails, show a message in its place and continue.
 * @param {Model} model
 * @param {HTMLElement} place
 */
async function render(model, place) {
  try {
    style(model.get("_css"));
    const { default: widget } = await script(model.get("_esm"));
    await widget.render({ model, el: place });
  } catch (error) {
    console.error(error);
    const words = document.createElement("p");
    words.className = "failed";
    words.textContent = "This part of the page did not load. Load the page again.";
    place.replaceChildren(words);
  }
}

export class Views {
  /** @type {Map<HTMLElement, Model>} */
  shown = new Map();
  #showing = Promise.resolve();

  /** @param {Models} models */
  constructor(models) {
    this.models = models;
  }

  /**
   * Render what is ready, from the top, so that nothing is inserted above what somebody reads.
   * @returns {Promise<void>}
   */
  show() {
    this.#showing = this.#showing.then(() => this.#show());
    return this.#showing;
  }

  async #show() {
    for (const place of places(document)) {
      if (this.shown.has(place)) continue;
      const model = this.models.get(place.dataset.model ?? "");
      if (!model) return;
      this.shown.set(place, model);
      await render(model, place);
      if (!place.closest(".pairs-away")) document.getElementById("loading")?.remove();
    }
  }

  /** Whether every place has its question. */
  get complete() {
    return places(document).every((place) => this.shown.has(place));
  }
}
