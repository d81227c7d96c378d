// The page that sends a module to the facilitator, and says what goes and what does not.

import { coursePage } from "../shared/course_pages.js";
import { when } from "../shared/days.js";
import { focusOn, make, makeButton, setText } from "../shared/dom.js";
import { page } from "../shared/page.js";

/** @typedef {{title: string, items: {ask: string, answer: string}[]}} Goes */
/** @typedef {{goes: Goes[], stays: string[], sent: string | null, changed: number, same: boolean}} Sending */

const TITLE = "Send to your facilitator";

export default page("send", TITLE, ({ session }) => {
  const { module } = session.state();
  const outcome = make("div", { class: "pairs-outcome", role: "status" });
  const status = session.status(module, "send");
  const goes = make("div", { class: "pairs-goes" });
  const stays = make("div", { class: "pairs-stays" });
  const hint = make("p", { class: "pairs-hint" });
  const nothing = make("p", { class: "pairs-hint", role: "status", tabindex: "-1" });
  const button = makeButton(TITLE, send, "main");

  /** @type {string} what was shown last, so that an open list stays open */
  let shown = "";
  /** What stood here when the button was pressed: until it is another, a second press is the same. */
  let sentFrom = "";
  function send() {
    if (shown === sentFrom) return;
    const same = session.state().sending.same;
    setText(nothing, same ? "Nothing has changed since you sent it. It is not sent again." : "");
    if (same) return focusOn(nothing);
    sentFrom = shown;
    session.send("send", module, null);
  }
  const show = () => {
    const { sending, sharing, left, saved, unshared, zone } = session.state();
    const key = JSON.stringify([sending, sharing, left, saved, unshared]);
    if (key === shown) return;
    shown = key;
    setText(nothing, "");
    const away = sharing === "waiting" && unshared.includes(`send/${module}`);
    showOutcome(outcome, sending, away, sharing, zone);
    setText(button, sending.sent ? "Send again" : TITLE);
    setText(
      hint,
      toDo(left) || "You can change your answers later and send again.",
    );
    goes.replaceChildren(...listGoes(sending));
    stays.replaceChildren(...listStays(sending));
  };
  session.onState(show);
  session.onSaved(({ kind }) => {
    if (kind === "send") focusOn(outcome);
  });
  show();
  return [outcome, goes, stays, hint, button, nothing, status, paper(module)];
});

/**
 * What is left until the module is finished, in words; "" when nothing is.
 * @param {{questions: string[], talk: boolean}} left
 */
function toDo({ questions, talk }) {
  if (!questions.length && !talk) return "";
  const answer = questions.length && `answer or pass ${questions.join(", ")}`;
  const say = talk && "say that you talked, or why not";
  const both = [answer, say].filter(Boolean).join(", and ");
  return `To finish this module, ${both}. You can send now, and send again later.`;
}

/**
 * The same module on paper; without a hub there is no such page.
 * @param {string} module
 */
function paper(module) {
  const address = coursePage(`paper/${module}`);
  return (
    address && make("p", {}, "Do you prefer paper? ", make("a", { href: address }, "Print this module"))
  );
}

/**
 * @param {HTMLElement} outcome
 * @param {Sending} sending
 * @param {boolean} away
 * @param {string} sharing
 * @param {string} zone
 */
function showOutcome(outcome, sending, away, sharing, zone) {
  outcome.className = sending.sent ? "pairs-outcome pairs-card pairs-done" : "pairs-outcome";
  if (!sending.sent) {
    outcome.replaceChildren(
      make("p", {}, "Nothing goes to your facilitator until you press the button. Nobody gets a score."),
    );
    return;
  }
  const waits = away || sharing === "off";
  const parts = [
    make("h4", {}, waits ? "Saved here, not shared yet" : `Sent ${sentWhen(sending.sent, zone)}`),
    make(
      "p",
      {},
      sharing === "off"
        ? "There is no link to the course here. Open the course from Home to send it."
        : away
          ? "The course cannot be reached now. This goes by itself as soon as it can."
          : "Your facilitator can read what the first list below says. Nobody gets a score.",
    ),
  ];
  if (sending.changed) {
    const many = sending.changed === 1 ? "1 answer" : `${sending.changed} answers`;
    parts.push(make("p", {}, `You have changed ${many} since then. Send again to share that.`));
  }
  outcome.replaceChildren(...parts);
}

/** @param {Sending} sending */
function listGoes({ goes, sent }) {
  const head = make("h4", {}, sent ? "What your facilitator can read" : "What will be sent");
  if (!goes.length) return [head, make("p", {}, "Only that you finished this module.")];
  const sets = goes.map(({ title, items }) =>
    make(
      "details",
      { open: !sent },
      make("summary", {}, title),
      make(
        "dl",
        {},
        ...items.flatMap(({ ask, answer }) => [make("dt", {}, ask), make("dd", { dir: "auto" }, answer)]),
      ),
    ),
  );
  return [head, ...sets, make("p", {}, "And one yes or no: whether you have finished this module.")];
}

/** @param {Sending} sending */
function listStays({ stays, sent }) {
  return [
    make("h4", {}, sent ? "What was not sent" : "What will not be sent"),
    make("ul", {}, ...stays.map((text) => make("li", {}, text))),
  ];
}

/**
 * @param {string} at ISO 8601
 * @param {string} zone
 * @returns {string} "today at 14:03", "on 2 March"
 */
function sentWhen(at, zone) {
  const { time, day } = when(at, zone);
  return time ? `today at ${time}` : `on ${day}`;
}
