// Keeps the page's questions joined to a kernel: one that is gone is replaced, and the questions
// stay as they are on the page, with all that was typed.

import { Connection } from "./connection.js";
import { lock, unlock } from "./lock.js";
import { say, show } from "./notice.js";
import { places } from "./views.js";

/** @typedef {import("./connection.js").Message} Message */
/** @typedef {import("./comms.js").Models} Models */
/** @typedef {import("./views.js").Views} Views */

/** How long until the next try. */
const PAUSE = 3000;
const KEPT = "What you wrote is kept on this page.";
/** What the hub answers for a server that it knows is not running: it would start it again. */
const STOPPED = 424;
/** So many lines in a row that never came to stand, to a kernel that is there, are the network's doing. */
const BLOCKED = 3;
const NETWORK =
  "This network does not let the course through, so nothing can be saved. Try another network, such as a phone's. You can also work on paper.";
const GONE = ["restarting", "autorestarting", "dead"];

export class Line {
  /** @type {Connection | null} */
  #connection = null;
  #kernel = "";
  /** @type {Promise<void> | null} */
  #healing = null;
  /** @type {string[]} the kernel's widgets, in the order of the page, that the questions go on with */
  #fresh = [];
  #blocked = 0;
  #verifying = false;
  #silent = 0;
  /** How often somebody signed out in this browser, now and when the present try began. */
  #signOuts = 0;
  #triedAfter = 0;

  /**
   * @param {string} base the server's base address
   * @param {string} home where a stopped server is started again
   * @param {string} person whose page it is
   */
  constructor(base, home, person) {
    this.base = base;
    this.home = home;
    this.person = person;
    /** @type {Views | null} */
    this.views = null;
    /** @type {Models | null} */
    this.models = null;
  }

  get kernel() {
    return this.#kernel;
  }

  /** @param {string} comm @param {object} data */
  send(comm, data) {
    if (!this.#connection) throw new Error("there is no kernel yet");
    this.#connection.send("comm_msg", { comm_id: comm, data });
  }

  /**
   * Join the page to this kernel.
   * @param {string} kernel
   * @returns {Promise<boolean>} whether the line stands
   */
  async join(kernel) {
    this.#connection?.closed();
    this.#kernel = kernel;
    const connection = new Connection(
      this.base,
      kernel,
      (message) => this.#received(kernel, message),
      () => void this.heal(),
    );
    this.#connection = connection;
    return connection.opened;
  }

  /** Ask the kernel for all its widgets. @returns {Promise<boolean>} whether it answered */
  async states() {
    try {
      return (await this.#connection?.states()) ?? false;
    } catch {
      return false;
    }
  }

  /** Something was sent and not answered: find out whether anyone is there. */
  async verify() {
    if (this.#healing || this.#verifying) return;
    this.#verifying = true;
    try {
      if (await this.#answers()) this.#silent = 0;
      else this.#silent += 1;
    } finally {
      this.#verifying = false;
    }
    // Busy, or gone without a word: the second silence is taken for the latter.
    if (this.#silent > 1) await this.heal();
  }

  /** @returns {Promise<boolean>} false: the kernel is there and says nothing */
  async #answers() {
    let widgets;
    try {
      // A kernel that the server has ended leaves the line open: only the server knows.
      if (!(await this.#ask()).ok) throw new Error("the kernel is not there");
      widgets = await this.#connection?.widgets();
    } catch {
      await this.heal();
      return true;
    }
    if (!widgets) return false;
    const shown = [...(this.views?.shown.values() ?? [])];
    if (!shown.every((model) => widgets.has(model.id))) await this.#restarted();
    return true;
  }

  /** Ask the server for the kernel. @returns {Promise<Response>} */
  async #ask() {
    const address = `${this.base}api/kernels/${this.#kernel}`;
    const answer = await fetch(address, this.#quietly());
    return notHere(answer, address) ? SIGNED_OUT : answer;
  }

  /** Try until the page is joined to a kernel that has its questions. @returns {Promise<void>} */
  heal() {
    this.#healing ??= this.#untilJoined().finally(() => (this.#healing = null));
    return this.#healing;
  }

  async #untilJoined() {
    this.#silent = 0;
    for (;;) {
      this.#triedAfter = this.#signOuts;
      const joined = await this.#tryOnce();
      // A line that was cut while the questions were joined to it says so only once.
      if (joined && this.#stillTrue() && this.#connection?.stands) break;
      if (!joined) await wake(PAUSE);
    }
    show(null);
    unlock();
    say("You are connected again.");
  }

  /** @param {string} kernel @param {Message} message */
  #received(kernel, message) {
    this.models?.handle(message);
    if (message.header.msg_type === "comm_open") void this.views?.show();
    const state = message.header.msg_type === "status" && message.content.execution_state;
    if (kernel === this.#kernel && GONE.includes(state)) void this.#restarted();
  }

  /** The kernel started anew and knows nothing of this page: leave it, and get one that does. */
  async #restarted() {
    if (this.#healing) return;
    const old = this.#kernel;
    this.#kernel = "";
    this.#end(old);
    await this.heal();
  }

  /** @returns {Promise<boolean>} */
  async #tryOnce() {
    try {
      const answer = this.#kernel ? await this.#ask() : null;
      if (!answer || answer.status === 404) {
        if (answer && !(await this.#serves())) return this.#offline();
        if (!(await this.#renew())) return false;
      } else if (!answer.ok) return this.#explain(answer);
      // A kernel that is there is never left for another because no line to it comes to stand.
      if (!(await this.join(this.#kernel))) return this.#unjoined();
      this.#blocked = 0;
      if (!(await this.states())) {
        this.#end(this.#kernel); // it is listed and does not answer
        this.#kernel = "";
        return false;
      }
      await this.#adopt();
      return true;
    } catch {
      return this.#offline();
    }
  }

  /** Whether the server itself answers: a hub that has just started knows no way to it yet. */
  async #serves() {
    return (await fetch(`${this.base}api/status`, this.#quietly())).ok;
  }

  /** Have the notebook run again, in a kernel of its own. */
  async #renew() {
    const answer = await fetch(location.href, this.#quietly());
    if (notHere(answer, location.href)) return this.#explain(SIGNED_OUT);
    if (answer.status === 404 && !(await this.#serves())) return this.#offline();
    if (answer.status === 404 || answer.status === 409) location.reload();
    if (!answer.ok) return this.#explain(answer);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const kernel = /** @type {HTMLElement | null} */ (page.querySelector("[data-kernel]"));
    const old = places(document);
    const ids = places(page).map((place) => place.dataset.model ?? "");
    if (!kernel || ids.length !== old.length) {
      location.reload(); // another release of the module; unsent answers are in the tab's storage
      return false;
    }
    this.#kernel = kernel.dataset.kernel ?? "";
    this.#fresh = ids;
    return true;
  }

  /** Let the questions go on with the widgets of a kernel that was started for them. */
  async #adopt() {
    const ids = this.#fresh;
    this.#fresh = [];
    if (ids.length) {
      places(document).forEach((place, index) => {
        const model = this.views?.shown.get(place);
        if (model) this.models?.adopt(model, ids[index]);
        place.dataset.model = ids[index];
      });
    }
    await this.views?.show();
  }

  /** @returns {false} */
  #unjoined() {
    this.#blocked += 1;
    const link = { text: "How to work on paper", address: this.home };
    if (this.#blocked >= BLOCKED) show({ text: `${NETWORK} ${KEPT}`, link });
    return false;
  }

  /** This kernel is not needed any more. @param {string} kernel */
  #end(kernel) {
    navigator.sendBeacon(this.ending(kernel), this.token());
  }

  /** Somebody signed out in this browser: close the page now, and ask whether it was this person. */
  async signedOut() {
    this.#signOuts += 1;
    this.#connection?.closed();
    this.#close();
    await this.heal();
  }

  /** What the server said before a sign-out says nothing of who sits here now. */
  #stillTrue() {
    return this.#triedAfter === this.#signOuts;
  }

  #close() {
    show(null);
    lock(this.person, { home: this.home, back: this.#back() });
  }

  /** Where a module, or the desk, is opened again whether its server runs or not. */
  #back() {
    const [before, name = ""] = decodeURIComponent(location.pathname).split("/").slice(-3);
    const page = before === "_desk" ? "desk" : "open";
    return `${this.home}${page}/${encodeURIComponent(name)}?door=plain`;
  }

  /** Say what the person can do. @param {Response} answer @returns {false} */
  #explain(answer) {
    if (answer.status === 401 || answer.status === 403) this.#close();
    else if (answer.status === STOPPED) {
      if (this.#stillTrue()) unlock(); // the hub says so only to the person
      const link = { text: "Start it again", address: this.#back() };
      show({ text: `Your course has stopped. ${KEPT}`, link, stopped: true });
    } else this.#offline();
    return false;
  }

  /** @returns {false} */
  #offline() {
    show({ text: `We cannot reach the course just now. ${KEPT} We keep trying.` });
    return false;
  }

  /** @param {string} kernel where to say that this kernel is not needed any more */
  ending(kernel) {
    return `${this.base}voila/api/shutdown/${kernel}`;
  }

  /** How to ask the server: without this token a hub takes the question for a stranger's. @returns {RequestInit} */
  #quietly() {
    return { cache: "no-store", headers: { "X-XSRFToken": this.token().get("_xsrf") ?? "" } };
  }

  /** What the server wants to see with a change. */
  token() {
    const known = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
    return new URLSearchParams({ _xsrf: known });
  }
}

const SIGNED_OUT = new Response(null, { status: 403 });

/**
 * Whether the hub answered in the server's place, and not to this person: it led to where people
 * sign in, or finds no page there for somebody else.
 * @param {Response} answer
 * @param {string} asked
 */
function notHere(answer, asked) {
  const elsewhere = new URL(answer.url).pathname !== new URL(asked, location.href).pathname;
  return elsewhere && (answer.ok || answer.status === 404);
}

/**
 * Wait, but no longer than until the person or the network is back.
 * @param {number} milliseconds
 */
function wake(milliseconds) {
  const done = new AbortController();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const soon = () => resolve(clearTimeout(timer));
    window.addEventListener("online", soon, { signal: done.signal });
    document.addEventListener("visibilitychange", soon, { signal: done.signal });
  }).finally(() => done.abort());
}
