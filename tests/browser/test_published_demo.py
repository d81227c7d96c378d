"""What a newcomer can look at: cohorts that are published, from the first start on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pairs_course.hub.welcome import PUBLISHED

from .course import People


@pytest.mark.parametrize("who", ["facilitator", "sponsor"])
def test_a_newcomer_sees_a_dashboard_at_once(person: People, who: str) -> None:
    """The address that ``make start`` prints shows figures to both, marked as demo data."""
    page = person(who)

    page.goto(f"/services/dashboards/cohort/{PUBLISHED}")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Demo cohort West")
    expect(page.get_by_text("demo data").first).to_be_visible()
    expect(page.get_by_text("about half").first).to_be_visible()
