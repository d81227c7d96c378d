// A text that the pair writes together: either suggests it, and it stands when the other confirms it.

import { textLike } from "./boxes.js";
import { focusOn, make, makeButton, setText } from "./dom.js";
import { dayText } from "./numbers.js";
import { pointsNews } from "./points.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {Record<string, string>} Texts */
/** @typedef {{id: string, by: "me" | "partner", value: Texts}} Proposal */
/** @typedef {{agreed: Texts | null, proposal: Proposal | null}} Joint */

/**
 * Where a joint item stands, as the kernel knows it.
 * @param {Session} session
 * @param {Item} item
 * @returns {Joint}
 */
export function jointOf(session, item) {
  return session.state().view?.joint?.[item.id] ?? { agreed: null, proposal: null };
}

/**
 * The newest text that this person can see: their own suggestion on its way, else what stands.
 * @param {Session} session
 * @param {Item} item
 * @returns {Texts | null}
 */
export function newestText(session, item) {
  const { agreed, proposal } = jointOf(session, item);
  return session.value(item.id, "propose") ?? proposal?.value ?? agreed;
}

/**
 * Make the place for one joint item. It follows `state.view.joint` by itself; what somebody is
 * typing is never touched by news from the partner. Points are not written here: they stay as they
 * are in the newest text.
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

  const confirmStatus = session.status(item.id, "confirm");
  const suggestStatus = session.status(item.id, "propose");
  const nothing = () => /** @type {Texts} */ (Object.fromEntries(item.fields.map(({ id }) => [id, ""])));
  const draft = () => /** @type {Texts} */ (session.value(item.id) ?? {});
  const alone = item.fields.length === 1;
  const fields = item.fields.filter(({ kind }) => kind !== "points");
  const boxes = fields.map((field) =>
    textLike(field, {
      id: `${base}-${field.id}`,
      label: field.label,
      hint: field.hint,
      max: item.max,
      value: draft()[field.id] ?? "",
      rows: alone ? 4 : 3,
      change: keep,
      leave: session.flush,
    }),
  );
  const written = () => {
    const texts = nothing();
    fields.forEach((field, index) => (texts[field.id] = boxes[index].text()));
    return texts;
  };
  const suggested = () => {
    const texts = written();
    const newest = newestText(session, item);
    for (const { id, kind } of item.fields) if (kind === "points") texts[id] = newest?.[id] ?? "";
    return texts;
  };
  const write = (/** @type {Texts} */ texts) => {
    fields.forEach((field, index) => boxes[index].setValue(texts[field.id] ?? ""));
  };

  function keep() {
    writing = true; // from now on news from the partner leaves the form where it is
    const problem = boxes.map((box) => box.missing()).find(Boolean);
    if (problem) session.hold("answer", item.id, written(), `Not saved yet. ${problem}`);
    else session.sendSoon("answer", item.id, written());
  }

  let writing = Object.values(draft()).some((text) => text);
  /** @type {string} the suggestion that was just sent */
  let sent = "";
  form.append(
    ...boxes.map((box) => box.element),
    session.status(item.id),
    make(
      "button",
      { type: "submit", class: "pairs-button pairs-main" },
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
    sent = session.send("propose", item.id, suggested());
  });
  session.onSaved((saved) => {
    if (saved.id !== sent) return;
    // It is a suggestion now, no longer a draft.
    write({});
    session.send("answer", item.id, nothing());
    writing = false;
    show(true);
    focusOn(element);
  });

  let shown = "";
  const partner = () => session.state().partner || "Your partner";
  /** @param {boolean} [anyway] also when nothing changed */
  function show(anyway = false) {
    const now = jointOf(session, item);
    const key = JSON.stringify([now, partner(), session.state().sharing]);
    if (key === shown && !anyway) return;
    const before = shown;
    shown = key;
    const hadFocus = stands.contains(document.activeElement);
    stands.replaceChildren(...standing(now));
    const fresh = !now.agreed && !now.proposal;
    form.hidden = !(fresh || writing);
    if (hadFocus) focusOn(element);
    if (before) setText(news, headline(now));
  }

  /** @param {Joint} now */
  const headline = (now) => {
    if (now.proposal?.by === "partner") return `${partner()} suggested a text: ${item.ask}.`;
    if (now.proposal) return `Your suggestion waits for ${partner()}.`;
    return now.agreed ? `You both agreed: ${item.ask}.` : "";
  };

  /** @param {Joint} now */
  function standing({ agreed, proposal }) {
    const parts = [];
    if (agreed) {
      parts.push(card("You both agreed this", agreed, "pairs-card pairs-done"));
    }
    if (proposal?.by === "partner") {
      const box = card(`${partner()} suggests${agreed ? " a new text" : ""}`, proposal.value, "pairs-card", agreed);
      box.append(
        makeButton("Yes, this is our text", () => session.send("confirm", item.id, { of: proposal.id }), "main"),
        confirmStatus,
      );
      parts.push(box);
    } else if (proposal) {
      const box = card(`You suggested this. It stands when ${partner()} confirms it.`, proposal.value, "pairs-card", agreed);
      box.append(suggestStatus);
      parts.push(box);
    }
    if (parts.length && !writing) {
      parts.push(makeButton("Write another version", () => startWriting(proposal?.value ?? agreed)));
    }
    if (session.state().sharing === "off") {
      parts.push(
        make("p", { class: "pairs-hint" }, "There is no link to your partner here. What you write is saved on this computer."),
      );
    }
    return parts;
  }

  /** @param {Texts | null | undefined} from */
  function startWriting(from) {
    writing = true;
    if (from && !Object.values(written()).some((text) => text)) {
      write(from);
      keep();
    }
    show(true);
    boxes[0].input.focus();
  }

  /**
   * @param {string} words
   * @param {Texts} texts
   * @param {string} look
   * @param {Texts | null} [before] the text that it would replace
   */
  function card(words, texts, look, before) {
    const said = (/** @type {import("./types.js").Box} */ { id, kind }) => {
      const text = texts[id] ?? "";
      if (kind === "points") return pointsNews(text, before ? (before[id] ?? "") : text);
      return kind === "date" ? dayText(text) : text;
    };
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

  show();
  session.onState(() => {
    // Text from another tab, but only into a form that nobody is in.
    if (!form.contains(document.activeElement) && !session.waiting(item.id)) write(draft());
    show();
  });
  return element;
}
