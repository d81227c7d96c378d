// Whether somebody is at it: writing in a box, or going through choices with the arrow keys.

/** Whoever has not typed for this long is not typing: news may be shown. */
const STILL = 3000;

/** @typedef {import("./session.js").Session} Session */

/**
 * Watch a box. Words that come from elsewhere wait while this says true. Whoever leaves the box
 * types no more: a choice between two versions brings them back, and the box shows what they chose.
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @returns {() => boolean}
 */
export function typingIn(input) {
  let last = -Infinity;
  input.addEventListener("input", () => (last = Date.now()));
  input.addEventListener("blur", () => (last = -Infinity));
  return () => document.activeElement === input && Date.now() - last < STILL;
}

/**
 * Say how a choice is saved: a click, or Space, at once. Arrow keys choose each radio button that
 * they pass, so with them a choice counts when the person stays with it, or leaves the group.
 * @param {HTMLElement} group
 * @param {Session} session
 * @param {string} kind
 * @param {string} item
 * @returns {(value: any) => void} to be called with each choice
 */
export function chooser(group, session, kind, item) {
  let passing = false;
  group.addEventListener("keydown", ({ key }) => (passing = key.startsWith("Arrow")));
  group.addEventListener("keyup", () => (passing = false));
  group.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (!(to instanceof Node && group.contains(to))) session.flush();
  });
  return (value) => {
    if (passing) session.sendStill(kind, item, value);
    else session.send(kind, item, value);
  };
}
