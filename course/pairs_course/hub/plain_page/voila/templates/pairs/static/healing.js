// Keeps the page's questions connected to a kernel: a lost kernel is replaced, and the questions
// stay on the page, with everything typed.

import { Connection } from "./connection.js";
import { lock, unlock } from "./lock.js";
import { say, show } from "./notice.js";
import { places } from "./views.js";

/** @typedef {import("./connection.js").Message} Message */
/** @typedef {import("./comms.js").Models} Models */
/** @typedef {import("./views.js").Views} Views */

/** Milliseconds until the next attempt. */
const PAUSE = 3000;
const KEPT = "What you wrote is kept on this page.";
/** The hub's status for a server that is not running, which the hub could start again. */
const STOPPED = 424;
/** After this many failed connections in a row to an existing kernel, the network is to blame. */
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
  /** @type {string[]} the new kernel's widgets for the questions, in page order */
  #fresh = [];
  #blocked = 0;
  #verifying = false;
  #silent = 0;
  /** Sign-outs in this browser so far, and as of the start of the current attempt. */
  #signOuts = 0;
  #triedAfter = 0;

  /**
   * @param {string} base the server's base address
   * @param {string} home where a stopped server can be restarted
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
   * Connect the page to this kernel.
   * @param {string} kernel
   * @returns {Promise<boolean>} whether it connected
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

  /** Request all of the kernel's widgets. @returns {Promise<boolean>} whether it answered */
  async states() {
    try {
      return (await this.#connection?.states()) ?? false;
    } catch {
      return false;
    }
  }

  /** A message was not answered: check whether the kernel is alive. */
  async verify() {
    if (this.#healing || this.#verifying) return;
    this.#verifying = true;
    try {
      if (await this.#answers()) this.#silent = 0;
      else this.#silent += 1;
    } finally {
      this.#verifying = false;
    }
    // Busy or gone: after a second silence, assume it is gone.
    if (this.#silent > 1) await this.heal();
  }

  /** @returns {Promise<boolean>} false: the kernel exists but does not answer */
  async #answers() {
    let widgets;
    try {
      // The connection stays open when the server ends a kernel, so ask the server.
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

  /** Retry until the page is connected to a kernel with its questions. @returns {Promise<void>} */
  heal() {
    this.#healing ??= this.#untilJoined().finally(() => (this.#healing = null));
    return this.#healing;
  }

  async #untilJoined() {
    this.#silent = 0;
    for (;;) {
      this.#triedAfter = this.#signOuts;
      const joined = await this.#tryOnce();
      // A connection that closed while the questions were being attached reports it only once.
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

  /** The kernel was restarted and has lost the page's widgets: get another one. */
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
      // An existing kernel is never replaced just because connections to it fail.
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

  /** Whether the server answers; a hub that has just started may not have its route yet. */
  async #serves() {
    return (await fetch(`${this.base}api/status`, this.#quietly())).ok;
  }

  /** Run the notebook again, in a new kernel. */
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

  /** Attach the questions to the widgets of the new kernel. */
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

  /** Shut down a kernel that is no longer needed. @param {string} kernel */
  #end(kernel) {
    navigator.sendBeacon(this.ending(kernel), this.token());
  }

  /** Somebody signed out in this browser: close the page, then ask whether it was this person. */
  async signedOut() {
    this.#signOuts += 1;
    this.#connection?.closed();
    this.#close();
    await this.heal();
  }

  /** A server's answer from before a sign-out does not tell who is here now. */
  #stillTrue() {
    return this.#triedAfter === this.#signOuts;
  }

  #close() {
    show(null);
    lock(this.person, { home: this.home, back: this.#back() });
  }

  /** An address that opens the module or desk again, whether or not its server is running. */
  #back() {
    const [before, name = ""] = decodeURIComponent(location.pathname).split("/").slice(-3);
    const page = before === "_desk" ? "desk" : "open";
    return `${this.home}${page}/${encodeURIComponent(name)}?door=plain`;
  }

  /** Tell the person what to do. @param {Response} answer @returns {false} */
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

  /** @param {string} kernel the kernel to shut down */
  ending(kernel) {
    return `${this.base}voila/api/shutdown/${kernel}`;
  }

  /** Options for requests to the server: without this token a hub treats them as a stranger's. @returns {RequestInit} */
  #quietly() {
    return { cache: "no-store", headers: { "X-XSRFToken": this.token().get("_xsrf") ?? "" } };
  }

  /** The server's XSRF token. */
  token() {
    const known = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
    return new URLSearchParams({ _xsrf: known });
  }
}

const SIGNED_OUT = new Response(null, { status: 403 });

/**
 * Whether the hub answered instead of the server, because this person is not signed in: it
 * redirected to the sign-in page, or found no page for somebody else.
 * @param {Response} answer
 * @param {string} asked
 */
function notHere(answer, asked) {
  const elsewhere = new URL(answer.url).pathname !== new URL(asked, location.href).pathname;
  return elsewhere && (answer.ok || answer.status === 404);
}

/**
 * Wait, or until the person or the network is back.
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
