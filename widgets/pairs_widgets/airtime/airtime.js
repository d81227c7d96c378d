// The airtime mirror: who speaks how long, by two big buttons or by a guess. Never a score.

import { timeOf } from "../shared/days.js";
import { make, makeButton, setText } from "../shared/dom.js";
import { setPage } from "../shared/page.js";
import { radios } from "../shared/radios.js";
import { byName } from "../shared/partner.js";
import { LONGEST, LONGEST_AWAY, openClock } from "./clock.js";
import { resultWords, shareBar, timeWords } from "./mirror.js";

/** @typedef {import("./clock.js").Voice} Voice */
/** @typedef {import("./mirror.js").Airtime} Airtime */

const SECOND = 1000;
/** While the clock runs, what it counted is saved this often. */
const KEEP = 5 * 60_000;

export default setPage("airtime", ({ session, prefix, set, items: [item], intro, onClose }) => {
  /** @type {Airtime} */
  let value = session.value(item.id) ?? { mode: "guess", mine: null, theirs: null, guess: null };
  let chosen = session.value(item.id) !== undefined;
  const clock = openClock(0, 0);
  let kept = Date.now();
  const save = (/** @type {Partial<Airtime>} */ change) => {
    kept = Date.now();
    value = { ...value, ...change };
    session.send("answer", item.id, value);
  };
  /** What was counted, and who is speaking: enough to go on from when the page is gone. */
  const measured = () => {
    const [mine, theirs] = [clock.seconds("mine"), clock.seconds("theirs")];
    const voice = clock.running();
    const counted = mine + theirs || voice ? { mine, theirs } : { mine: null, theirs: null };
    return { ...counted, running: voice ? { voice, at: new Date().toISOString() } : null };
  };

  const guess = guessField(`${prefix}guess`, value.guess, (number) => {
    save({ guess: number });
    showResult();
  });
  const mode = radios({
    id: `${prefix}mode`,
    legend: "How do you want to look at it?",
    choices: [
      { value: "buttons", label: "Press a button each time the voice changes" },
      { value: "guess", label: "Guess only" },
    ],
    problem: "",
    change: (name) => {
      chosen = true;
      press(null);
      save({ mode: name === "buttons" ? "buttons" : "guess" });
      showMode();
    },
  });

  const times = make("p", { class: "pairs-times", "aria-live": "off" });
  const voices = /** @type {[Voice, HTMLButtonElement][]} */ ([
    ["mine", makeButton("You are speaking", () => press("mine"))],
    ["theirs", session.named(makeButton("", () => press("theirs")), "Your partner is speaking")],
  ]);
  const buttons = [...voices.map(([, button]) => button), makeButton("Pause", () => press(null))];
  const stopped = make("p", { role: "status" });
  const away = make("div", { class: "pairs-away" });
  const board = make(
    "div",
    { class: "pairs-board" },
    make("div", { class: "pairs-voices", role: "group", "aria-label": "Who is speaking?" }, ...buttons),
    times,
    away,
    stopped,
    makeButton("We are finished", () => finish(), "main"),
    makeButton("Set the clocks to zero", () => restart(), "link"),
  );
  const result = make("div", { class: "pairs-result", role: "status" });
  let finished = false;

  const showTimes = () => {
    const [mine, theirs] = [clock.seconds("mine"), clock.seconds("theirs")];
    const paused = clock.running() || !(mine + theirs) ? "" : "Paused. ";
    const name = byName("Your partner", session.state().partner);
    setText(times, `${paused}You: ${timeWords(mine)}. ${name}: ${timeWords(theirs)}.`);
    for (const [voice, button] of voices) {
      button.setAttribute("aria-pressed", String(clock.running() === voice));
    }
  };
  const showResult = () => {
    const ready = value.mode === "guess" ? value.guess !== null : finished && value.mine !== null;
    if (!chosen || !ready) return result.replaceChildren();
    const { partner } = session.state();
    const words = resultWords(value).map((line) => make("p", {}, byName(line, partner)));
    return result.replaceChildren(make("h4", {}, "Your mirror"), shareBar(value, partner), ...words);
  };
  const showMode = () => {
    mode.setValue(chosen ? value.mode : "");
    board.hidden = !chosen || value.mode !== "buttons";
    showResult();
  };
  const press = (/** @type {Voice | null} */ voice) => {
    const before = clock.running();
    if (before === voice) return;
    clock.run(voice);
    setText(stopped, "");
    away.replaceChildren();
    if (voice) {
      finished = false;
      showResult();
    }
    save(measured());
    showTimes();
  };
  /** Go on from what was kept: on this page, or on one that is gone. */
  const resume = () => {
    const { mine, theirs, running } = value;
    clock.set(mine ?? 0, theirs ?? 0);
    finished = mine !== null && !running;
    away.replaceChildren();
    if (!running) return;
    const at = Date.parse(running.at);
    const gone = Date.now() - at;
    const time = timeOf(at);
    if (gone > LONGEST_AWAY || gone < 0) {
      finished = true;
      away.append(make("p", {}, `This page closed at about ${time}. The clock stopped then.`));
      save(measured());
      return;
    }
    clock.run(running.voice, at);
    const stop = makeButton(`Stop it at ${time}`, () => {
      clock.set(mine ?? 0, theirs ?? 0);
      away.replaceChildren();
      save(measured());
      showTimes();
      setText(stopped, `The clock is set back to ${time}.`);
    });
    away.append(make("p", {}, `This page closed at about ${time}, and the clock went on. Are you still talking? If not, stop it.`), stop);
    save(measured());
  };
  const finish = () => {
    press(null);
    finished = true;
    if (value.mine === null) setText(stopped, "Nothing was counted yet. Press a button when somebody speaks.");
    showResult();
  };
  const restart = () => {
    clock.set(0, 0);
    away.replaceChildren();
    finished = false;
    save(measured());
    setText(stopped, "The clocks are at zero.");
    showTimes();
    showResult();
  };
  const timer = window.setInterval(() => {
    const voice = clock.running();
    if (!voice) return;
    if (clock.seconds(voice) >= LONGEST) {
      press(null);
      setText(stopped, "An hour is counted, so the clock is paused.");
    } else if (Date.now() - kept >= KEEP) save(measured());
    showTimes();
  }, SECOND);
  // A phone ends a hidden page without a word: what the clock counted is kept before that.
  const keep = () => {
    if (clock.running()) save(measured());
  };
  window.addEventListener("pagehide", keep, { signal: session.signal });
  document.addEventListener("visibilitychange", () => document.hidden && keep(), { signal: session.signal });
  session.onState(() => {
    // Another page of the same person has pressed a button since.
    const now = session.value(item.id);
    if (!now || session.waiting(item.id) || JSON.stringify(now) === JSON.stringify(value)) return;
    value = now;
    clock.set(now.mine ?? 0, now.theirs ?? 0);
    if (now.running) clock.run(now.running.voice, Date.parse(now.running.at));
    showTimes();
    showMode();
  });

  onClose(() => {
    clearInterval(timer);
    keep();
  });
  resume();
  showTimes();
  showMode();
  const notes = session.state().notes.map((/** @type {string} */ line) => make("li", {}, line));
  return [
    intro,
    session.named(make("p", { class: "pairs-hint" }), set.who.join(" ")),
    make("ul", { class: "pairs-notes" }, ...notes),
    make("h4", {}, item.ask),
    item.hint && make("p", { class: "pairs-hint" }, item.hint),
    guess,
    mode.element,
    board,
    result,
    session.status(item.id),
  ];
});

/**
 * One's own share, guessed first: out of ten minutes. Nobody has to.
 * @param {string} id
 * @param {number | null} guess percent
 * @param {(percent: number | null) => void} change
 * @returns {HTMLElement}
 */
function guessField(id, guess, change) {
  const options = Array.from({ length: 11 }, (_, number) =>
    make("option", { value: number * 10 }, `${number} of 10 minutes`),
  );
  const select = make(
    "select",
    { id, "aria-describedby": `${id}-hint` },
    make("option", { value: "" }, "No guess"),
    ...options,
  );
  select.value = guess === null ? "" : String(Math.round(guess / 10) * 10);
  select.addEventListener("change", () => change(select.value === "" ? null : Number(select.value)));
  return make(
    "div",
    { class: "pairs-field" },
    make("label", { for: id }, "First guess: how much of the time do you speak?"),
    make("p", { class: "pairs-hint", id: `${id}-hint` }, "Think of ten minutes. You need not guess."),
    select,
  );
}
