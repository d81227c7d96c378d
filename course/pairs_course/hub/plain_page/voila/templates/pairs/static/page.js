// A module as an ordinary web page: connects its questions to the kernel that the server started.

import { Models } from "./comms.js";
import { Line } from "./healing.js";
import { SIGN_IN } from "./lock.js";
import { say, show } from "./notice.js";
import { Sittings } from "./sittings.js";
import { Views } from "./views.js";

/** After this long without the end of the page, tell the person. */
const SLOW = 30_000;

const { base = "/", home = "/", person = "", desk } = document.body.dataset;
/** A facilitator's desk is a page like a module's, and has no questions. */
const WHAT = desk === undefined ? "questions" : "desk";
const READY = desk === undefined ? "Your questions are ready." : "Your desk is ready.";
const line = new Line(base, home, person);
const models = new Models((comm, data) => line.send(comm, data));
const views = new Views(models);
line.models = models;
line.views = views;

/** Wait for the next part of the page, which arrives in parts. @returns {Promise<void>} */
function nextPiece() {
  return new Promise((resolve) => {
    const done = () => {
      observer.disconnect();
      document.removeEventListener("DOMContentLoaded", done);
      resolve();
    };
    const observer = new MutationObserver(done);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", done);
  });
}

const above = document.createElement("div");
const below = document.createElement("div");
const title = document.title;
/** @type {Sittings | null} */
let sittings = null;

/** Show one sitting of the part that has arrived. @param {HTMLElement} main */
function cut(main) {
  const first = main.querySelector(".prose");
  if (!first) return;
  if (!above.isConnected) first.after(above);
  sittings ??= new Sittings({
    module: decodeURIComponent(location.pathname).split("/").at(-2) ?? "",
    cells: () => /** @type {HTMLElement[]} */ ([...main.children].filter((cell) => cell.matches(".prose, .question, .failed"))),
    above,
    below,
    named: (name) => void (document.title = name ? `${name} - ${title}` : title),
    toTop: () => scrollTo(0, 0),
  });
  sittings.refresh();
}

const arriving = () => document.readyState === "loading";

/** Shut down the kernel, unless it still has something to save (it then ends by itself). */
function leave() {
  if (line.kernel && !models.unanswered.size) {
    navigator.sendBeacon(line.ending(line.kernel), line.token());
  }
}

async function open() {
  say(`Loading your ${WHAT}`);
  const slow = setTimeout(() => {
    const link = { text: "Load the page again", address: location.href };
    show({ text: `Loading your ${WHAT} takes longer than it should.`, link });
  }, SLOW);
  let main = document.getElementById("module");
  while (!main && arriving()) {
    await nextPiece();
    main = document.getElementById("module");
  }
  if (!main) return;
  const module = main;
  cut(module);
  new MutationObserver(() => cut(module)).observe(module, { childList: true });
  let kernel = document.getElementById("kernel");
  while (!kernel && arriving()) {
    await nextPiece();
    kernel = document.getElementById("kernel");
  }
  if (!kernel) return;
  let ready = false;
  window.addEventListener("pagehide", () => ready || leave());
  const joined = line.join(kernel.dataset.kernel ?? "").then(async (stands) => {
    // Request what was created before the connection opened; the rest arrives by itself.
    if (stands && (await line.states())) await views.show();
  });
  while (arriving()) {
    await nextPiece();
    await views.show();
  }
  await joined;
  await views.show();
  if (!views.complete && (await line.states())) await views.show();
  clearTimeout(slow);
  if (!views.complete) await line.heal();
  show(null);
  main.after(below);
  sittings?.ready();
  say(document.querySelector(".failed") ? "" : READY);
  document.getElementById("loading")?.remove();
  // The last listener, so that messages sent on leaving are counted.
  ready = true;
  window.addEventListener("pagehide", leave);
}

new BroadcastChannel(SIGN_IN).addEventListener("message", () => void line.signedOut());
window.addEventListener("pairs:noack", () => void line.verify());
window.addEventListener("pageshow", (event) => {
  if (event.persisted) void line.heal();
});
void open();
