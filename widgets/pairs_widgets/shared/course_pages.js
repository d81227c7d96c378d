// Addresses of the course's own pages, from a page inside a person's server.

/**
 * Return the address of a page of the course, or "" where there is no hub.
 * @param {string} path for example "safe"
 * @returns {string}
 */
export function coursePage(path) {
  const [base, inside] = location.pathname.split("/user/");
  return inside ? `${base}/services/course/${path}` : "";
}
