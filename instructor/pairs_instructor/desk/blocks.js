// Draws blocks (blocks.py) out of native elements, and leaves alone what has not changed.

import { focusOn, hiddenText, make, makeButton } from "pairs_widgets/shared/dom.js";
import { makeForm } from "./forms.js";

/** @typedef {import("./types.js").Block} Block */
/** @typedef {import("./types.js").FieldData} FieldData */
/** @typedef {import("./types.js").Inline} Inline */
/** @typedef {import("./types.js").Panel} Panel */

/** What is drawn in an element: each block as text, with its node. @type {WeakMap<Element, {text: string, block: Block, node: HTMLElement}[]>} */
const drawn = new WeakMap();

/** Ids of forms and tables must differ on the whole page. */
let made = 0;

/**
 * Show `blocks` in `target`. A block that is the same as before keeps its node, so that what is
 * typed in it and the focus stay.
 * @param {HTMLElement} target
 * @param {Block[]} blocks
 * @param {Panel} panel
 */
export function drawBlocks(target, blocks, panel) {
  const before = drawn.get(target) ?? [];
  const focused = target.contains(document.activeElement);
  const now = blocks.map((block) => {
    const text = JSON.stringify(block);
    let at = before.findIndex((one) => one.text === text);
    if (at < 0) at = before.findIndex((one) => goesOn(one.block, block, panel));
    if (at < 0) return { text, block, node: draw(block, panel) };
    const [kept] = before.splice(at, 1);
    if (kept.text === text) return kept;
    if (block.block === "form") return kept; // with what is being typed; drawn anew once it is saved
    if (block.block === "details") drawBlocks(inside(kept.node), block.blocks, panel);
    else bringUpToDate(kept.node, block);
    return { text, block, node: kept.node };
  });
  for (const { node } of before) node.remove();
  let next = target.firstElementChild;
  for (const { node } of now) {
    if (node === next) next = next.nextElementSibling;
    else target.insertBefore(node, next);
  }
  drawn.set(target, now);
  // What had the focus is gone: stay here, and do not begin again at the top of the page.
  if (focused && !target.contains(document.activeElement)) focusOn(target);
}

/**
 * Whether a block is another state of the same thing, which keeps its node.
 * @param {Block} before
 * @param {Block} now
 * @param {Panel} panel
 */
function goesOn(before, now, { drafts }) {
  if (before.block !== now.block) return false;
  if (now.block === "progress") return before.key === now.key;
  if (now.block === "details") return before.summary === now.summary;
  return now.block === "form" && Boolean(drafts.get(now.key)) && shape(before) === shape(now);
}

/** A form without what it holds. @param {Block} form */
function shape({ fields, ...rest }) {
  const controls = fields.map((/** @type {FieldData} */ { value: _held, ...control }) => control);
  return JSON.stringify([rest, controls]);
}

/**
 * @param {Block} block
 * @param {Panel} panel
 * @returns {HTMLElement}
 */
function draw(block, panel) {
  made += 1;
  const id = `${panel.prefix}${made}`;
  switch (block.block) {
    case "heading":
      return make(block.level === 4 ? "h4" : "h3", {}, block.text);
    case "text":
      return make("div", {}, ...block.paragraphs.map((/** @type {string} */ words) => make("p", {}, words)));
    case "quote":
      return make("blockquote", { class: "pairs-quote", dir: "auto" }, block.text);
    case "notice":
      return notice(block);
    case "list":
      return list(block.entries);
    case "link":
      return make("p", {}, inline(block));
    case "table":
      return table(block, id);
    case "progress":
      return progress(block, id);
    case "details":
      return details(block, panel);
    case "download":
      return make("p", {}, makeButton(block.text, () => save(block.name, block.content)));
    case "form":
      return makeForm(block, panel, id);
    default:
      throw new Error(`a panel sent a block that this page does not know: ${block.block}`);
  }
}

/** @param {Inline} part @returns {HTMLElement | string} */
function inline(part) {
  if (typeof part === "string") return part;
  const link = make(
    "a",
    { href: part.href, target: part.newTab && "_blank", rel: part.newTab && "noopener" },
    part.text,
  );
  if (part.newTab) link.append(hiddenText(" (opens in a new tab)"));
  return link;
}

/** @param {Inline[]} entries */
function list(entries) {
  return make("ul", {}, ...entries.map((entry) => make("li", {}, inline(entry))));
}

/** @param {Block} block */
function notice({ look, text, entries, key }) {
  const words = make("p", {}, make("strong", {}, text));
  const box = make("div", { class: `pairs-notice pairs-desk-${look}`, "data-key": key || null }, words);
  if (entries.length) box.append(list(entries));
  return box;
}

/** @param {Block} block @param {string} id */
function table({ caption, columns, rows }, id) {
  const title = make("caption", { id }, caption);
  const head = make("tr", {}, ...columns.map((/** @type {Inline} */ words) => make("th", { scope: "col" }, inline(words))));
  const body = rows.map((/** @type {Inline[]} */ cells) =>
    make(
      "tr",
      {},
      ...cells.map((cell, column) =>
        column ? make("td", {}, inline(cell)) : make("th", { scope: "row" }, inline(cell)),
      ),
    ),
  );
  return make(
    "div",
    { class: "pairs-desk-scroll", role: "region", "aria-labelledby": id, tabindex: "0" },
    make("table", {}, title, make("thead", {}, head), make("tbody", {}, ...body)),
  );
}

/** @param {Block} block @param {string} id */
function progress(block, id) {
  const words = make("p", { id });
  const bar = make("progress", { "aria-labelledby": id });
  // Said now and then: a screen reader that hears each step hears nothing else.
  const said = make("p", { class: "pairs-vh", role: "status" });
  const box = make("div", { class: "pairs-desk-progress" }, words, bar, said);
  bringUpToDate(box, block);
  return box;
}

/** @param {HTMLElement} box @param {Block} block */
function bringUpToDate(box, { text, done, total }) {
  const [words, bar, said] = /** @type {any[]} */ ([...box.children]);
  words.textContent = total === null ? text : `${text}: ${done} of ${total}`;
  if (total === null) bar.removeAttribute("value");
  else {
    bar.max = Math.max(total, 1);
    bar.value = total ? done : 1;
  }
  const quarter = total ? Math.floor((4 * done) / total) : 0;
  if (box.dataset.quarter === String(quarter)) return;
  box.dataset.quarter = String(quarter);
  said.textContent = words.textContent;
}

/** @param {Block} block @param {Panel} panel */
function details({ summary, blocks }, panel) {
  const inner = make("div");
  drawBlocks(inner, blocks, panel);
  // What somebody was typing in it is not to be looked for.
  const open = blocks.some((/** @type {Block} */ one) => one.block === "form" && panel.drafts.get(one.key));
  return make("details", { class: "pairs-desk-details", open }, make("summary", {}, summary), inner);
}

/** Where the blocks of a folded part are. @param {HTMLElement} node */
function inside(node) {
  return /** @type {HTMLElement} */ (node.lastElementChild);
}

/** Give the browser a file to save. @param {string} name @param {string} content */
function save(name, content) {
  const address = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}
