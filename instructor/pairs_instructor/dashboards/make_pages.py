"""Makes the pages of what is published: ``python -m pairs_instructor.dashboards.make_pages``.

The course's service runs it whenever something else is published. It makes what is not stored yet,
removes what is published no more, and ends. With ``cohort NAME``, ``letter NAME`` or ``network`` it
makes that page alone. ``COURSE_STATE`` names the state folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pairs_course import course_time
from pairs_course.figures.published import PublishedPage
from pairs_course.file_lock import locked
from pairs_course.programme import compiled
from pairs_course.store import Store, StoreError, UnknownCohort, published_pages
from pairs_instructor.dashboards import choices, pages, tables
from pairs_instructor.dashboards.parts import PageData
from pairs_instructor.dashboards.stored_pages import StoredPages

#: So many cohorts that published last have their pages made ahead, others when somebody looks.
MOST_AHEAD: Final = 20
#: How many seconds all views of one page may take.
LIMIT: Final = "PAGE_SECONDS"
#: A page ends by itself at its limit; after these further seconds the program is ended.
GRACE_SECONDS: Final = 10


def main(notebooks: Path = pages.NOTEBOOKS) -> None:
    """Make what is missing, or the page that is named; exit 1 where one could not be made."""
    state = Path(os.environ.get("COURSE_STATE", ".state")).absolute()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no kernel is left behind
    made = False
    try:
        made = make(state, sys.argv[1:], notebooks)
    except StoreError as error:
        _say(str(error))
    except OSError as error:
        _say(f"pages cannot be stored in {state / 'pages'}: {error.strerror}")
    sys.exit(0 if made else 1)


def make(state: Path, which: list[str], notebooks: Path = pages.NOTEBOOKS) -> bool:
    """Make the page that ``which`` names, or all that are missing; say whether all could be made.

    Raises StoreError, and OSError where nothing can be written.
    """
    stored = StoredPages(state / "pages")
    with Store.in_folder(state) as store:
        if which:
            return _make(stored, _named(store, *which), notebooks)
        made = _make(stored, _all(store, MOST_AHEAD), notebooks)
        stored.keep_only(published_pages.edition(page) for page in _all(store))
        return made


def _make(stored: StoredPages, found: Iterable[PublishedPage], notebooks: Path) -> bool:
    made = True
    for page in found:
        edition = published_pages.edition(page)
        with _alone(stored, edition):
            if not stored.whole(edition):
                made = _stored(stored, edition, page, notebooks) and made
    return made


def _all(store: Store, most: int | None = None) -> Iterator[PublishedPage]:
    """Give every page that there is, those of the cohort that published last first."""
    newest = store.summaries.newest()[:most]
    for cohort in newest[:1]:
        yield from _of_cohort(store, cohort)
    yield from published_pages.of_network(store, compiled.load())
    for cohort in newest[1:]:
        yield from _of_cohort(store, cohort)


def _named(store: Store, page: str, cohort: str = "") -> Iterable[PublishedPage]:
    if page == "network":
        return published_pages.of_network(store, compiled.load())
    return [one for one in _of_cohort(store, cohort) if one["page"] == page]


def _of_cohort(store: Store, cohort: str) -> list[PublishedPage]:
    with contextlib.suppress(UnknownCohort):  # it may be removed meanwhile
        return list(published_pages.of_cohort(store, cohort, course_time.today()))
    return []


def _stored(stored: StoredPages, edition: str, page: PublishedPage, notebooks: Path) -> bool:
    """Make a page with all its views and store it; say whether it could be made."""
    from pairs_instructor.dashboards import renderer  # Voila is loaded where there is work for it

    notebook, views = notebooks / f"{page['page']}.ipynb", choices.every(page["page"])
    limit = float(os.environ.get(LIMIT) or 60)
    signal.alarm(int(limit) + GRACE_SECONDS)  # whatever holds it up, this ends the program
    try:
        html = asyncio.run(renderer.render(notebook, page, views, limit))
        files = {f"{view.name}.html": text for view, text in zip(views, html, strict=True)}
        if page["page"] != "letter":
            files |= {f"{view.name}.csv": tables.csv(PageData(page, view)) for view in views}
        stored.write(edition, files)
    except Exception as error:
        where = f"page {page['page']} {page['cohort']}".strip()
        _say(f"{where}: {renderer.reason(error)}")
        return False
    finally:
        signal.alarm(0)
    return True


def _say(words: str) -> None:
    """Tell whoever runs this, who logs it."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@contextlib.contextmanager
def _alone(stored: StoredPages, edition: str) -> Iterator[None]:
    """Let no other program make the same edition meanwhile."""
    stored.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = stored.folder / f".{edition}.lock"
    with locked(path):
        yield
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
