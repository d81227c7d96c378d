// The few parts of JupyterLab that are used here. Only types: nothing of this file is in the page.

/** JupyterLab's own modules, by the last part of their names. @typedef {{notebook: any, application: any, apputils: any}} Lab */
/** `base` is the server's own address. @typedef {{home: string, person: string, path: string, released: Record<string, string>, base: string}} Course */
/**
 * What the page says above a module.
 * @typedef {object} Header
 * @property {(words: string, link?: {text: string, address: string}, stopped?: boolean) => void} say "" takes it away; `stopped`: nothing is saved until the person starts the course again
 * @property {(text: string, paragraphs: string[], ways: {text: string, call: () => void}[]) => void} banner
 * @property {() => void} clear take a banner away
 * @property {HTMLElement} above where the contents of a module go
 */

export {};
