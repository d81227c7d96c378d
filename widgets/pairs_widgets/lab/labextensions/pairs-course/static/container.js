// What JupyterLab loads first of this extension: a module-federation container written by hand.
//
// It is there seconds before JupyterLab itself, so it already covers the page with a calm word and
// has the kernel started while JupyterLab loads. Nothing is run in it before the notebook is known
// to be exactly what was released (course.js).

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const here = new URL("./", script.src).href;
  /** @type {Record<string, any>} */
  const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
  const home = config.pairsHome || "/services/course/";
  const person = config.pairsPerson || "";
  /** @type {Record<string, string>} */
  const released = JSON.parse(config.pairsCourse || "{}");
  const path = config.treePath || "";

  for (const href of [`${here}course.css`, `${config.baseUrl}voila/templates/pairs/static/sittings.css`]) {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = href;
    document.head.append(style);
  }

  /** Stand in for the page until the module is on it. */
  function cover() {
    const box = document.createElement("div");
    box.id = "pairs-cover";
    const nav = document.createElement("nav");
    nav.setAttribute("aria-label", "Course");
    const link = document.createElement("a");
    link.href = home;
    link.textContent = "Home";
    nav.append(link);
    const words = document.createElement("p");
    words.setAttribute("role", "status");
    box.append(nav, words);
    document.body.prepend(box);
    words.textContent = "Loading your questions";
    setTimeout(() => {
      words.textContent = "This takes longer than it should. Load the page again, or go to Home.";
    }, 30_000);
  }

  /**
   * A module's page has one address for as long as it is there, and history holds what the person
   * did: JupyterLab changes the address several times for one document, into one that it does not
   * open again, and at Back it opens the document once more in a window that shows another. Only a
   * place in the page (sittings.js) is one step more.
   */
  function keepAddress() {
    const own = new URL(location.href);
    history.replaceState(history.state, "", own.pathname + own.hash);
    const push = history.pushState.bind(history);
    history.pushState = (state, unused, address) => {
      if (String(address).startsWith("#")) push(state, unused, address);
    };
    addEventListener("popstate", (event) => event.stopImmediatePropagation(), { capture: true });
  }

  /** Start the module's kernel now; JupyterLab finds it by the notebook's path. */
  function startKernel() {
    const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
    const name = path.split("/").at(-1);
    // Should it fail, JupyterLab starts one itself later.
    fetch(`${config.baseUrl}api/sessions`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": token },
      body: JSON.stringify({ path, name, type: "notebook", kernel: {} }),
    }).catch(() => undefined);
  }

  if (Object.hasOwn(released, path)) {
    keepAddress();
    cover();
    document.documentElement.classList.add("pairs-opening");
    startKernel();
  }

  const plugins = import(`${here}plugins.js`);
  /** @type {Record<string, any>} */
  let scope = {};
  /** @param {string} name @returns {Promise<any>} one of JupyterLab's own modules */
  const shared = async (name) => (await /** @type {any} */ (Object.values(scope[name])[0]).get())();

  const lab = /** @type {any} */ (window);
  lab._JUPYTERLAB = lab._JUPYTERLAB || {};
  lab._JUPYTERLAB["pairs-course"] = {
    init: (/** @type {Record<string, any>} */ given) => {
      scope = given;
    },
    get: async () => {
      const names = ["notebook", "application", "apputils"];
      const parts = await Promise.all(names.map((name) => shared(`@jupyterlab/${name}`)));
      const [notebook, application, apputils] = parts;
      if (Object.hasOwn(released, path)) {
        // JupyterLab opens again what was open in a workspace: each module is one of its own.
        const { PageConfig } = await shared("@jupyterlab/coreutils");
        PageConfig.setOption("workspace", `pairs-${path.split("/")[0]}`);
      }
      const made = (await plugins).plugins({ notebook, application, apputils }, { home, person, path, released, base: config.baseUrl });
      return () => ({ default: made, __esModule: true });
    },
  };
})();
