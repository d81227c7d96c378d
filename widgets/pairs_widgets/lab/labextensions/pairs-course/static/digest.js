// What would be run in a notebook, as one number that can be compared with what was released.

/** Whether this page can make digests: over https and on this machine itself. */
export const canDigest = Boolean(globalThis.crypto?.subtle);

/**
 * The digest of everything that would be run: SHA-256 (hex) over the JSON text of the kernel's name
 * and the source of each code cell. The same as `digest` in hub/plain_page/released.py.
 * @param {any} model JupyterLab's notebook model
 * @returns {Promise<string>}
 */
export async function digest(model) {
  const kernel = model.getMetadata("kernelspec")?.name ?? "";
  /** @type {string[]} */
  const sources = [];
  for (const cell of model.sharedModel.cells) {
    if (cell.cell_type === "code") sources.push(cell.getSource());
  }
  const bytes = new TextEncoder().encode(JSON.stringify([kernel, ...sources]));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
