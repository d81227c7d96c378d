// The kernel's widgets as seen by this page: their state and messages.
//
// Our widgets send messages and receive state, but never write state. So they only need this part
// of the widget protocol (ipywidgets, "Jupyter widget messaging protocol", version 2).

/** @typedef {Record<string, any>} Traits */
/** @typedef {(message: any) => void} Listener */
/** @typedef {(comm: string, data: any) => void} Send throws while disconnected */

/** One widget, for the life of the page; after a lost kernel it is attached to the new one. */
export class Model {
  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();
  /** @type {Send} */
  #send;

  /**
   * @param {string} id
   * @param {Traits} traits
   * @param {Send} send
   */
  constructor(id, traits, send) {
    this.id = id;
    this.traits = traits;
    this.#send = send;
  }

  /** @param {string} name */
  get(name) {
    return this.traits[name];
  }

  /** @param {object} content */
  send(content) {
    this.#send(this.id, { method: "custom", content });
  }

  /** @param {string} name @param {Listener} listener */
  on(name, listener) {
    const known = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, known.add(listener));
  }

  /** @param {string} name @param {Listener} listener */
  off(name, listener) {
    this.#listeners.get(name)?.delete(listener);
  }

  /** @param {Traits} traits the kernel's new values */
  update(traits) {
    Object.assign(this.traits, traits);
    for (const name of Object.keys(traits)) this.#tell(`change:${name}`, traits[name]);
  }

  /** @param {any} content */
  receive(content) {
    this.#tell("msg:custom", content);
  }

  /** @param {string} name @param {any} message */
  #tell(name, message) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(message);
  }
}

/** The kernel's widgets, by comm id. */
export class Models {
  /** @type {Map<string, Model>} */
  #known = new Map();
  /** @type {Set<string>} ids of unanswered messages */
  unanswered = new Set();

  /** @param {(comm: string, data: any) => void} send throws while disconnected */
  constructor(send) {
    /** @type {Send} */
    this.send = (comm, data) => {
      send(comm, data);
      if (data.content?.id) this.unanswered.add(data.content.id);
    };
  }

  /** @param {string} id */
  get(id) {
    return this.#known.get(id);
  }

  /**
   * Attach `model` to the kernel's new widget `id`.
   * @param {Model} model
   * @param {string} id
   */
  adopt(model, id) {
    const successor = this.#known.get(id);
    if (!successor || successor === model) return;
    this.#known.delete(model.id);
    model.id = id;
    this.#known.set(id, model);
    model.update(successor.traits);
  }

  /**
   * Handle one kernel message; ignores messages that are not for a widget.
   * @param {{header: {msg_type: string}, content: any}} message
   */
  handle({ header, content }) {
    if (header.msg_type === "comm_open") {
      if (content.target_name === "jupyter.widget") this.#set(content.comm_id, content.data.state);
    } else if (header.msg_type === "comm_msg") {
      const { method, state, states, content: inner } = content.data ?? {};
      const model = this.#known.get(content.comm_id);
      if (method === "custom") {
        this.unanswered.delete(inner.id);
        model?.receive(inner);
      }
      if (method === "update") model?.update(state);
      if (method === "update_states") {
        for (const id of Object.keys(states)) this.#set(id, states[id].state);
      }
    }
  }

  /** @param {string} id @param {Traits} traits */
  #set(id, traits) {
    const known = this.#known.get(id);
    if (known) known.update(traits);
    else this.#known.set(id, new Model(id, traits, this.send));
  }
}
