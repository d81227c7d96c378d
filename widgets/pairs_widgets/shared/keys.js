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
  const mark = () => {
    ownKeys(root);
    for (const element of root.querySelectorAll(FOCUSABLE)) ownKeys(element);
  };
  mark();
  const observer = new MutationObserver(mark);
  observer.observe(root, {
    attributeFilter: ["href", "tabindex"],
    attributes: true,
    childList: true,
    subtree: true,
  });
  signal.addEventListener("abort", () => observer.disconnect());
}
