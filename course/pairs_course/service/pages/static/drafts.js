// Holds what is typed in a form and not saved yet, in this tab's own storage: it outlives a look at
// something else, a reload and a lost server. Without this script a form works all the same.

/**
 * Read what is stored under `place`.
 * @param {string} place
 * @returns {Record<string, string> | null}
 */
function stored(place) {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Store something; null takes it away. Says whether it is as wanted now.
 * @param {string} place
 * @param {Record<string, string> | null} what
 */
function store(place, what) {
  try {
    if (what === null) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, JSON.stringify(what));
    return true;
  } catch {
    return false;
  }
}

/** @param {HTMLFormElement} form */
function controls(form) {
  const typed = [...form.elements].filter(
    (one) =>
      (one instanceof HTMLInputElement && one.type !== "file") ||
      one instanceof HTMLSelectElement ||
      one instanceof HTMLTextAreaElement,
  );
  const all = /** @type {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]} */ (typed);
  return all.filter((one) => one.name && one.name !== "form_token" && one.name !== "form");
}

/** @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} one */
function isTick(one) {
  return one instanceof HTMLInputElement && one.type === "checkbox";
}

/** What a form holds, by name: that of a tick is "yes" or "". @param {HTMLFormElement} form */
function held(form) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const one of controls(form)) {
    values[one.name] = isTick(one) ? (/** @type {HTMLInputElement} */ (one).checked ? "yes" : "") : one.value;
  }
  return values;
}

/** @param {HTMLFormElement} form @param {Record<string, string>} values */
function fill(form, values) {
  for (const one of controls(form)) {
    if (!(one.name in values)) continue;
    if (isTick(one)) /** @type {HTMLInputElement} */ (one).checked = values[one.name] === "yes";
    else one.value = values[one.name];
  }
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const place = `pairs-draft/${form.dataset.draft}`;
  const says = document.createElement("p");
  says.className = "hint";
  form.append(says);
  const saved = JSON.stringify(held(form));
  let safe = true;
  let sent = false;
  const write = () => {
    const values = held(form);
    const same = form.dataset.refused === undefined && JSON.stringify(values) === saved;
    safe = store(place, same ? null : values) || same;
    if (same) says.textContent = "";
    else if (safe) says.textContent = "Not saved yet. What you wrote is kept in this tab.";
    else says.textContent = "Not saved yet, and this browser cannot keep it. Do not leave this page before you save.";
  };
  const draft = stored(place);
  // What the course sent back to be mended is what was typed last, and so the draft.
  if (form.dataset.refused === undefined && draft) fill(form, draft);
  if (form.dataset.refused !== undefined || draft) {
    write();
    const folded = form.closest("details");
    if (folded) folded.open = true;
  }
  for (const type of ["input", "change"]) form.addEventListener(type, write);
  form.addEventListener("submit", () => {
    sent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!safe && !sent) event.preventDefault();
  });
}

const done = document.querySelector("[data-done]");
for (const form of document.querySelectorAll("form[data-draft]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  // What was saved just now is a draft no more; the same page loaded later leaves a newer one alone.
  const said = done instanceof HTMLElement && done.dataset.done === form.id ? location.search : "";
  const place = `pairs-draft-done/${form.dataset.draft}`;
  const seen = stored(place) ?? {};
  if (said && !(said in seen)) {
    store(`pairs-draft/${form.dataset.draft}`, null);
    store(place, { ...seen, [said]: "seen" });
  }
  keep(form);
}
