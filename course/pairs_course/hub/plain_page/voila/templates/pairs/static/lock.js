// Closes a page to whoever is not the person whose page it is, and opens it again as it was.

/** Another page of this browser says here that nobody is signed in any more. */
export const SIGN_IN = "pairs-sign-in";

/**
 * Hide the questions: somebody else may sit here now. What was typed stays in them, for the person.
 * @param {string} person whose page it is
 * @param {{home: string, back: string}} ways Home, and where the person signs in and comes back
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

/** The name keeps its place in the sentence, in whatever script it is. @param {string} person */
function name(person) {
  const element = document.createElement("bdi");
  element.textContent = person;
  return element;
}

/** The page says who is signed in, as long as that is so. @param {boolean} yes */
function showWhose(yes) {
  document.querySelector(".whose")?.toggleAttribute("hidden", !yes);
}
