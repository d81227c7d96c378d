// What is asked of the participant's own server.

/**
 * Have the file at `path` made equal to the release.
 * @param {any} app
 * @param {string} path
 * @returns {Promise<boolean>} whether it was
 */
export async function freshCopy(app, path) {
  const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
  try {
    const answer = await fetch(`${app.serviceManager.serverSettings.baseUrl}pairs/fresh`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": token },
      body: JSON.stringify({ path }),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * Ask whether a kernel is there.
 * @param {any} app
 * @param {string} kernel its id
 * @returns {Promise<"there" | "gone" | "signed-out" | "stopped" | "away">}
 */
export async function kernelStands(app, kernel) {
  const address = `${app.serviceManager.serverSettings.baseUrl}api/kernels/${kernel}`;
  let answer;
  try {
    answer = await fetch(address, { cache: "no-store" });
  } catch {
    return "away";
  }
  const elsewhere = new URL(answer.url).pathname !== new URL(address, location.href).pathname;
  // The hub answered: it led to where people sign in, or has no such page for somebody else.
  if (elsewhere && (answer.ok || answer.status === 404)) return "signed-out";
  if (answer.ok) return "there";
  if (answer.status === 404) return "gone";
  if ([401, 403].includes(answer.status)) return "signed-out";
  // 424 is the hub's: it knows that the server is not running, and would start it again.
  return answer.status === 424 ? "stopped" : "away";
}
