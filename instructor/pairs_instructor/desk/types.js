// The shapes that the desk's kernel and page exchange. Only types: nothing of this file is in the page.

/**
 * One thing to show, as a function of blocks.py returns it.
 * @typedef {Record<string, any> & {block: string}} Block
 */
/** @typedef {string | Block} Inline text or a link */
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
 */
/**
 * What the kernel says of a panel. `run` is another one when the desk was opened anew; `parts` are
 * all parts of the desk, in order.
 * @typedef {object} State
 * @property {string} cohort
 * @property {string} user
 * @property {string} run
 * @property {string} title
 * @property {string} about
 * @property {{name: string, title: string}[]} parts
 * @property {Block[]} blocks
 */
/** @typedef {{id: string, kind: "acted", blocks: Block[], problems: [string, string][], values: Record<string, any>}} Answer */
/**
 * A form on the page. `refused` shows what has to be mended, and what to look at first; `settled`
 * leaves it as it was at first.
 * @typedef {object} Form
 * @property {string} action
 * @property {string} key
 * @property {boolean} choice
 * @property {HTMLElement} element
 * @property {(problems: [string, string][], blocks: Block[], values: Record<string, any>) => void} refused
 * @property {() => void} settled
 */
/**
 * What was pressed and is not answered yet; `late` when the button was given back.
 * @typedef {{id: string, text: string, form: Form, late: boolean, tries: number, timer: ReturnType<typeof setTimeout> | undefined}} Asked
 */
/**
 * What was typed in a form and is not saved, with the hidden values that the form had then.
 * @typedef {{values: Record<string, any>, hidden: Record<string, any>}} Draft
 */
/**
 * @typedef {object} Drafts
 * @property {(key: string) => Draft | undefined} get
 * @property {(key: string, draft: Draft) => void} put
 * @property {(key: string) => void} drop
 * @property {() => boolean} kept whether they outlive the page
 */
/**
 * What the blocks need of their panel.
 * @typedef {object} Panel
 * @property {(form: Form, values: Record<string, any>) => void} act
 * @property {Drafts} drafts
 * @property {(target: HTMLElement, blocks: Block[]) => void} draw
 * @property {string} prefix
 */

export {};
