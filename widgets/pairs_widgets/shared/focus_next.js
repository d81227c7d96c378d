// Where a person goes on after a form, and how the page comes to show something.

import { focusOn } from "./dom.js";

/**
 * Move the focus to what comes after `root`, in full view; returns false when there is nothing.
 * @param {HTMLElement} root
 * @returns {boolean}
 */
export function goOn(root) {
  const stops = document.querySelectorAll("h1, h2, h3, .pairs, .pairs-next");
  for (const stop of stops) {
    const after = root.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING;
    const inside = root.contains(stop);
    const shown = stop instanceof HTMLElement && stop.offsetParent !== null;
    if (after && !inside && shown) {
      focusOn(stop, "start");
      return true;
    }
  }
  return false;
}

/**
 * Have the page show `element`, should it show another sitting, and bring it into view.
 * @param {HTMLElement} element
 */
export function showOnPage(element) {
  element.dispatchEvent(new CustomEvent("pairs:show", { bubbles: true }));
  element.scrollIntoView({ block: "nearest" });
}
