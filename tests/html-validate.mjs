// What html-validate checks of each page that the dashboards send: all that it recommends, and
// that a page is a whole document. See tests/html_validate.py.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // A title says whose page it is and what is chosen, whole: nobody searches for these pages.
    "long-title": "off",
  },
};
