// A text that the pair writes together: either suggests it, and it stands when the other confirms it.
//
// What each of them suggests stands side by side until one of the texts is chosen or both are put
// together; what was put aside can still be read.

import { textLike } from "./boxes.js";
import { focusOn, make, makeButton, setText } from "./dom.js";
import { otherWords } from "./newer.js";
import { dayText } from "./days.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {Record<string, string>} Texts */
/** @typedef {{id: string, by: "me" | "partner" | "both", value: Texts}} Proposal */
/** @typedef {{agreed: Texts | null, open: Proposal[], earlier: Proposal[]}} Joint */

/** @type {Joint} */
const NOTHING = { agreed: null, open: [], earlier: [] };

/**
 * Make the place for one joint item. It follows `state.view.joint` by itself; what somebody is
 * typing is never touched by news from the partner.
 * @param {Session} session
 * @param {string} prefix of element ids
 * @param {Item} item
 * @returns {HTMLElement}
 */
export function jointField(session, prefix, item) {
  const base = `${prefix}${item.id}`;
  const title = make("h4", { id: `${base}-title` }, item.ask);
  const stands = make("div", { class: "pairs-stands" });
  const news = make("p", { class: "pairs-vh", role: "status" });
  const form = make("form", { novalidate: true, "aria-labelledby": title.id });
  const element = make(
    "div",
    { class: "pairs-together", role: "group", "aria-labelledby": title.id },
    title,
    item.hint && make("p", { class: "pairs-hint" }, item.hint),
    stands,
    news,
    form,
  );

  /** @returns {Joint} */
  const joint = () => session.state().view?.joint?.[item.id] ?? NOTHING;
  const of = (/** @type {Joint} */ { open }, /** @type {string} */ by) => open.find((one) => one.by === by);
  const confirmStatus = session.status(item.id, "confirm");
  const suggestStatus = session.status(item.id, "propose");
  const draftStatus = session.status(item.id);
  const nothing = () => /** @type {Texts} */ (Object.fromEntries(item.fields.map(({ id }) => [id, ""])));
  const draft = () => /** @type {Texts} */ ({ ...nothing(), ...session.value(item.id) });
  const alone = item.fields.length === 1;
  const boxes = item.fields.map((field) =>
    textLike(field, {
      id: `${base}-${field.id}`,
      label: field.label,
      hint: field.hint,
      max: item.max,
      value: draft()[field.id],
      rows: alone ? 4 : 3,
      change: keep,
      leave: session.flush,
    }),
  );
  const written = () => {
    const texts = nothing();
    item.fields.forEach(({ id }, index) => (texts[id] = boxes[index].text()));
    return texts;
  };
  const empty = (/** @type {Texts} */ texts) => !Object.values(texts).some((text) => text.trim());
  const write = (/** @type {Texts} */ texts) => {
    item.fields.forEach(({ id }, index) => boxes[index].setValue(texts[id] ?? ""));
    showDraft();
  };
  // "Saved" stands beside what was saved, and never beside a text that was only put there to begin.
  const showDraft = () => {
    const now = written();
    const nothingSaved = empty(now) || JSON.stringify(now) !== JSON.stringify(draft());
    draftStatus.hidden = nothingSaved && !session.unsaved(item.id);
  };

  function keep() {
    writing = true; // from now on news from the partner leaves the form where it is
    const problem = boxes.map((box) => box.missing()).find(Boolean);
    if (problem) session.hold("answer", item.id, written(), `Not saved yet. ${problem}`);
    else session.sendSoon("answer", item.id, written());
    showDraft();
  }

  /** @param {Texts} texts */
  function linesOf(texts) {
    return item.fields.filter(({ id }) => texts[id]).map(({ id, kind }) => (kind === "date" ? dayText(texts[id]) : texts[id]));
  }
  const busy = () => boxes.some((box) => box.busy());
  session.guard(item.id, busy);

  let writing = !empty(draft());
  /** @type {string} the suggestion that was just sent */
  let sent = "";
  form.append(
    ...boxes.map((box) => box.element),
    draftStatus,
    otherWords(session, base, item, written, () => boxes[0].input.focus(), linesOf),
    session.named(
      make("button", { type: "submit", class: "pairs-button pairs-main" }),
      "Suggest this to your partner",
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    let first = null;
    for (const box of boxes) {
      const problem = box.missing() ?? (box.text().trim() ? null : "Write something here first.");
      box.setError(problem);
      if (problem && !first) first = box.input;
    }
    if (first) {
      first.focus();
      return;
    }
    session.flush();
    sent = session.send("propose", item.id, written());
  });
  session.onSaved((saved) => {
    if (saved.id !== sent) return;
    // It is a suggestion now, no longer a draft; what was typed since is one.
    if (JSON.stringify(written()) === JSON.stringify(saved.value)) {
      write({});
      session.send("answer", item.id, nothing());
      writing = false;
    }
    show(true);
    focusOn(element);
  });

  let shown = "";
  let before = joint();
  const partner = () => session.state().partner || "Your partner";
  /** @param {boolean} [anyway] also when nothing changed */
  function show(anyway = false) {
    const now = joint();
    const key = JSON.stringify([now, partner(), session.state().sharing]);
    if (key === shown && !anyway) return;
    if (shown) setText(news, headline(before, now) || news.textContent || "");
    shown = key;
    before = now;
    const hadFocus = stands.contains(document.activeElement);
    const unfolded = Boolean(stands.querySelector("details[open]"));
    stands.replaceChildren(...standing(now));
    stands.querySelector("details")?.toggleAttribute("open", unfolded);
    form.hidden = !(writing || (!now.agreed && !now.open.length));
    if (hadFocus) focusOn(element);
  }

  /**
   * @param {Joint} then
   * @param {Joint} now
   */
  const headline = (then, now) => {
    const same = (/** @type {any} */ one, /** @type {any} */ other) => JSON.stringify(one) === JSON.stringify(other);
    if (now.agreed && !same(now.agreed, then.agreed)) return `You both agreed: ${item.ask}.`;
    const [mine, theirs] = [of(now, "me"), of(now, "partner")];
    if (theirs && !same(theirs, of(then, "partner"))) return `${partner()} suggested a text: ${item.ask}.`;
    return mine && !same(mine, of(then, "me")) ? `Your suggestion waits for ${partner()}.` : "";
  };

  /** @param {Joint} now */
  function standing(now) {
    const { agreed } = now;
    const [mine, theirs] = [of(now, "me"), of(now, "partner")];
    const shown = [agreed, mine?.value, theirs?.value];
    const earlier = now.earlier.filter(({ value }) => !shown.some((one) => one && sameText(one, value)));
    const both = mine && theirs;
    const parts = [];
    if (agreed) parts.push(card("You both agreed this", agreed, "pairs-card pairs-done"));
    const cards = [];
    if (mine) {
      const words = both ? "You suggested this" : `You suggested this. It stands when ${partner()} confirms it.`;
      const box = card(words, mine.value);
      if (both) box.append(makeButton("Use my text", () => setText(ask, askWords())), ask);
      box.append(suggestStatus);
      cards.push(box);
    }
    if (theirs) {
      const box = card(`${partner()} suggests${agreed ? " a new text" : ""}`, theirs.value);
      const yes = both ? `Use the text of ${partner()}` : "Yes, this is our text";
      box.append(
        makeButton(yes, () => session.send("confirm", item.id, { of: theirs.id }), both ? "plain" : "main"),
        confirmStatus,
      );
      cards.push(box);
    }
    if (both) {
      setText(ask, "");
      parts.push(
        make("p", {}, "Each of you suggested a text. Read both. Then choose one, or put them together."),
        make("div", { class: "pairs-side-by-side" }, ...cards),
      );
    } else parts.push(...cards);
    if (both && !writing) {
      parts.push(makeButton("Put them together", () => startWriting(merged(mine.value, theirs.value))));
    } else if ((agreed || cards.length) && !writing) {
      const from = mine?.value ?? theirs?.value ?? agreed;
      parts.push(makeButton("Write another version", () => startWriting(from)));
    }
    if (earlier.length) parts.push(earlierTexts(earlier));
    if (session.state().sharing === "off") {
      parts.push(
        make("p", { class: "pairs-hint" }, "There is no link to your partner here. What you write is saved on this computer."),
      );
    }
    return parts;
  }

  const ask = make("p", { role: "status" });
  const askWords = () =>
    `Your text stands when ${partner()} says yes to it. Talk about it: ${partner()} has the same two texts, with a button below yours.`;

  /**
   * The texts of both, one below the other, for the pair to make one of. Numbers and days of one's
   * own stay.
   * @param {Texts} mine
   * @param {Texts} theirs
   */
  const merged = (mine, theirs) => {
    const texts = nothing();
    for (const { id, kind } of item.fields) {
      const [own, other] = [mine[id] ?? "", theirs[id] ?? ""];
      const one = !other || own === other || (own && kind !== "text");
      texts[id] = one ? own : [own, other].filter(Boolean).join("\n\n");
    }
    return texts;
  };

  /** @param {Texts | null | undefined} from */
  function startWriting(from) {
    writing = true;
    if (from && empty(written())) write(from);
    show(true);
    boxes[0].input.focus();
  }

  /** @param {Texts} one @param {Texts} other */
  function sameText(one, other) {
    return item.fields.every(({ id }) => (one[id] ?? "") === (other[id] ?? ""));
  }

  /** @param {Proposal[]} earlier */
  function earlierTexts(earlier) {
    const whose = (/** @type {Proposal} */ { by }) => {
      if (by === "both") return "You had both agreed this";
      return by === "me" ? "You suggested this" : `${partner()} suggested this`;
    };
    const many = earlier.length === 1 ? "1 earlier text" : `${earlier.length} earlier texts`;
    return make(
      "details",
      {},
      make("summary", {}, many),
      ...[...earlier].reverse().map((one) => card(whose(one), one.value)),
    );
  }

  /**
   * @param {string} words
   * @param {Texts} texts
   * @param {string} [look]
   */
  function card(words, texts, look = "pairs-card") {
    const said = (/** @type {import("./types.js").Box} */ { id, kind }) =>
      kind === "date" ? dayText(texts[id] ?? "") : (texts[id] ?? "");
    const lines = item.fields.map((field) =>
      make("p", {}, !alone && make("strong", {}, `${field.label} `), said(field)),
    );
    return make(
      "div",
      { class: look },
      make("p", { class: "pairs-who" }, words),
      make("div", { class: "pairs-quote", dir: "auto" }, ...lines),
    );
  }

  let known = JSON.stringify(draft());
  show();
  showDraft();
  session.onState(() => {
    // Text from another page, but only into a form that nobody writes in, and never over other words.
    const before = JSON.stringify(written());
    if (!busy() && before === known) {
      write(draft());
      writing ||= !empty(draft());
    } else showDraft();
    known = JSON.stringify(draft());
    show();
  });
  return element;
}
