// The plug-ins that JupyterLab starts: course mode, and a quiet word when the server is away.

import { openCourse } from "./course.js";
import { Frame } from "./frame.js";

/** @typedef {import("./types.js").Lab} Lab */
/** @typedef {import("./types.js").Course} Course */

const SHOW_CODE = "pairs-course:show-code";

/**
 * @param {Lab} lab JupyterLab's modules
 * @param {Course} course what was released, and where Home is
 * @returns {object[]}
 */
export function plugins(lab, course) {
  const courseMode = {
    id: "pairs-course:course-mode",
    description: "Opens a released module of the course as a page to read and answer.",
    autoStart: true,
    requires: [lab.notebook.INotebookTracker],
    optional: [lab.apputils.ICommandPalette],
    activate: (/** @type {any} */ app, /** @type {any} */ tracker, /** @type {any} */ palette) => {
      // Answers are handled one after the other, in the kernel's own thread: no subshells.
      app.serviceManager.kernels.commsOverSubshells = "disabled";
      const frame = new Frame(app, lab);
      tracker.widgetAdded.connect((/** @type {any} */ _, /** @type {any} */ panel) => {
        void openCourse(app, lab, course, frame, panel);
      });
      void openAddress(app, course.path);
      app.commands.addCommand(SHOW_CODE, {
        label: () => (frame.codeShown ? "Hide the code" : "Show the code"),
        caption: "Show the module as an ordinary notebook, or as a page again",
        isEnabled: () => frame.inCourse,
        execute: () => {
          frame.toggleCode();
          app.commands.notifyCommandChanged(SHOW_CODE);
        },
      });
      palette?.addItem({ command: SHOW_CODE, category: "Course" });
    },
  };
  const connectionLost = {
    id: "pairs-course:connection-lost",
    description: "Says nothing in a dialog: each answer says whether it was saved.",
    autoStart: true,
    provides: lab.application.IConnectionLost,
    activate: () => async () => undefined,
  };
  return [courseMode, connectionLost];
}

/**
 * Open what the page's address names. Where there is no file browser (settings/participant) nobody
 * else does; and it can be open before JupyterLab has looked after the rest of its window.
 * @param {any} app
 * @param {string} path
 */
async function openAddress(app, path) {
  await app.started;
  if (!path || app.commands.hasCommand("filebrowser:open-path")) return;
  await app.commands.execute("docmanager:open", { path });
}
