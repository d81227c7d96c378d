// Opens one notebook: a released module runs as a page; one that only claims to be one does not.

import { canDigest, digest } from "./digest.js";
import { keepAlive } from "./healing.js";
import { makeHeader } from "./header.js";
import { freshCopy } from "./server.js";
import { keysBelongToTheForm, neverSaved, noSavedWidgets, notAFeed } from "./locks.js";
import { runAll, scroller } from "./run.js";
import { cutInto } from "./sittings.js";

/** @typedef {import("./types.js").Lab} Lab */
/** @typedef {import("./types.js").Course} Course */
/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./frame.js").Frame} Frame */

const KEPT_SAFE = "To keep you safe, nothing in it was run.";
const SAFE = "Your answers are safe. They are not kept in this page.";

/**
 * @param {any} app
 * @param {Lab} lab
 * @param {Course} course
 * @param {Frame} frame
 * @param {any} panel a notebook that has just been opened, before its content is there
 */
export async function openCourse(app, lab, course, frame, panel) {
  const { context } = panel;
  noSavedWidgets(context.model);
  const released = Object.hasOwn(course.released, context.path);
  if (released) frame.add(panel); // before the first paint
  await context.ready;
  const claim = context.model.getMetadata("pairs");
  if (!released && !claim) return uncover();
  if (!released) frame.add(panel);

  const header = makeHeader(scroller(panel), course.home, course.person);
  neverSaved(context);
  keysBelongToTheForm(panel);
  notAFeed(panel);
  frame.name(panel, title(panel));

  const judge = async () => {
    header.clear();
    panel.removeClass("pairs-untouched");
    if (!released) return refuse("This is not one of your modules", [], claimed(course, claim));
    if (!canDigest) {
      const why = "The course needs a safe connection. Its address begins with https.";
      return refuse("This page cannot start", [why], []);
    }
    if ((await digest(context.model)) !== course.released[context.path]) {
      const ways = [{ text: "Get a fresh copy", call: renew }];
      const why = "It is not the page that your facilitator gave out.";
      return refuse("This page was changed", [why, KEPT_SAFE, SAFE], ways);
    }
    return start(app, lab, course, frame, header, panel);
  };
  const refuse = (
    /** @type {string} */ text,
    /** @type {string[]} */ words,
    /** @type {{text: string, call: () => void}[]} */ ways,
  ) => {
    panel.addClass("pairs-untouched");
    uncover();
    header.banner(text, words.length ? words : [KEPT_SAFE, SAFE], ways);
  };
  const renew = async () => {
    header.say("Getting a fresh copy");
    if (await freshCopy(app, context.path)) {
      await context.revert();
      header.say("");
      await judge();
    } else header.say("That did not work. Go to Home, and open the module from there.");
  };
  await judge();
}

/** Take the cover of container.js away. */
function uncover() {
  document.getElementById("pairs-cover")?.remove();
}

/**
 * The way from a notebook that claims to be a module to the module itself, if there is one.
 * @param {Course} course
 * @param {any} claim
 */
function claimed(course, claim) {
  const path = `${claim?.module}/${claim?.module}.ipynb`;
  if (!Object.hasOwn(course.released, path)) return [];
  const call = () => location.assign(`${course.base}lab/tree/${path.split("/").map(encodeURIComponent).join("/")}`);
  return [{ text: "Open the real module", call }];
}

/** The module's first heading. @param {any} panel @returns {string} */
function title(panel) {
  for (const cell of panel.context.model.sharedModel.cells) {
    const heading = cell.cell_type === "markdown" && /^# (.+)$/m.exec(cell.getSource());
    if (heading) return heading[1].trim();
  }
  return "";
}

/**
 * Run a module that is exactly what was released, and keep it alive.
 * @param {any} app
 * @param {Lab} lab
 * @param {Course} course
 * @param {Frame} frame
 * @param {Header} header
 * @param {any} panel
 */
async function start(app, lab, course, frame, header, panel) {
  for (const cell of panel.context.model.cells) {
    if (cell.type === "code") cell.outputs.clear(); // whatever was saved there is not the course's
  }
  header.say("Loading your questions");
  uncover();
  const session = panel.sessionContext;
  await session.ready;
  const kernel = panel.context.model.getMetadata("kernelspec")?.name;
  if (kernel && session.session?.kernel?.name !== kernel) await session.changeKernel({ name: kernel });
  let runs = 0;
  const run = async () => {
    const mine = (runs += 1);
    const whole = await runAll(lab, panel);
    if (mine !== runs) return; // a later run has taken over
    if (whole) header.say("");
    else {
      const link = { text: "Load the page again", address: location.href };
      header.say("A part of this page did not load. If it happens again, tell your facilitator.", link);
    }
  };
  const sittings = await cutInto(course, header, panel, (name) => {
    frame.name(panel, name ? `${name} - ${title(panel)}` : title(panel));
  });
  await keepAlive(app, course, header, panel, run);
  sittings.ready();
  panel.content.activeCellIndex = 0;
  scroller(panel).scrollTop = 0;
  startAtTop(panel);
}

/**
 * Let the first Tab go to the first thing on the page. JupyterLab puts the focus on a cell.
 * @param {any} panel
 */
function startAtTop(panel) {
  const active = document.activeElement;
  const used = active?.closest(".jp-Cell") && !active.classList.contains("jp-Cell");
  if (used || active?.closest(".pairs-lab-header")) return; // the person is there already
  const top = /** @type {HTMLElement} */ (scroller(panel).querySelector(".pairs-lab-header"));
  top.tabIndex = -1;
  top.focus({ preventScroll: true });
  top.blur();
  top.removeAttribute("tabindex");
}
