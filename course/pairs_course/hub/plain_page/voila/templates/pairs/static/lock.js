// Closes a page to anyone but its owner, and reopens it as it was.

/** Another page in this browser announces here that nobody is signed in any more. */
export const SIGN_IN = "pairs-sign-in";

/**
 * Hide the questions, since somebody else may be here now. What the person typed stays in them.
 * @param {string} person whose page it is
 * @param {{home: string, back: string}} ways Home, and where the person can sign in to return
 */
export function lock(person, { home, back }) {
  if (document.getElementById("locked")) return;
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  const closed = document.createElement("section");
  closed.id = "locked";
  const title = document.createElement("h1");
  if (person) title.append("This is the page of ", name(person));
  else title.append("This page is closed");
  title.tabIndex = -1;
  const words = document.createElement("p");
  words.append(
    person ? name(person) : "The person whose page this is",
    " has signed out, or their sign-in has ended. What was saved is safe. What was typed after that is kept on this page. Only they can see it again.",
  );
  const list = document.createElement("ul");
  for (const [text, address] of [
    ["Sign in again", back],
    ["Go to Home", home],
  ]) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = text;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  closed.append(title, words, list);
  main.hidden = true;
  showWhose(false);
  main.before(closed);
  title.focus();
}

/** Show the questions again: the person is back. */
export function unlock() {
  const closed = document.getElementById("locked");
  if (!closed) return;
  closed.remove();
  /** @type {HTMLElement} */ (document.querySelector("main")).hidden = false;
  showWhose(true);
}

/** Isolate the name, so that it does not affect the sentence's writing direction. @param {string} person */
function name(person) {
  const element = document.createElement("bdi");
  element.textContent = person;
  return element;
}

/** Show or hide who is signed in. @param {boolean} yes */
function showWhose(yes) {
  document.querySelector(".whose")?.toggleAttribute("hidden", !yes);
}
