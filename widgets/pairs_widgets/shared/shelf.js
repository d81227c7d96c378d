// Holds what is not on the disk yet in this tab's own storage, so that it outlives a reload, a
// restarted kernel and an expired sign-in. The key names the person: nobody else's is ever sent.

/** @typedef {{id: string, kind: string, item: string, value: any, held?: boolean}} Waiting */
/** @typedef {{events: Waiting[], drafts: Record<string, Waiting>}} Contents */
/**
 * @typedef {object} Shelf
 * @property {(one: Waiting) => void} put
 * @property {(id: string) => Waiting | undefined} take
 * @property {() => Waiting[]} all in the order in which they were put
 * @property {(place: string, one: Waiting) => void} putDraft text that waits for a pause
 * @property {(place: string) => void} dropDraft
 * @property {() => Waiting[]} drafts
 */

/**
 * Open the shelf of that name. Without storage (switched off, or full) it lasts as long as the page.
 * @param {string} name
 * @returns {Shelf}
 */
export function openShelf(name) {
  /** @type {Contents} */
  let memory = { events: [], drafts: {} };
  let stored = true;

  const read = () => {
    if (!stored) return memory;
    try {
      const text = sessionStorage.getItem(name);
      return text === null ? { events: [], drafts: {} } : /** @type {Contents} */ (JSON.parse(text));
    } catch {
      return memory;
    }
  };
  const write = (/** @type {Contents} */ contents) => {
    memory = contents;
    try {
      if (contents.events.length || Object.keys(contents.drafts).length) {
        sessionStorage.setItem(name, JSON.stringify(contents));
      } else {
        sessionStorage.removeItem(name);
      }
      stored = true;
    } catch {
      stored = false;
    }
  };

  return {
    put: (one) => {
      const { events, drafts } = read();
      write({ events: [...events, one], drafts });
    },
    take: (id) => {
      const { events, drafts } = read();
      write({ events: events.filter((one) => one.id !== id), drafts });
      return events.find((one) => one.id === id);
    },
    all: () => read().events,
    putDraft: (place, one) => {
      const { events, drafts } = read();
      write({ events, drafts: { ...drafts, [place]: one } });
    },
    dropDraft: (place) => {
      const { events, drafts } = read();
      const { [place]: _gone, ...rest } = drafts;
      write({ events, drafts: rest });
    },
    drafts: () => Object.values(read().drafts),
  };
}
