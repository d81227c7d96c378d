"""The dashboards with the real course service: what one says, the other understands."""

from __future__ import annotations

from pathlib import Path

from pairs_course.figures.page_access import NO_NETWORK_YET, NO_WAVE_YET, NOT_A_MEMBER
from pairs_course.programme import compiled
from pairs_course.store import wave_closing

from .dashboards_at_work import assert_whole, said, until
from .fakes import Fakes, dashboards, serving
from .reading_pages import text
from .serving import COHORT, Programme


def test_a_closed_wave_is_on_the_page(running_course: Programme, tmp_path: Path) -> None:
    """Before it closes the page says so; then it is made in advance, for members alone."""
    people = {name: name for name in ("ann", "fay", "zoe")}
    known = (running_course.url, "service-of-dashboards")
    fakes = Fakes(people=people, allowed=set(people))
    with serving(fakes), dashboards(fakes, tmp_path / "made", course=known) as service:
        assert NO_WAVE_YET in said(service.get(f"cohort/{COHORT}", "ann").text)
        assert NO_NETWORK_YET in said(service.get("network", "ann").text)
        assert service.get(f"letter/{COHORT}", "ann").status_code == 200

        wave_closing.close_wave(running_course.store, compiled.load(), COHORT, "start")
        made = tmp_path / "made" / "pages" / "cohort" / COHORT
        until(lambda: len([*made.glob("*-whole-en.html")]) == 1, "making the page")
        until(lambda: "Etag" in service.get(f"cohort/{COHORT}", "ann").headers, "showing it", 10)

        page = service.get(f"cohort/{COHORT}", "fay")
        assert page.status_code == 200
        assert COHORT in text(assert_whole(page.text).find(".//h1")).lower()
        assert service.get(f"cohort/{COHORT}/figures.csv", "fay").status_code == 200
        for place in (f"cohort/{COHORT}", f"letter/{COHORT}"):
            refused = service.get(place, "zoe")
            assert (refused.status_code, NOT_A_MEMBER in said(refused.text)) == (403, True)
        assert service.get("network", "zoe").status_code == 403
        assert service.get("cohort/none", "ann").status_code == 404
        assert "asking" not in service.log.read_text()
