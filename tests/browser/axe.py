"""What axe finds on a page against WCAG 2.2 AA: no rule is left out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Only what is wrong leaves the page: what axe found to be right is most of its time otherwise.
_RUN = """async ([within, without, tags]) => {
  const context = { include: [[within ?? "html"]], exclude: without.map((one) => [one]) };
  const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const { violations } = await axe.run(context, options);
  return violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${rule.help}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


def violations(page: Page, within: str | None = None, without: Iterable[str] = ()) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA on the page: one readable line a finding.

    Args:
        page: the page as it is now.
        within: a selector, to look at a part only.
        without: selectors of parts that are somebody else's.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found = page.evaluate(_RUN, [within, list(without), RULES])
    return [str(line).replace("\n", " ") for line in found]


@cache
def _source() -> str:
    """Return axe-core's script as package.json brings it."""
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        raise FileNotFoundError(
            "expected node_modules/axe-core, found none. Run `npm ci` and the tests again."
        )
    return path.read_text(encoding="utf-8")
