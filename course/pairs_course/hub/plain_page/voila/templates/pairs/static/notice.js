// What the page says about itself: quietly, without taking the focus.

/**
 * @typedef {object} Notice
 * @property {string} text
 * @property {{text: string, address: string}} [link] the way out, where the person has to do something
 * @property {boolean} [stopped] nothing is saved until the person starts the course again
 */

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Say something that need not be seen. @param {string} text */
export function say(text) {
  place("spoken").textContent = text;
}

/** Show a notice until the next call; null takes it away. @param {Notice | null} notice */
export function show(notice) {
  const box = place("notice");
  if ((notice?.text ?? "") === (box.dataset.text ?? "")) return; // said already
  box.dataset.text = notice?.text ?? "";
  // The questions' own words follow (widgets/pairs_widgets/shared/stopped.js).
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
    // A link to this very page, with the sitting in its address, would not load anything.
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
