// The shapes that the desk's kernel and page exchange. Only types: nothing of this file is in the page.

/**
 * One thing to show, as a function of blocks.py returns it.
 * @typedef {Record<string, any> & {block: string}} Block
 */
/** @typedef {string | Block} Inline text, or a link */
/**
 * One control of a form, as `field` in blocks.py returns it.
 * @typedef {object} FieldData
 * @property {string} kind
 * @property {string} name
 * @property {string} label
 * @property {string} hint
 * @property {any} value
 * @property {{value: string, text: string}[]} options
 * @property {number} rows
 * @property {string} accept
 */
/** @typedef {{id: string, kind: "acted", blocks: Block[], problems: [string, string][]}} Answer */
/**
 * A form on the page; `problems` shows what has to be mended, or nothing any more.
 * @typedef {{action: string, element: HTMLFormElement, problems: (all: [string, string][]) => void}} Form
 */
/**
 * What the blocks need of their panel.
 * @typedef {{act: (form: Form, values: Record<string, any>) => void, prefix: string}} Panel
 */

export {};
