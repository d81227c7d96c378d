// Keeps what a person types in a form away from the notebook around it.
//
// JupyterLab looks at two things: the attribute on the focused element (an ancestor's does nothing)
// and whether the key press reaches the notebook. Both are needed, or "d d" deletes the question.

/** The elements that can hold the focus. */
const FOCUSABLE = "a[href], button, input, select, summary, textarea, [tabindex]";

/**
 * Mark one element, if it can hold the focus, as its own master of keys.
 * @param {Element} element
 */
export function ownKeys(element) {
  if (element.matches(FOCUSABLE)) element.setAttribute("data-lm-suppress-shortcuts", "true");
}

/**
 * Keep every key press inside `root`, whatever is added to it later. What the browser itself does
 * with a key (arrows in radios, Tab, F6) is untouched.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal ends the watching when the view is gone
 */
export function guardKeys(root, signal) {
  for (const type of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(type, (event) => event.stopPropagation(), { signal });
  }
  const mark = (/** @type {Element} */ within) => {
    ownKeys(within);
    for (const element of within.querySelectorAll(FOCUSABLE)) ownKeys(element);
  };
  mark(root);
  // Only what changed is looked at: a page has hundreds of controls, and each answer changes it.
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      for (const node of type === "attributes" ? [target] : addedNodes) {
        if (node instanceof Element) mark(node);
      }
    }
  });
  observer.observe(root, {
    attributeFilter: ["href", "tabindex"],
    attributes: true,
    childList: true,
    subtree: true,
  });
  signal.addEventListener("abort", () => observer.disconnect());
}
