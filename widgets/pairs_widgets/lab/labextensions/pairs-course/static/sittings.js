// One sitting of a module at a time in JupyterLab: the same as on the plain page, and the same code.

import { keepFocus } from "./header.js";
import { scroller } from "./run.js";

/** @typedef {import("./types.js").Course} Course */
/** @typedef {import("./types.js").Header} Header */
/** @typedef {typeof import("../../../../../../course/pairs_course/hub/plain_page/voila/templates/pairs/static/sittings.js")} Shared */

/** How long JupyterLab may take to draw all prose. */
const PATIENCE = 5000;

/**
 * Show one sitting of a module from now on.
 * @param {Course} course
 * @param {Header} header
 * @param {any} panel
 * @param {(name: string) => void} named called with the name of the sitting that is shown
 */
export async function cutInto(course, header, panel, named) {
  const address = `${course.base}voila/templates/pairs/static/sittings.js`;
  /** @type {Shared} */
  const { Sittings } = await import(address);
  const below = document.createElement("div");
  below.className = "pairs-lab-below";
  keepFocus(below);
  const page = scroller(panel);
  page.append(below);
  const cells = panel.content.widgets;
  for (const cell of cells) cell.node.id = cell.model.id;
  await drawn(cells);
  const sittings = new Sittings({
    module: panel.context.path.split("/")[0],
    cells: () => cells.map((/** @type {any} */ cell) => cell.node),
    above: header.above,
    below,
    named,
    toTop: () => void (page.scrollTop = 0),
  });
  sittings.refresh();
  return sittings;
}

/** Wait until the prose of a notebook is drawn. @param {any[]} cells */
async function drawn(cells) {
  const prose = cells.filter((cell) => cell.model.type === "markdown");
  const end = Date.now() + PATIENCE;
  const whole = () => prose.every((cell) => cell.node.querySelector(".jp-RenderedMarkdown")?.firstElementChild);
  while (!whole() && Date.now() < end) await new Promise((resolve) => requestAnimationFrame(resolve));
}
