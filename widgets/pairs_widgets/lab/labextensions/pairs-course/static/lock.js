// Closes JupyterLab to whoever is not the person whose page it is, and opens it again as it was.

/** @typedef {import("./types.js").Course} Course */

/** Another page of this browser says here that nobody is signed in any more. */
export const SIGN_IN = "pairs-sign-in";

/**
 * Hide everything: somebody else may sit here now. What was typed stays in it, for the person.
 * @param {any} app
 * @param {Course} course
 * @param {string} back where the person signs in and comes back
 */
export function lock(app, course, back) {
  if (document.getElementById("pairs-locked")) return;
  const closed = document.createElement("main");
  closed.id = "pairs-locked";
  const title = document.createElement("h1");
  if (course.person) title.append("This is the page of ", name(course.person));
  else title.append("This page is closed");
  title.tabIndex = -1;
  const words = document.createElement("p");
  words.append(
    course.person ? name(course.person) : "The person whose page this is",
    " has signed out, or their sign-in has ended. What was saved is safe. What was typed after that is kept on this page. Only they can see it again.",
  );
  const list = document.createElement("ul");
  for (const [text, address] of [
    ["Sign in again", back],
    ["Go to Home", course.home],
  ]) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = text;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  closed.append(title, words, list);
  app.shell.node.style.visibility = "hidden"; // to the eye, to the keys and to screen readers
  app.shell.node.inert = true;
  document.body.prepend(closed);
  title.focus();
}

/** Show it again: the person is back. @param {any} app */
export function unlock(app) {
  document.getElementById("pairs-locked")?.remove();
  app.shell.node.style.visibility = "";
  app.shell.node.inert = false;
}

/** The name keeps its place in the sentence, in whatever script it is. @param {string} person */
function name(person) {
  const element = document.createElement("bdi");
  element.textContent = person;
  return element;
}
