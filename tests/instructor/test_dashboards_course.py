"""The dashboards with the real course service: a wave closes, its page is made, and it is seen."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from pairs_course.figures.page_access import NO_NETWORK_YET, NO_WAVE_YET, NOT_A_MEMBER
from pairs_course.programme import compiled as programme
from pairs_course.service.page_making import PageMaking
from pairs_course.store import published_pages, wave_closing
from pairs_instructor.dashboards.stored_pages import StoredPages

from .dashboards_at_work import assert_whole, said, until
from .fakes import Fakes, dashboards, serving
from .reading_pages import text
from .serving import COHORT, running


def test_a_closed_wave_is_on_the_page(
    tmp_path: Path, compiled: Path, usual_state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it closes the page says so; then it is made, and seen by members alone."""
    state = tmp_path / "the state (1+1)"
    shutil.copytree(usual_state, state, symlinks=True)
    monkeypatch.setenv("COURSE_STATE", str(state))
    monkeypatch.setenv("PAIRS_PROGRAMME", str(compiled))
    making = PageMaking([sys.executable, "-m", "pairs_instructor.dashboards.make_pages"])
    people = {name: name for name in ("ann", "fay", "zoe")}
    fakes = Fakes(people=people, allowed=set(people))
    with running(state, compiled, making) as course, serving(fakes):
        known = (course.url, "service-of-dashboards")
        with dashboards(fakes, state, course=known) as service:
            assert NO_WAVE_YET in said(service.get(f"cohort/{COHORT}", "ann").text)
            assert NO_NETWORK_YET in said(service.get("network", "ann").text)
            assert service.get(f"letter/{COHORT}", "ann").status_code == 200

            wave_closing.close_wave(course.store, programme.load(), COHORT, "start")
            page = published_pages.cohort_page(course.store, COHORT)
            assert page is not None
            name, stored = published_pages.edition(page), StoredPages(state / "pages")
            until(lambda: stored.whole(name), "making the page", 60)
            until(lambda: "Etag" in service.get(f"cohort/{COHORT}", "ann").headers, "seeing it", 10)

            stored.path(name).unlink()  # it is made again, for whoever waits
            shown = service.get(f"cohort/{COHORT}?theme=eight", "fay")
            assert shown.status_code == 200
            assert COHORT in text(assert_whole(shown.text).find(".//h1")).lower()
            assert service.get(f"cohort/{COHORT}/figures.csv", "fay").status_code == 200
            for place in (f"cohort/{COHORT}", f"letter/{COHORT}"):
                refused = service.get(place, "zoe")
                assert (refused.status_code, NOT_A_MEMBER in said(refused.text)) == (403, True)
            assert service.get("network", "zoe").status_code == 403
            assert service.get("cohort/none", "ann").status_code == 404
            assert "asking" not in service.log.read_text()
