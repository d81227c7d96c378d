// A module whose kernel is lost gets another one, without a dialog: the questions are made anew,
// and what was not saved yet is sent again by the questions themselves.

import { lock, SIGN_IN, unlock } from "./lock.js";
import { kernelStands } from "./server.js";

/** @typedef {import("./types.js").Course} Course */
/** @typedef {import("./types.js").Header} Header */

const POLL = 3000;
const PATIENCE = 4000;
/** A module that has not run in this time never will: its kernel's line is dead. */
const RUN_PATIENCE = 20_000;
/** What the first line to a kernel may take. */
const FIRST_LINE = 12_000;
const KEPT = "What you wrote is kept on this page.";
/** So many lines in a row that never came to stand, to a kernel that is there, are the network's doing. */
const BLOCKED = 2;
const NETWORK =
  "This network does not let the course through, so nothing can be saved. Try another network, such as a phone's. You can also work on paper.";
const RESTARTING = ["restarting", "autorestarting"];

/** @param {number} milliseconds @returns {Promise<void>} */
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Run the module, and watch over its kernel for as long as the panel is open.
 * @param {any} app
 * @param {Course} course
 * @param {Header} header
 * @param {any} panel
 * @param {() => Promise<void>} run runs the module, and says so if a part of it failed
 * @returns {Promise<void>} when it ran for the first time, or cannot
 */
export async function keepAlive(app, course, header, panel, run) {
  const session = panel.sessionContext;
  const kernel = () => session.session?.kernel;
  const stands = () => kernel()?.connectionStatus === "connected" && kernel().status !== "dead";
  let healing = true;
  let ran = false;
  let silent = 0;
  let blocked = 0;

  /** Where the module, or the desk, is opened again whether its server runs or not. */
  const back = () => {
    const [folder, name = ""] = panel.context.path.split("/");
    const [page, what] = folder === "_desk" ? ["desk", name] : ["open", folder];
    return `${course.home}${page}/${encodeURIComponent(what)}?door=lab`;
  };

  let closed = false;
  /** Close the page until the server knows this browser as the person's again. */
  const close = async () => {
    lock(app, course, back());
    if (closed) return;
    closed = true;
    let state = "away";
    while (["signed-out", "away"].includes(state) && !panel.isDisposed) {
      state = await kernelStands(app, kernel()?.id ?? "none");
      if (["signed-out", "away"].includes(state)) await wait(POLL);
    }
    closed = false;
    unlock(app);
    soon();
  };

  const say = (/** @type {string} */ what) => {
    if (what === "signed-out") void close();
    else if (what === "stopped") {
      header.say(`Your course has stopped. ${KEPT}`, { text: "Start it again", address: back() }, true);
    } else if (what === "blocked") {
      header.say(`${NETWORK} ${KEPT}`, { text: "How to work on paper", address: course.home });
    } else header.say(`We cannot reach the course just now. ${KEPT} We keep trying.`);
  };

  const runAgain = async () => {
    ran = false;
    ran = await Promise.race([run().then(() => true), wait(RUN_PATIENCE).then(() => false)]);
  };

  /** Get a new kernel in the place of one that is gone, or that cannot be talked to. */
  const replace = async (/** @type {boolean} */ gone) => {
    if (gone) {
      await app.serviceManager.sessions.refreshRunning();
      for (let tries = 0; session.session && tries < 40; tries += 1) await wait(50);
    }
    await session.changeKernel({ name: panel.context.model.getMetadata("kernelspec")?.name });
    await runAgain();
  };

  /** Wait for a line that JupyterLab is setting up, or have it set up. */
  const joined = async () => {
    if (kernel().connectionStatus === "disconnected") kernel().reconnect().catch(() => undefined);
    for (let passed = 0; !stands() && passed < PATIENCE; passed += 100) await wait(100);
    return stands();
  };

  const heal = async (/** @type {boolean} */ anew = false) => {
    if (healing || panel.isDisposed) return;
    healing = true;
    try {
      const state = kernel() ? await kernelStands(app, kernel().id) : "gone";
      if (state === "gone") await replace(true);
      else if (state !== "there") return say(state);
      // A kernel that is there is never left for another because no line to it comes to stand.
      else if (!(await joined())) {
        blocked += 1;
        if (blocked >= BLOCKED) say("blocked");
      } else {
        blocked = 0;
        // A kernel that was started anew knows no question: a line of our own to another is sure.
        if (anew || !ran) await replace(false);
        else header.say("");
      }
    } catch {
      say("away"); // it went away again meanwhile: the next poll tries again
    } finally {
      healing = false;
    }
  };

  /** An answer was not acknowledged: find out whether anyone is there. */
  const verify = async () => {
    if (healing || panel.isDisposed) return;
    // A kernel that the server has ended leaves the line open: only the server knows.
    if (!stands() || (await kernelStands(app, kernel().id)) !== "there") return heal();
    const asked = kernel().requestCommInfo({ target_name: "jupyter.widget" });
    const info = await Promise.race([asked.catch(() => null), wait(PATIENCE)]);
    if (healing || panel.isDisposed) return;
    if (info) {
      silent = 0;
      // It lives and knows none of our questions: it was restarted behind our back.
      if (!Object.keys(info.content.comms ?? {}).length) await heal(true);
    } else if ((silent += 1) > 1) {
      silent = 0;
      await heal(true);
    }
  };

  const statusChanged = (/** @type {any} */ _, /** @type {string} */ status) => {
    if (RESTARTING.includes(status)) void heal(true);
    else if (status === "dead" || status === "unknown") void heal();
  };
  const connectionChanged = (/** @type {any} */ _, /** @type {string} */ status) => {
    if (status === "disconnected") void heal();
  };
  const soon = () => {
    if (!stands() || !ran) void heal();
  };

  session.statusChanged.connect(statusChanged);
  session.connectionStatusChanged.connect(connectionChanged);
  const others = new BroadcastChannel(SIGN_IN);
  others.addEventListener("message", close);
  window.addEventListener("pairs:noack", verify);
  window.addEventListener("online", soon);
  const timer = setInterval(soon, POLL);
  panel.disposed.connect(() => {
    clearInterval(timer);
    others.close();
    window.removeEventListener("pairs:noack", verify);
    window.removeEventListener("online", soon);
  });

  // A network that lets no line through is told before the first run is given up.
  const early = setTimeout(() => stands() || say("blocked"), FIRST_LINE);
  try {
    await runAgain();
  } finally {
    clearTimeout(early);
    healing = false;
  }
}
