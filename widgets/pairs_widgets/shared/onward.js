// Where a person goes on after a form: the next heading or form on the page.

import { focusOn } from "./dom.js";

/**
 * Move the focus to what comes after `root`; returns false when there is nothing.
 * @param {HTMLElement} root
 * @returns {boolean}
 */
export function goOn(root) {
  const stops = document.querySelectorAll("h1, h2, h3, .pairs");
  for (const stop of stops) {
    const after = root.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING;
    const inside = root.contains(stop);
    const shown = stop instanceof HTMLElement && stop.offsetParent !== null;
    if (after && !inside && shown) {
      focusOn(stop);
      return true;
    }
  }
  return false;
}
