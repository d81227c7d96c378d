// The points of a measure: a run chart, what it shows, a form for one more point, and a table.
//
// Each point is an entry of its own: it counts once it is saved, whoever added it, and either partner
// can change it or take it out. What is on its way to the kernel is shown as it will be.

import { lineBox } from "../shared/boxes.js";
import { focusOn, hiddenText, make, makeButton, setText } from "../shared/dom.js";
import { dayText } from "../shared/days.js";
import { numberText } from "../shared/numbers.js";
import { runChart } from "./chart.js";

/** @typedef {import("../shared/session.js").Session} Session */
/** @typedef {import("../shared/types.js").Item} Item */
/**
 * One point, as course/pairs_course/answers/points.py makes it. `changed` did the last other thing to it.
 * @typedef {object} Point
 * @property {string} id
 * @property {string} day ISO 8601
 * @property {number} value
 * @property {"me" | "partner"} by
 * @property {"me" | "partner" | null} changed
 * @property {boolean} out taken out
 */
/**
 * What the kernel reads in the points, as charts.py makes it.
 * @typedef {{median: number | null, runs: {kind: string, places: number[]}[], said: string[]}} Chart
 */
/** @typedef {{of?: string, day?: string, value?: number}} Change */

/**
 * @param {Session} session
 * @param {string} prefix of element ids
 * @param {Item} item
 * @returns {HTMLElement}
 */
export function pointsPart(session, prefix, item) {
  const base = `${prefix}${item.id}`;
  const title = make("h4", { id: `${base}-points` }, item.ask);
  const drawn = make("div");
  const listed = make("div", { class: "pairs-totals" });
  const outs = make("details");
  const news = make("p", { class: "pairs-vh", role: "status" });
  const what = make("p", { class: "pairs-who", id: `${base}-add` });
  const form = make("form", { novalidate: true, "aria-labelledby": what.id });
  const day = lineBox({ id: `${base}-day`, label: "On which day?", kind: "date", value: "", change: () => {} });
  const value = lineBox({ id: `${base}-value`, label: "The number", kind: "number", value: "", change: () => {} });
  const boxes = [day, value];
  const add = make("button", { type: "submit", class: "pairs-button pairs-main" });
  const leave = makeButton("Leave it as it is", () => edit(null));
  form.append(what, ...boxes.map((box) => box.element), add, leave, session.status(item.id, "point"));
  const element = make(
    "div",
    { class: "pairs-together pairs-points", role: "group", "aria-labelledby": title.id },
    title,
    item.hint && make("p", { class: "pairs-hint" }, item.hint),
    drawn,
    news,
    form,
    listed,
    outs,
  );

  const partner = () => session.state().partner || "Your partner";
  const who = (/** @type {"me" | "partner"} */ by) => (by === "me" ? "You" : partner());
  /** @type {Map<string, {value: Change, saved: boolean}>} what the kernel's state does not show yet */
  const onTheWay = new Map(session.unsent(item.id, "point").map(({ id, value }) => [id, { value, saved: false }]));

  /** @returns {Point[]} by their days */
  const points = () => {
    const all = new Map(known().map((point) => [point.id, point]));
    for (const [id, { value }] of onTheWay) {
      const point = all.get(value.of ?? id);
      if (!value.of && !point) {
        const { day = "", value: number = 0 } = value;
        all.set(id, { id, day, value: number, by: "me", changed: null, out: false });
      } else if (value.of && point) {
        const { of: _of, ...rest } = value;
        all.set(point.id, { ...point, ...rest, changed: "me", out: value.day === undefined });
      }
    }
    return [...all.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  };
  const known = () => /** @type {Point[]} */ (session.state().view?.points?.[item.id] ?? []);

  /**
   * @param {Change} change
   * @param {string} words
   */
  const send = (change, words) => {
    onTheWay.set(session.send("point", item.id, change), { value: change, saved: false });
    show();
    setText(news, words);
    focusOn(title);
  };

  /** @type {Point | null} the point that is being changed */
  let edited = null;
  /** @param {Point | null} point */
  const edit = (point) => {
    edited = point;
    setText(what, point ? `Change the point of ${pointText(point)}` : "One more point");
    setText(add, point ? "Save the change" : "Add a point");
    leave.hidden = !point;
    day.input.value = point ? point.day : "";
    value.input.value = point ? numberText(point.value) : "";
    for (const box of boxes) box.setError(null);
    if (point) day.input.focus();
  };

  /** @type {{id: string, of: string, boxes: string[]}} what stood in the form when it was sent */
  let given = { id: "", of: "", boxes: [] };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    day.setError(day.missing() ?? (day.text() ? null : "Choose a day first."));
    value.setError(value.missing() ?? (value.text() ? null : "Write a number first."));
    const wrong = boxes.find((box) => box.input.hasAttribute("aria-invalid"));
    if (wrong) {
      wrong.input.focus();
      return;
    }
    const point = { day: day.text(), value: Number(value.text()) };
    const of = edited?.id ?? "";
    const filled = boxes.map((box) => box.input.value);
    edit(null);
    send(of ? { of, ...point } : point, `${of ? "Changed" : "Added"}: ${pointText(point)}.`);
    given = { id: [...onTheWay.keys()].pop() ?? "", of, boxes: filled };
  });
  session.onRefused((no) => {
    if (!onTheWay.delete(no.id)) return;
    if (no.id === given.id) {
      edit(points().find(({ id }) => id === given.of) ?? null);
      given.boxes.forEach((text, index) => (boxes[index].input.value = text));
    }
    show();
  });
  session.onSaved(({ id }) => {
    const sent = onTheWay.get(id);
    if (sent) sent.saved = true;
  });

  let shown = "";
  function show() {
    const now = points();
    /** @type {Chart | undefined} */
    const chart = session.state().charts?.[item.id];
    // The kernel reads what it has; a point on its way there has no verdict yet.
    const read = onTheWay.size ? undefined : chart;
    const key = JSON.stringify([now, read, partner()]);
    if (key === shown) return;
    shown = key;
    const hadFocus = listed.contains(document.activeElement) || outs.contains(document.activeElement);
    const standing = now.filter(({ out }) => !out);
    drawn.replaceChildren(
      ...(read?.said ?? []).map((words) => make("p", {}, words)),
      ...(standing.length ? [runChart(standing, read)] : []),
    );
    listed.replaceChildren(...(standing.length ? [table(standing)] : []));
    showOut(now.filter(({ out }) => out));
    if (hadFocus) focusOn(title);
  }

  /** @param {Point[]} gone */
  function showOut(gone) {
    outs.hidden = !gone.length;
    const rows = gone.map((point) => {
      const back = makeButton("Put it back", () => {
        const { day, value } = point;
        send({ of: point.id, day, value }, `Put back: ${pointText(point)}.`);
      });
      back.append(hiddenText(`: the point of ${pointText(point)}`));
      const by = point.changed === "me" ? "you took it out" : `${partner()} took it out`;
      return make("li", {}, `${pointText(point)} (${by}) `, back);
    });
    outs.replaceChildren(
      make("summary", {}, gone.length === 1 ? "1 point was taken out" : `${gone.length} points were taken out`),
      make("ul", {}, ...rows),
    );
  }

  /** @param {Point[]} standing */
  function table(standing) {
    const rows = standing.map((point) => {
      const button = (/** @type {string} */ label, /** @type {() => void} */ press) => {
        const made = makeButton(label, press, "link");
        made.append(hiddenText(` the point of ${pointText(point)}`));
        return made;
      };
      const changed = point.changed && point.changed !== point.by && `, changed by ${point.changed === "me" ? "you" : partner()}`;
      return make(
        "tr",
        {},
        make("th", { scope: "row" }, dayText(point.day)),
        make("td", {}, numberText(point.value)),
        make("td", { class: "pairs-by" }, who(point.by), changed),
        make(
          "td",
          {},
          button("Change", () => edit(point)),
          button("Take out", () => send({ of: point.id }, `Taken out: ${pointText(point)}.`)),
        ),
      );
    });
    const head = ["Day", "Number", "Added by"].map((words) => make("th", { scope: "col" }, words));
    return make(
      "table",
      {},
      make("caption", {}, "All points"),
      make("thead", {}, make("tr", {}, ...head, make("td", {}))),
      make("tbody", {}, ...rows),
    );
  }

  edit(null);
  show();
  session.onState(() => {
    for (const [id, { saved }] of onTheWay) if (saved) onTheWay.delete(id);
    show();
  });
  return element;
}

/**
 * Say a point: "3 November 2026: 12.5".
 * @param {{day: string, value: number}} point
 * @returns {string}
 */
function pointText({ day, value }) {
  return `${dayText(day)}: ${numberText(value)}`;
}
