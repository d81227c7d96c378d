// Asks the server for a fresh copy of a module that was changed, then opens it.

/** @returns {string} the server's XSRF token */
function xsrf() {
  return document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
}

const button = /** @type {HTMLButtonElement} */ (document.getElementById("fresh"));
const notice = /** @type {HTMLElement} */ (document.getElementById("notice"));

button.addEventListener("click", async () => {
  notice.textContent = "Getting a fresh copy";
  let ok = false;
  try {
    const answer = await fetch(`${document.body.dataset.base}pairs/fresh`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": xsrf() },
      body: JSON.stringify({ path: button.dataset.path }),
    });
    ok = answer.ok;
  } catch {
    // The server cannot be reached; the text below says what to do.
  }
  if (ok) location.reload();
  else notice.textContent = "That did not work. Go to Home, and open the module from there.";
});
