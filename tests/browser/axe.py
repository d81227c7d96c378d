"""Runs axe on a page with every WCAG 2.2 AA rule."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Only violations are returned: serialising the passes would take most of the time.
_RUN = """async ([within, without, tags]) => {
  const context = { include: [[within ?? "html"]], exclude: without.map((one) => [one]) };
  const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const { violations } = await axe.run(context, options);
  return violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${rule.help}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


def violations(page: Page, within: str | None = None, without: Iterable[str] = ()) -> list[str]:
    """Return the page's WCAG 2.2 AA violations, one readable line each.

    Args:
        page: the page in its current state.
        within: a selector, to check only a part.
        without: selectors of third-party parts to skip.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found = page.evaluate(_RUN, [within, list(without), RULES])
    return [str(line).replace("\n", " ") for line in found]


@cache
def _source() -> str:
    """Return axe-core's script from node_modules."""
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        raise FileNotFoundError(
            "expected node_modules/axe-core, found none. Run `npm ci` and the tests again."
        )
    return path.read_text(encoding="utf-8")
