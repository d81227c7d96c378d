// The page on which a pair finds another pair, and on which each leaves the other one sentence.

import { focusOn, make, makeButton, setText } from "../shared/dom.js";
import { jointField } from "../shared/joint_field.js";
import { setPage } from "../shared/page.js";

/**
 * Where the pair stands; `asking` is what was pressed and has not reached the service yet.
 * @typedef {object} Meeting
 * @property {"unknown" | "none" | "waiting" | "matched" | "gone"} state
 * @property {string[]} people
 * @property {Record<string, string> | null} sentence
 * @property {boolean | null} asking
 */

const WHO = [
  "When you are matched, the other pair learns your two names. They learn nothing else about you.",
  "They can read your sentence once both of you have confirmed it, and not before.",
  "Your facilitator can read it after one of you sends this module.",
];
const HOW = [
  "Find a time and a way: one room, the phone or video. Your facilitator can help.",
  "First ten minutes: one pair tells its challenge in one sentence. The other pair asks.",
  "Second ten minutes: you change places.",
  "Ask questions only. Advice can wait, even kind advice.",
  "“Pass” is always fine, and needs no reason. Any of you four can stop.",
  "What you hear stays with the four of you.",
];

export default setPage("meet", ({ session, prefix, items, intro }) => {
  const { module } = session.state();
  const news = make("p", { class: "pairs-vh", role: "status" });
  const stands = make("div", { class: "pairs-part" });
  const asked = make("p", { class: "pairs-status" });
  const heard = make("div", { class: "pairs-part" });
  const ours = make(
    "div",
    { class: "pairs-part" },
    intro,
    make("p", {}, "One of you suggests a sentence. It stands when the other confirms it."),
    make("p", {}, "They can read what the two of you agree on from now on."),
    ...items.map((item) => jointField(session, prefix, item)),
  );
  const meeting = () => /** @type {Meeting} */ (session.state().meeting);
  const alone = () => session.state().sharing === "off";
  const ask = (/** @type {boolean} */ ready) => {
    if (!session.waiting(module, "ready")) session.send("ready", module, ready);
  };

  let shown = "";
  let was = "";
  function show() {
    const now = meeting();
    const matched = !alone() && now.state === "matched";
    setText(asked, now.asking === null ? "" : "Your wish is on its way.");
    const key = JSON.stringify([now.state, now.people, now.sentence, alone()]);
    if (key === shown) return;
    const first = !shown;
    shown = key;
    const hadFocus = stands.contains(document.activeElement);
    stands.replaceChildren(...(alone() ? without() : standing(now)));
    // Hidden until there is somebody to write to: a sentence is for the pair that you met.
    ours.hidden = !matched;
    heard.hidden = !matched;
    heard.replaceChildren(...(matched ? theirs(now) : []));
    const heading = stands.querySelector("h4");
    if (hadFocus && heading) focusOn(heading);
    const words = spoken(now);
    if (!first && words !== was) setText(news, words);
    was = words;
  }

  /** @param {Meeting} now */
  const spoken = ({ state, people, sentence }) => {
    if (state === "waiting") return "You are waiting for another pair.";
    if (state !== "matched") return "";
    return sentence ? "The other pair has left you a sentence." : `You are matched with ${names(people)}.`;
  };

  const without = () => [
    make("h4", {}, "This part needs another pair"),
    make("p", {}, "There is no link to other pairs here. In the course, you ask for one on this page."),
  ];

  /** @param {Meeting} now */
  function standing({ state, people }) {
    if (state === "unknown") return [make("p", {}, "One moment. The course is looking for your pair.")];
    if (state === "matched") {
      return [
        make("h4", { tabindex: "-1" }, `You meet ${names(people)}`),
        make("p", {}, "You have twenty minutes, and you only ask questions."),
        make("ul", {}, ...HOW.map((line) => make("li", {}, line))),
      ];
    }
    if (state === "waiting") {
      return [
        make("h4", { tabindex: "-1" }, "You are waiting for another pair"),
        make("p", {}, "You need not stay here. Go on, or close the page, and come back another day."),
        make("p", {}, "Your facilitator sees that you wait, and can match you."),
        make("p", {}, "You can finish this module without the meeting."),
        makeButton("Stop waiting", () => ask(false)),
      ];
    }
    const again = state === "gone";
    return [
      make("h4", { tabindex: "-1" }, again ? "The other pair has changed" : "Find another pair"),
      again && make("p", {}, "The two people you were matched with are no longer that pair. You can ask for another."),
      make("p", {}, "Talk with your partner first. Are you both ready? Then one of you presses the button for both."),
      make("p", {}, "You are matched as soon as another pair of your group is ready. Your facilitator can also match you."),
      make("p", {}, "You can finish this module without the meeting."),
      makeButton("We are ready to meet another pair", () => ask(true), "main"),
    ].filter((part) => part !== false);
  }

  /** @param {Meeting} now */
  function theirs({ sentence }) {
    const words = sentence ? Object.values(sentence) : [];
    return [
      make("h4", {}, "Their sentence to you"),
      sentence
        ? make("div", { class: "pairs-quote", dir: "auto" }, ...paragraphs(words))
        : make("p", {}, "It is not here yet. It comes when both of them have confirmed it."),
    ];
  }

  show();
  session.onState(show);
  return [make("div", { class: "pairs-notice" }, ...paragraphs(WHO)), news, stands, asked, ours, heard];
});

/**
 * @param {string[]} lines
 * @returns {HTMLElement[]}
 */
function paragraphs(lines) {
  return lines.map((line) => make("p", {}, line));
}

/**
 * @param {string[]} people
 * @returns {string}
 */
function names(people) {
  return people.join(" and ");
}
