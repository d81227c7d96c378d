// Shows one sitting of a module at a time, by either door: contents, Back, Next, and addresses.
//
// The module stays one document. Its sittings are the parts below headings that name minutes; all
// but one are hidden on screen, and none on paper. The current sitting is in the address, so that
// reload, bookmarks, Back and Forward work as usual. The questions tell the progress of each
// sitting (data-stands, from the kernel), and the pair's texts to show above every sitting
// (data-on-top).

/** @typedef {{name: string, minutes: string, heading: HTMLElement, id: string, cells: HTMLElement[]}} Part */
/** @typedef {"" | "open" | "begun" | "waiting" | "done"} Stands */
/**
 * @typedef {object} Page
 * @property {string} module its id: questions repeated from an earlier module do not count
 * @property {() => HTMLElement[]} cells the parts of the document in order; `id` names each
 * @property {HTMLElement} above where the contents go
 * @property {HTMLElement} below where Back and Next go
 * @property {(name: string) => void} named called with the name of the current sitting
 * @property {() => void} toTop brings the top of the page into view
 */

const TIMED = /^(.+) \((\d+) minutes, (alone|together)\)$/;
const BEFORE = "About this module";
const AFTER = "To finish";
const WORDS = { done: "Done", waiting: "Waits for your partner", begun: "Begun", open: "", "": "" };
/** The choice to see whole modules on one page, for all modules and both doors. */
const ONE_PAGE = "pairs/one-page";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Split a module into its parts: the introduction, each sitting, and the end.
 * @param {HTMLElement[]} cells
 * @returns {Part[]}
 */
export function partsOf(cells) {
  /** @type {Part[]} */
  const parts = [];
  for (const cell of cells) {
    const heading = /** @type {HTMLElement | null} */ (cell.querySelector("h1, h2"));
    const timed = heading?.tagName === "H2" && TIMED.exec(plain(heading));
    const [, name = "", minutes = "", where = ""] = timed || [];
    if (heading && (timed || !parts.length)) {
      const words = timed ? `${minutes} minutes, ${where}` : "";
      parts.push({ name: timed ? name : BEFORE, minutes: words, heading, id: cell.id, cells: [] });
    } else if (heading?.tagName === "H2" && parts.at(-1)?.minutes) {
      parts.push({ name: AFTER, minutes: "", heading, id: cell.id, cells: [] });
    }
    parts.at(-1)?.cells.push(cell);
  }
  return parts;
}

/** A heading's text, without what JupyterLab adds to it. @param {HTMLElement} heading */
function plain(heading) {
  const copy = /** @type {HTMLElement} */ (heading.cloneNode(true));
  for (const link of copy.querySelectorAll("a")) link.remove();
  return (copy.textContent ?? "").trim();
}

/**
 * The person's progress in a part, from its questions.
 * @param {Part} part
 * @param {string} module
 * @returns {Stands}
 */
function stands({ cells }, module) {
  const own = `[data-module="${CSS.escape(module)}"][data-stands]`;
  const roots = cells.flatMap((cell) => [.../** @type {NodeListOf<HTMLElement>} */ (cell.querySelectorAll(own))]);
  const found = new Set(roots.map((root) => root.dataset.stands).filter(Boolean));
  if (found.size < 2) return /** @type {Stands} */ ([...found][0] ?? "");
  return found.has("open") || found.has("begun") ? "begun" : "waiting";
}

export class Sittings {
  /** @type {Part[]} */
  #parts = [];
  #shown = "";
  #ready = false;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.place = make("p", { class: "pairs-place" });
    this.list = make("ul");
    this.both = make("button", { type: "button", "data-lm-suppress-shortcuts": "true" });
    this.contents = make("details", {}, make("summary", { "data-lm-suppress-shortcuts": "true" }, "Contents"), this.list, this.both);
    this.nav = make("nav", { class: "pairs-contents", "aria-label": "Contents" }, this.place, this.contents);
    this.onward = make("nav", { class: "pairs-onward", "aria-label": "Back and Next" });
    this.nav.hidden = this.onward.hidden = true;
    this.onTop = make("div", { class: "pairs-on-top", role: "note", "aria-label": "What you both agreed" });
    this.onTop.hidden = true;
    page.above.append(this.nav, this.onTop);
    page.below.append(this.onward);
    this.both.addEventListener("click", () => this.#switch());
    window.addEventListener("hashchange", () => this.#arrived());
    document.addEventListener("pairs:show", (event) => this.#showTarget(event.target));
    const progress = new MutationObserver(() => this.#ready && this.#list());
    progress.observe(document.body, { attributeFilter: ["data-stands"], subtree: true });
    const agreed = new MutationObserver(() => this.#ready && this.#showOnTop());
    agreed.observe(document.body, { attributeFilter: ["data-on-top"], subtree: true });
  }

  /** Whether the whole module is on one page. */
  get onePage() {
    return localStorage.getItem(ONE_PAGE) === "yes" || this.#parts.length < 3;
  }

  /** The document has grown, or its headings were drawn. */
  refresh() {
    this.#parts = partsOf(this.page.cells());
    this.#apply();
  }

  /** The document is complete: show the contents, and go to this person's sitting. */
  ready() {
    this.#ready = true;
    this.refresh();
    if (this.#parts.length < 3) return;
    this.#shown = this.#named()?.id ?? this.#next().id;
    const name = () => history.replaceState(history.state, "", `#${this.#shown}`);
    // A browser that still loads would go to what the address names, and Tab would leave out what is above.
    if (document.readyState === "complete") name();
    else window.addEventListener("load", name, { once: true });
    this.#apply();
    this.nav.hidden = false;
  }

  /** The part that the address names. */
  #named() {
    const id = decodeURIComponent(location.hash.slice(1));
    return this.#parts.find((part) => part.id === id);
  }

  /**
   * The first part that is started, or else not done; the very first if nothing is started.
   * People who left out what needs two people continue where they are.
   * @returns {Part}
   */
  #next() {
    const counted = this.#parts.map((part) => ({ part, how: stands(part, this.page.module) })).filter(({ how }) => how);
    if (counted.every(({ how }) => how === "open")) return this.#parts[0];
    const first = counted.find(({ how }) => how === "begun") ?? counted.find(({ how }) => how === "open");
    const waits = counted.find(({ how }) => how === "waiting");
    return (first ?? waits ?? counted[counted.length - 1]).part;
  }

  /** The address has changed: by a link of ours, by Back or by Forward. */
  #arrived() {
    const part = this.#named();
    if (!part) return;
    this.#shown = part.id;
    this.#apply();
    this.page.toTop();
    const { heading } = part;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: !this.onePage });
    if (this.onePage) heading.scrollIntoView();
  }

  /** Go to the sitting with the target. @param {EventTarget | null} target */
  #showTarget(target) {
    const part = this.#parts.find(({ cells }) => cells.some((cell) => cell.contains(/** @type {Node} */ (target))));
    if (!part || part.id === this.#shown) return;
    this.#shown = part.id;
    history.pushState(history.state, "", `#${part.id}`);
    this.#apply();
  }

  #switch() {
    if (this.onePage) localStorage.removeItem(ONE_PAGE);
    else localStorage.setItem(ONE_PAGE, "yes");
    this.#apply();
    this.contents.open = true; // the button that was pressed stays where it is
  }

  /** Show one part, or all of them. */
  #apply() {
    // While the document is loading, the sitting in the address may not exist yet.
    const wanted = this.#shown || decodeURIComponent(location.hash.slice(1)) || this.#parts[0]?.id;
    const shown = this.#parts.findIndex((part) => part.id === wanted);
    const { onePage } = this;
    this.#parts.forEach(({ cells }, index) => {
      const away = !onePage && index !== shown;
      for (const cell of cells) {
        // The module's title is on every page.
        const title = cell.querySelector("h1");
        const rest = title ? [.../** @type {HTMLElement} */ (title.parentElement).children] : [cell];
        for (const one of rest) one.classList.toggle("pairs-away", away && one !== title);
      }
    });
    if (!this.#ready) return;
    this.#showOnTop();
    this.#list();
    this.contents.open = !onePage && !shown;
    const part = this.#parts[shown];
    this.page.named(onePage || !shown ? "" : part.name);
    const sittings = this.#parts.filter(({ minutes }) => minutes);
    const number = sittings.indexOf(part) + 1;
    this.place.textContent = number ? `Sitting ${number} of ${sittings.length}` : (part?.name ?? "");
    this.place.hidden = onePage;
    this.both.textContent = onePage ? "Show one sitting at a time" : "Show all on one page";
    const way = (/** @type {string} */ words, /** @type {string} */ look, /** @type {Part | undefined} */ to) =>
      to ? [make("a", { href: `#${to.id}`, class: look, "data-lm-suppress-shortcuts": "true" }, `${words}: ${to.name.replace(/^Sitting \d+: /, "")}`)] : [];
    this.onward.replaceChildren(
      ...way("Back", "pairs-back", this.#parts[shown - 1]),
      ...way("Next", "pairs-next", this.#parts[shown + 1]),
    );
    this.onward.hidden = onePage;
  }

  /** The pair's texts for the module, except in the sitting whose questions show them. */
  #showOnTop() {
    const source = this.page
      .cells()
      .map((cell) => /** @type {HTMLElement | null} */ (cell.querySelector("[data-on-top^='[{']")))
      .find(Boolean);
    const part = this.#parts.find(({ id }) => id === this.#shown);
    const here = part?.cells.some((cell) => cell.contains(source ?? null));
    this.onTop.hidden = !source || this.onePage || Boolean(here);
    /** @type {{title: string, lines: {label: string, text: string}[]}[]} */
    const texts = JSON.parse(source?.dataset.onTop ?? "[]");
    this.onTop.replaceChildren(
      ...texts.flatMap(({ title, lines }) => [
        make("p", {}, make("strong", {}, title)),
        ...lines.map(({ label, text }) => make("p", { dir: "auto" }, label && `${label} `, text)),
      ]),
    );
  }

  #list() {
    const focused = this.list.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : "";
    const rows = this.#parts.map((part) => {
      const how = stands(part, this.page.module);
      const link = make("a", { href: `#${part.id}`, "data-lm-suppress-shortcuts": "true" }, part.name);
      if (!this.onePage && part.id === this.#shown) link.setAttribute("aria-current", "page");
      const row = make("li", {}, link);
      if (part.minutes) row.append(make("span", { class: "pairs-minutes" }, part.minutes));
      if (WORDS[how]) row.append(make("span", { class: `pairs-far pairs-far-${how}` }, WORDS[how]));
      return row;
    });
    this.list.replaceChildren(...rows);
    if (focused) /** @type {HTMLElement | null} */ (this.list.querySelector(`[href="${focused}"]`))?.focus();
  }
}
