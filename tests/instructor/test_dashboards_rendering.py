"""Making pages: every view in one kernel that knows no secret and is ended, within a time limit."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from pairs_course.figures.published import PublishedPage
from pairs_course.people.roster import roster_of
from pairs_course.store import Store, published_pages
from pairs_instructor.dashboards import choices, pages, parts, renderer
from pairs_instructor.dashboards.stored_pages import StoredPages

from . import dashboard_pages as sample
from . import published_data as made
from .dashboards_at_work import assert_whole, until
from .fakes import free_port
from .reading_pages import parse, text

TITLE: Final = "Only for people of cohort north"
SHOW: Final = "import html, json, os\nfrom IPython.display import HTML\n"
TOLD: Final = "told = json.load(open(os.environ['PAIRS_PAGE']))\n"


class Course:
    """A store with published cohorts, and the program that makes their pages."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.state = folder, folder / "state"
        self.state.mkdir()
        self.stored = StoredPages(self.state / "pages")
        self.notebooks = folder / "notebooks"
        self.views = True
        self.publish("north")

    def publish(self, cohort: str, wave: str = "start") -> PublishedPage:
        """Let a cohort publish a wave, and be there; return its page."""
        with Store.in_folder(self.state) as store:
            if cohort not in [one.name for one in store.people.cohorts()]:
                row = (f"fay-{cohort}", "Fay", "facilitator", "")
                store.people.add_cohort(cohort, roster_of([row]), title=TITLE, demo=True)
            store.summaries.close_wave(cohort, wave, made.summary(wave, ["few", None, "many"]))
            page = published_pages.cohort_page(store, cohort)
        assert page is not None
        return page

    def page(self, cohort: str = "north") -> str:
        """Return the name of a cohort's page."""
        with Store.in_folder(self.state) as store:
            page = published_pages.cohort_page(store, cohort)
        assert page is not None
        return published_pages.edition(page)

    def shows(self, source: str, *, views: bool = False) -> None:
        """Have other notebooks, which first count that they are run.

        They are run for the whole page alone, or for all ``views``.
        """
        self.views = views
        self.notebooks.mkdir(exist_ok=True)
        count = f"with open({str(self.folder / 'runs')!r}, 'a') as runs:\n    runs.write('run\\n')"
        cells = [new_code_cell(count), new_markdown_cell("**Prose**"), new_code_cell(source)]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = new_notebook(cells=cells, metadata={"kernelspec": spec})
        for page in ("cohort", "network", "letter"):
            nbformat.write(notebook, self.notebooks / f"{page}.ipynb")

    @property
    def runs(self) -> int:
        counted = self.folder / "runs"
        return len(counted.read_text().splitlines()) if counted.exists() else 0

    @contextmanager
    def making(self, *which: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
        """Run the program as the course service does."""
        own = ["-m", "pairs_instructor.dashboards.make_pages"]
        script = (
            "from pathlib import Path\n"
            "from pairs_instructor.dashboards import choices, make_pages\n"
            f"{'' if self.views else 'choices.every = lambda _: [choices.WHOLE]'}\n"
            f"make_pages.main(Path({str(self.notebooks)!r}))"
        )
        command = ["-c", script] if self.notebooks.exists() else own
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with subprocess.Popen(
            [sys.executable, *command, *which],
            env=kept | {"COURSE_STATE": str(self.state)} | settings,
            stdout=subprocess.PIPE,
            text=True,
        ) as program:
            yield program

    def make(self, *which: str, **settings: str) -> tuple[int, str]:
        """Run it to the end; return its status and what it said."""
        with self.making(*which, **settings) as program:
            said, _ = program.communicate(timeout=90)
        return program.returncode, said


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


def test_all_views_of_a_page_are_made_in_one_kernel(course: Course) -> None:
    """Each is told what is published and what is chosen; there is a file of figures for each."""
    course.shows(
        SHOW + TOLD + "told['kernel'] = os.getpid()\nHTML(html.escape(json.dumps(told)))",
        views=True,
    )

    assert course.make("cohort", "north") == (0, "")

    with Store.in_folder(course.state) as store:
        published = published_pages.cohort_page(store, "north")
    kernels = set()
    for view in choices.every("cohort"):
        page = course.stored.read(course.page(), f"{view.name}.html").plain.decode()
        tree = assert_whole(page)
        told = json.loads(text(tree.find(".//main")).partition("Prose")[2])
        kernels.add(told.pop("kernel"))
        assert told == {"published": published, "choices": vars(view)}
        assert course.stored.read(course.page(), f"{view.name}.csv").plain
    assert len(kernels) == 1
    assert not psutil.pid_exists(kernels.pop())
    assert course.runs == 30


def test_the_course_pages_of_today(course: Course) -> None:
    """The notebooks that are shipped make whole pages, which run nothing and ask nobody."""
    assert course.make() == (0, "")

    whole = course.stored.read(course.page(), "whole.html").plain.decode()
    tree = assert_whole(whole)
    main = text(tree.find(".//main"))
    assert [one["ask"] in main for one in made.summary("start", ["few"])["items"]] == [True] * 8
    assert "Demo data." in main
    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert names.isdisjoint({"script", "iframe", "img", "object", "form", "input"})
    attributes = [name for element in tree.iter() for name in element.attrib]
    assert [n for n in attributes if n.startswith("on") or n in ("style", "src")] == []
    links = [str(e.get("href")) for e in tree.iter() if e.get("href")]
    assert [link for link in links if not link.startswith(("data:,", "#", "/services/"))] == []
    time_now = course.stored.read(course.page(), "time-now.html").plain.decode()
    assert "There are no figures for what you chose." in text(parse(time_now).find(".//main"))


def test_what_is_stored_is_not_made_again(course: Course) -> None:
    """A new edition takes the place of the one before, and what is published no more goes."""
    course.shows(SHOW + "HTML('made')")
    course.publish("south")
    assert course.make() == (0, "")
    assert course.make() == course.make("cohort", "north") == (0, "")
    assert course.runs == 2

    before = course.page()
    course.publish("north", "once")
    with Store.in_folder(course.state) as store:
        store.people.remove_cohort("south")
    assert course.make() == (0, "")

    assert course.runs == 3
    assert [one.name for one in course.stored.folder.iterdir()] == [
        course.stored.path(course.page()).name
    ]
    assert not course.stored.whole(before)


def test_a_page_that_is_damaged_is_made_anew(course: Course) -> None:
    """Somebody may tidy up the folder, or a disk may fail."""
    course.shows(SHOW + "HTML('made')")
    course.make()
    course.stored.path(course.page()).write_bytes(b"")

    assert course.make("cohort", "north") == (0, "")
    assert course.stored.whole(course.page())


def test_two_programs_make_a_page_once(course: Course) -> None:
    """One waits for the other."""
    course.shows(SHOW + "HTML('made')")
    with course.making() as first, course.making("cohort", "north") as second:
        assert (first.wait(90), second.wait(90)) == (0, 0)

    assert course.runs == 1


def test_a_page_that_fails_holds_up_no_other(course: Course) -> None:
    """It is named by its place, without anything that it shows; the others are made."""
    fail = "1 / 0 if told['published']['cohort'] == 'north' else HTML('fine')"
    course.shows(SHOW + TOLD + fail)
    course.publish("south")

    status, said = course.make()

    assert (status, said) == (1, "page cohort north: ZeroDivisionError at Cell In[2], line 4\n")
    assert [course.stored.whole(course.page(one)) for one in ("north", "south")] == [False, True]
    assert [TITLE in said, "few" in said] == [False, False]


def test_a_page_that_takes_too_long(course: Course) -> None:
    """It ends at the limit; nothing is stored, and no kernel is left behind."""
    note = f"import os\nprint(os.getpid(), file=open({str(course.folder / 'kernel')!r}, 'w'))"
    course.shows(f"{note}\nwhile True:\n    pass")

    assert course.make(PAGE_SECONDS="4") == (1, "page cohort north: it took too long\n")

    assert not course.stored.whole(course.page())
    assert not psutil.pid_exists(int((course.folder / "kernel").read_text()))


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_no_kernel_outlives_the_program(course: Course, sign: signal.Signals) -> None:
    """Whether it is told to end or is killed; what it was at is made by the next one."""
    kernel = course.folder / "kernel"
    course.shows(f"import os, time\nwith open({str(kernel)!r}, 'w') as file:\n"
                 "    file.write(str(os.getpid()))\ntime.sleep(60)")  # fmt: skip
    with course.making() as program:
        until(lambda: kernel.exists() and kernel.read_text() != "", "starting its kernel")
        program.send_signal(sign)
        program.wait(20)
    until(lambda: not psutil.pid_exists(int(kernel.read_text())), "ending its kernel", 10)

    course.shows(SHOW + "HTML('made')")
    assert course.make("cohort", "north") == (0, "")


# Tries what a program that is run by whoever makes a page could try.
SPY = (
    SHOW
    + """
import psutil
found = {'environment': dict(os.environ), 'processes': [], 'file': os.environ['PAIRS_PAGE']}
mode = os.stat(os.environ['PAIRS_PAGE']).st_mode
folder = os.stat(os.path.dirname(os.environ['PAIRS_PAGE'])).st_mode
found['modes'] = [oct(each & 0o777) for each in (mode, folder)]
process = psutil.Process()
for _ in range(2):  # the kernel, and the program that renders
    found['processes'].append([process.pid, process.environ()])
    process = process.parent()
HTML(html.escape(json.dumps(found)))
"""
)


def test_a_kernel_finds_no_token_and_nothing_of_the_store(course: Course) -> None:
    """Not in its environment, nor in that of the program that started it; its file is its own."""
    course.shows(SPY)
    course.make(SECRET="never in a kernel")  # noqa: S106 - it is none

    page = course.stored.read(course.page(), "whole.html").plain.decode()
    found: dict[str, Any] = json.loads(text(parse(page).find(".//main")).partition("Prose")[2])
    assert found["modes"] == ["0o600", "0o700"]
    assert not Path(found["file"]).parent.exists()
    added = {"PAIRS_PAGE", "IPYTHONDIR", "VOILA_KERNEL_ID"}
    kernels_own = {n for n in found["environment"] if n.startswith(("JPY_", "LC_"))} | _IPYKERNEL
    assert set(found["environment"]) - kernels_own - added <= set(renderer.KNOWN)
    assert "COURSE_STATE" not in found["processes"][0][1]
    assert "never in a kernel" not in json.dumps(found["processes"][0])


# ipykernel sets these in its own process, whatever it was started with.
_IPYKERNEL = {"PYDEVD_USE_FRAME_EVAL", "TERM", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR",
              "PAGER", "GIT_PAGER", "MPLBACKEND"}  # fmt: skip


def test_nothing_is_loaded_of_voila_where_nothing_is_to_make(course: Course) -> None:
    """Looking is light: it is done at every start."""
    course.shows(SHOW + "HTML('made')")
    course.make()
    script = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('voila' in sys.modules))\n"
        "from pairs_instructor.dashboards import make_pages\nmake_pages.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"COURSE_STATE": str(course.state)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"


@pytest.mark.parametrize("page", ["cohort", "network", "letter"])
def test_stock_voila_opens_the_notebook(page: str, tmp_path: Path) -> None:
    """They are ordinary notebooks: with a page to show, ``voila`` shows it."""
    samples = {"cohort": "cohort-whole", "network": "network-roles", "letter": "letter"}
    one = sample.samples()[samples[page]]
    data = tmp_path / "page.json"
    parts.write(data, one.view)
    port = free_port()
    program = Path(sysconfig.get_path("scripts"), "voila")
    options = ["--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    silent = subprocess.DEVNULL
    with subprocess.Popen(
        [program, pages.NOTEBOOKS / f"{page}.ipynb", *options],
        env=os.environ | {parts.VARIABLE: str(data)},
        stdout=silent,
        stderr=silent,
    ) as voila:
        try:
            until(lambda: _answers(port), "starting Voila", 60)
            shown = httpx.get(f"http://127.0.0.1:{port}/", timeout=60).text
        finally:
            # Not as Ctrl-C: what is started in the background may ignore that.
            voila.terminate()

    words = {"cohort": "In short", "network": "Cards and letters", "letter": "Made on"}
    assert words[page] in shown
    assert "Traceback" not in shown


def _answers(port: int) -> bool:
    with socket.socket() as place:
        return place.connect_ex(("127.0.0.1", port)) == 0
