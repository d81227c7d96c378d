// The page's own notices, shown without taking focus.

/**
 * @typedef {object} Notice
 * @property {string} text
 * @property {{text: string, address: string}} [link] the next step, if the person has to do something
 * @property {boolean} [stopped] nothing is saved until the person starts the course again
 */

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Announce something to screen readers only. @param {string} text */
export function say(text) {
  place("spoken").textContent = text;
}

/** Show a notice until the next call; null removes it. @param {Notice | null} notice */
export function show(notice) {
  const box = place("notice");
  if ((notice?.text ?? "") === (box.dataset.text ?? "")) return; // said already
  box.dataset.text = notice?.text ?? "";
  // The questions' own notices follow (widgets/pairs_widgets/shared/stopped.js).
  document.documentElement.toggleAttribute("data-course-stopped", Boolean(notice?.stopped));
  window.dispatchEvent(new Event("pairs:course"));
  box.replaceChildren();
  if (!notice) return;
  const words = document.createElement("p");
  words.textContent = notice.text;
  box.append(words);
  if (notice.link) {
    const link = document.createElement("a");
    link.href = notice.link.address;
    link.textContent = notice.link.text;
    // A link to the page itself, with the sitting's fragment, would not reload it.
    link.addEventListener("click", (event) => {
      if (link.href !== location.href) return;
      event.preventDefault();
      location.reload();
    });
    const way = document.createElement("p");
    way.append(link);
    box.append(way);
  }
}
