// The points of a measure: a run chart, what it shows, a table, and a form for one more point.
//
// Each point added or taken out is a suggestion made of the newest text that this person can see.

import { lineBox } from "../shared/boxes.js";
import { focusOn, hiddenText, make, makeButton, setText } from "../shared/dom.js";
import { dayText, numberText } from "../shared/numbers.js";
import { pointLines, pointText, readPoints } from "../shared/points.js";
import { jointOf, newestText } from "../shared/together.js";
import { runChart } from "./chart.js";

/** @typedef {import("../shared/session.js").Session} Session */
/** @typedef {import("../shared/types.js").Item} Item */
/** @typedef {import("../shared/points.js").Point} Point */
/**
 * What the kernel reads in the points, as charts.py makes it. `left` are lines of this person's own
 * that the partner's newer suggestion does not have.
 * @typedef {object} Chart
 * @property {string} field
 * @property {string} text the points that it speaks of
 * @property {number | null} median
 * @property {{kind: string, places: number[]}[]} runs
 * @property {string[]} said
 * @property {string[]} left
 */

const NO_ROOM = "There is no room for another point. Take one out first.";

/**
 * @param {Session} session
 * @param {string} prefix of element ids
 * @param {Item} item
 * @returns {HTMLElement}
 */
export function pointsPart(session, prefix, item) {
  const base = `${prefix}${item.id}`;
  const field = item.fields.find(({ kind }) => kind === "points") ?? item.fields[0];
  const title = make("h5", { id: `${base}-points` }, field.label);
  const whose = make("p", { class: "pairs-hint" });
  const left = make("div", { class: "pairs-card" });
  const drawn = make("div");
  const listed = make("div", { class: "pairs-totals" });
  const news = make("p", { class: "pairs-vh", role: "status" });
  const form = make("form", { novalidate: true, "aria-labelledby": `${base}-add` });
  const boxes = [
    lineBox({ id: `${base}-day`, label: "On which day?", kind: "date", value: "", change: () => {} }),
    lineBox({ id: `${base}-value`, label: "The number", kind: "number", value: "", change: () => {} }),
  ];
  form.append(
    make("p", { class: "pairs-who", id: `${base}-add` }, "One more point"),
    ...boxes.map((box) => box.element),
    make("button", { type: "submit", class: "pairs-button pairs-main" }, "Add a point"),
    session.status(item.id, "propose"),
  );
  const element = make(
    "div",
    { class: "pairs-points", role: "group", "aria-labelledby": title.id },
    title,
    field.hint && make("p", { class: "pairs-hint" }, field.hint),
    whose,
    left,
    drawn,
    news,
    form,
    listed,
  );

  const partner = () => session.state().partner || "Your partner";
  const chart = () => /** @type {Chart | undefined} */ (session.state().charts?.[item.id]);
  /** @type {string} a suggestion that cannot be saved is no text to go on from */
  let refused = "";
  const newest = () => {
    const text = newestText(session, item);
    if (JSON.stringify(text) !== refused) return text;
    const { agreed, proposal } = jointOf(session, item);
    return proposal?.value ?? agreed;
  };
  const leftOut = () => (newest() === jointOf(session, item).proposal?.value ? (chart()?.left ?? []) : []);
  const kept = () => pointLines(newest()?.[field.id] ?? "");

  /**
   * Suggest the newest text with these points.
   * @param {string[]} lines
   * @param {string} words
   */
  const suggest = (lines, words) => {
    session.send("propose", item.id, { ...newest(), [field.id]: lines.join("\n") });
    show();
    setText(news, words);
  };
  /** @param {string[]} more */
  const fits = (more) => [...kept(), ...more].join("\n").length <= item.max;

  /** @type {string[] | null} what stood in the form when it was sent */
  let given = null;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [day, value] = boxes;
    const point = `${day.text()} ${value.text()}`;
    const more = [...leftOut(), point];
    day.setError(day.missing() ?? (day.text() ? (fits(more) ? null : NO_ROOM) : "Choose a day first."));
    value.setError(value.missing() ?? (value.text() ? null : "Write a number first."));
    const wrong = boxes.find((box) => box.input.hasAttribute("aria-invalid"));
    if (wrong) {
      wrong.input.focus();
      return;
    }
    given = boxes.map((box) => box.input.value);
    for (const box of boxes) box.input.value = "";
    suggest([...kept(), ...more], `Added: ${readPoints(point).map(pointText).join("")}.`);
    focusOn(title);
  });
  session.onRefused((no) => {
    if (no.kind !== "propose" || no.item !== item.id) return;
    refused = JSON.stringify(session.value(item.id, "propose"));
    given?.forEach((text, index) => (boxes[index].input.value ||= text));
    show();
  });

  /** @param {Point} point */
  const takeOut = (point) => {
    const lines = kept();
    lines.splice(lines.indexOf(point.line), 1);
    suggest(lines, `Taken out: ${pointText(point)}.`);
    focusOn(title);
  };

  let shown = "";
  function show() {
    const text = newest();
    const now = chart();
    const joint = jointOf(session, item);
    const key = JSON.stringify([text, now, joint.proposal?.by, partner()]);
    if (key === shown) return;
    shown = key;
    const hadFocus = listed.contains(document.activeElement) || left.contains(document.activeElement);
    form.hidden = !text;
    setText(whose, text ? whoseWords(joint, text) : "Write your measure first. Its points stand here.");
    showLeft(leftOut());
    const points = readPoints(text?.[field.id] ?? "");
    // The kernel reads what it has; a point on its way there has no verdict yet.
    const read = now && now.text === (text?.[field.id] ?? "") ? now : undefined;
    drawn.replaceChildren(
      ...(text ? (read?.said ?? []) : []).map((words) => make("p", {}, words)),
      ...(points.length ? [runChart(points, read)] : []),
    );
    listed.replaceChildren(...(points.length ? [table(points)] : []));
    if (hadFocus) focusOn(title);
  }

  /**
   * @param {import("../shared/together.js").Joint} joint
   * @param {import("../shared/together.js").Texts} text
   */
  function whoseWords({ agreed, proposal }, text) {
    if (proposal?.by === "partner" && text === proposal.value) {
      return `These are the points that ${partner()} suggests. You have not agreed to them yet.`;
    }
    if (!proposal && text === agreed) return "You both agreed to these points.";
    return `These are the points that you suggest. They wait for ${partner()}.`;
  }

  /** @param {string[]} lines */
  function showLeft(lines) {
    left.hidden = !lines.length;
    const words = lines.flatMap((line) => readPoints(line)).map(pointText).join("; ");
    left.replaceChildren(
      make("p", {}, `You suggested this too, and it is not in the text of ${partner()}: ${words}.`),
      makeButton("Put it in again", () => {
        if (fits(lines)) suggest([...kept(), ...lines], `Added: ${words}.`);
        else setText(news, NO_ROOM);
        focusOn(title);
      }),
    );
  }

  /** @param {Point[]} points */
  function table(points) {
    const rows = points.map((point) => {
      const button = makeButton("Remove", () => takeOut(point));
      button.append(hiddenText(` the point of ${pointText(point)}`));
      return make(
        "tr",
        {},
        make("th", { scope: "row" }, dayText(point.day)),
        make("td", {}, numberText(point.value)),
        make("td", {}, button),
      );
    });
    const head = ["Day", "Number"].map((words) => make("th", { scope: "col" }, words));
    return make(
      "table",
      {},
      make("caption", {}, "All points"),
      make("thead", {}, make("tr", {}, ...head, make("td", {}))),
      make("tbody", {}, ...rows),
    );
  }

  show();
  session.onState(show);
  return element;
}
