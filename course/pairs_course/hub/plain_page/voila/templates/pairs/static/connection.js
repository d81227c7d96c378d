// One websocket to one kernel: sends and receives messages, and knows whether it is open.

/** @typedef {{header: {msg_type: string, msg_id: string}, parent_header: {msg_id?: string}, content: any}} Message */

/** How long a request to the kernel may take before the connection is given up. */
const PATIENCE = 4000;

export class Connection {
  #session = crypto.randomUUID?.() ?? String(Math.random());
  #count = 0;
  /** @type {Map<string, (content: any) => void>} pending requests, by message id */
  #waiting = new Map();
  /** @type {WebSocket} */
  #socket;

  /**
   * @param {string} base the server's base address, with a trailing slash
   * @param {string} kernel its id
   * @param {(message: Message) => void} received
   * @param {() => void} lost called once, when the other side closes the connection
   */
  constructor(base, kernel, received, lost) {
    const address = new URL(`${base}api/kernels/${kernel}/channels`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.searchParams.set("session_id", this.#session);
    this.#socket = new WebSocket(address);
    /** @type {Promise<boolean>} whether it opened */
    this.opened = new Promise((resolve) => {
      this.#socket.addEventListener("open", () => resolve(true), { once: true });
      this.#socket.addEventListener("close", () => resolve(false), { once: true });
    });
    this.#socket.addEventListener("close", lost, { once: true });
    this.#socket.addEventListener("message", ({ data }) => {
      if (typeof data !== "string") return; // binary buffers: none of our widgets has any
      /** @type {Message} */
      const message = JSON.parse(data);
      this.#waiting.get(message.parent_header?.msg_id ?? "")?.(message);
      received(message);
    });
    this.closed = () => {
      this.#socket.removeEventListener("close", lost);
      this.#socket.close();
    };
  }

  get stands() {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /**
   * Send one message. Throws while disconnected, so that nothing counts as sent by mistake.
   * @param {string} type
   * @param {object} content
   * @param {object} [metadata]
   * @returns {string} its id
   */
  send(type, content, metadata = {}) {
    if (!this.stands) throw new Error("the kernel's line is cut");
    const id = `${this.#session}_${++this.#count}`;
    const header = { msg_id: id, msg_type: type, username: "", session: this.#session, version: "5.3" };
    const date = new Date().toISOString();
    this.#socket.send(
      JSON.stringify({
        header: { ...header, date },
        parent_header: {},
        metadata,
        content,
        buffers: [],
        channel: "shell",
      }),
    );
    return id;
  }

  /**
   * Send one message and wait for the answer that `wanted` names.
   * @param {string} type
   * @param {object} content
   * @param {object} metadata
   * @param {string} wanted
   * @returns {Promise<any>} the answer's content, or null after a timeout
   */
  ask(type, content, metadata, wanted) {
    return new Promise((resolve) => {
      const id = this.send(type, content, metadata);
      const done = (/** @type {any} */ answer) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(() => done(null), PATIENCE);
      this.#waiting.set(id, (message) => {
        if (message.header.msg_type === wanted) done(message.content);
      });
    });
  }

  /** Request every widget's state, which arrives as ordinary messages. @returns {Promise<boolean>} */
  async states() {
    const comm = `pairs-${this.#session}-${++this.#count}`;
    this.send("comm_open", { comm_id: comm, target_name: "jupyter.widget.control", data: {} }, VERSION);
    const data = { method: "request_states" };
    return (await this.ask("comm_msg", { comm_id: comm, data }, VERSION, "comm_msg")) !== null;
  }

  /** Ask which widgets the kernel has. @returns {Promise<Set<string> | null>} null: no answer */
  async widgets() {
    const info = await this.ask(
      "comm_info_request",
      { target_name: "jupyter.widget" },
      {},
      "comm_info_reply",
    );
    return info && new Set(Object.keys(info.comms ?? {}));
  }
}

const VERSION = { version: "1.0.0" };
