// What stands above a module: the way Home, and in words what a person has to know.

/** @typedef {import("./types.js").Header} Header */

/**
 * @param {string} tag
 * @param {string} [text]
 */
function make(tag, text = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/**
 * The notebook would take the focus to a cell as soon as anything of its own has it.
 * @param {HTMLElement} node
 */
export function keepFocus(node) {
  for (const type of ["focusin", "focusout", "keydown"]) {
    node.addEventListener(type, (event) => event.stopPropagation());
  }
}

/**
 * Put a header above a module, so that it is the first thing on its page.
 * @param {HTMLElement} page what scrolls
 * @param {string} home
 * @param {string} person whose page it is
 * @returns {Header}
 */
export function makeHeader(page, home, person) {
  const node = make("div");
  node.classList.add("pairs-lab-header");
  const nav = make("nav");
  nav.setAttribute("aria-label", "Course");
  const link = /** @type {HTMLAnchorElement} */ (make("a", "Home"));
  link.href = home;
  const help = /** @type {HTMLAnchorElement} */ (make("a", "Help"));
  help.href = `${home}help`;
  nav.append(link, " ", help);
  if (person) {
    const name = make("bdi", person);
    const whose = make("p", "Signed in: ");
    whose.className = "pairs-lab-whose";
    whose.append(name);
    nav.append(whose);
  }
  const above = make("div");
  const status = make("div");
  status.setAttribute("role", "status");
  status.className = "pairs-lab-notice";
  const banner = make("section");
  banner.className = "pairs-lab-banner";
  banner.hidden = true;
  node.append(nav, status, banner, above);
  keepFocus(node);
  page.prepend(node);

  return {
    above,
    say: (words, way, stopped = false) => {
      if (status.dataset.words === words) return; // said already
      status.dataset.words = words;
      // The questions' own words follow (shared/stopped.js).
      document.documentElement.toggleAttribute("data-course-stopped", stopped);
      window.dispatchEvent(new Event("pairs:course"));
      status.replaceChildren();
      if (!words) return;
      status.append(make("p", words));
      if (way) {
        const out = /** @type {HTMLAnchorElement} */ (make("a", way.text));
        out.href = way.address;
        // A link to this very page, with the sitting in its address, would not load anything.
        out.addEventListener("click", (event) => {
          if (out.href !== location.href) return;
          event.preventDefault();
          location.reload();
        });
        status.append(out);
      }
    },
    banner: (text, paragraphs, ways) => {
      const title = make("h1", text);
      title.tabIndex = -1;
      banner.replaceChildren(title, ...paragraphs.map((words) => make("p", words)));
      for (const { text: label, call } of ways) {
        const button = /** @type {HTMLButtonElement} */ (make("button", label));
        button.type = "button";
        button.dataset.lmSuppressShortcuts = "true";
        button.addEventListener("click", call);
        banner.append(button);
      }
      banner.hidden = false;
      title.focus();
    },
    clear: () => {
      banner.hidden = true;
    },
  };
}
