"""Making a page: once, within a time limit, in a kernel that knows no secret and is ended."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from pairs_instructor.dashboards.render_client import KNOWN

from .dashboards_at_work import (
    ALLOWED,
    PEOPLE,
    SHOW,
    assert_whole,
    cohort,
    notebooks,
    runs,
    until,
    usual,
)
from .fakes import COURSE_TOKEN, PREFIX, Fakes, dashboards, serving
from .reading_pages import parse, text

TITLE = "Only for people of cohort demo"


@pytest.fixture
def hub() -> Iterator[Fakes]:
    with serving(Fakes(people=dict(PEOPLE), allowed=set(ALLOWED))) as fakes:
        usual(fakes)
        yield fakes


def test_many_viewers_cost_one_rendering(hub: Fakes, tmp_path: Path) -> None:
    """Six people at once get the same page from one kernel; after a restart it is still there."""
    made = notebooks(tmp_path)
    with dashboards(hub, tmp_path / "state", made) as service, ThreadPoolExecutor(6) as people:
        got = list(people.map(lambda _: service.get("cohort/demo"), range(6)))

        assert {(answer.status_code, answer.text) for answer in got} == {(200, got[0].text)}
        assert runs(made) == 1
        assert service.kernels() == []
    with dashboards(hub, tmp_path / "state", made) as service:
        assert service.get("cohort/demo").text == got[0].text
        assert runs(made) == 1
        assert psutil.Process(service.pid).children() == []


def test_a_page_that_takes_too_long(hub: Fakes, tmp_path: Path) -> None:
    """It ends at the limit with a plain page; nothing is kept, and no kernel is left behind."""
    made = notebooks(tmp_path, "while True:\n    pass")
    with dashboards(hub, tmp_path / "state", made, limit=6) as service:
        late = service.get("cohort/demo")
        soon = service.get("cohort/demo")

        assert (late.status_code, soon.status_code) == (504, 504)
        assert text(assert_whole(late.text).find(".//h1")) == "This page took too long to make"
        assert runs(made) == 1
        assert service.kernels() == []
        assert not (tmp_path / "state" / "pages").exists()


def test_the_program_that_renders_may_end(hub: Fakes, tmp_path: Path) -> None:
    """Killed while it waits for more, it is started anew; while it works, the page says so."""
    kernel = f"print(os.getpid(), file=open({str(tmp_path / 'kernel')!r}, 'w'), flush=True)\n"
    kill = (
        f"import signal\n{kernel}os.kill(os.getppid(), signal.SIGKILL) if 'time' in told else 0\n"
    )
    source = f"{SHOW}told = json.load(open(os.environ['PAIRS_PAGE']))['choices'].values()\n{kill}"
    made = notebooks(tmp_path, source + "HTML('<p>made</p>')")
    with dashboards(hub, tmp_path / "state", made) as service:
        assert service.get("cohort/demo").status_code == 200
        (program,) = psutil.Process(service.pid).children()
        program.send_signal(signal.SIGKILL)
        program.wait(10)

        assert service.get("cohort/demo?theme=eight").status_code == 500
        assert service.get("cohort/demo?wave=now").status_code == 200
        assert service.get("cohort/demo?theme=time").status_code == 500
        kernel_of_the_killed = int((tmp_path / "kernel").read_text())
        until(lambda: not psutil.pid_exists(kernel_of_the_killed), "ending its kernel", 10)
        assert service.get("cohort/demo?wave=then").status_code == 200


def test_logs_and_error_pages_hold_nothing_that_is_shown(hub: Fakes, tmp_path: Path) -> None:
    """A cell that fails over what it shows is named in the log by its place, without its words."""
    hub.answers["published/demo", "pat"] = cohort(title=TITLE)
    source = "told = open(os.environ['PAIRS_PAGE']).read()\nprint(told)\nraise ValueError(told)"
    with dashboards(hub, tmp_path / "state", notebooks(tmp_path, SHOW + source)) as running:
        answer = running.get("cohort/demo?theme=time")
        log = running.log.read_text()

    assert answer.status_code == 500
    assert text(assert_whole(answer.text).find(".//h1")) == "Something went wrong"
    assert "ValueError at Cell In[" in log
    assert [TITLE in place for place in (answer.text, log)] == [False, False]
    assert ["pat" in log, "theme" in log] == [False, False]


# Tries what a program that is run by whoever makes a page could try.
SPY = (
    SHOW
    + """
import socket, stat, urllib.request, psutil
told = json.load(open(os.environ['PAIRS_PAGE']))
found = {'environment': dict(os.environ), 'processes': [], 'answers': []}
mode = os.stat(os.environ['PAIRS_PAGE']).st_mode
folder = os.stat(os.path.dirname(os.environ['PAIRS_PAGE'])).st_mode
found['modes'] = [oct(each & 0o777) for each in (mode, folder)]
found['file'] = os.environ['PAIRS_PAGE']
process = psutil.Process()
for _ in range(3):  # the kernel, the program that renders, the service
    found['processes'].append([process.pid, process.environ()])
    process = process.parent()
url = open(WHERE).read()
for path in ('cohort/demo', 'network', 'api/kernels', 'cohort/demo/figures.csv'):
    for headers in ({}, {'Authorization': 'token '}, {'Authorization': 'token dashboards'}):
        asked = urllib.request.Request(url + path, headers=headers)
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_): return None
        try:
            with urllib.request.build_opener(Stay).open(asked) as answer:
                found['answers'].append(answer.status)
        except urllib.error.HTTPError as error:
            found['answers'].append(error.code)
HTML('<pre>' + html.escape(json.dumps(found)) + '</pre>')
"""
)


def test_a_kernel_finds_no_token_and_no_way_back(hub: Fakes, tmp_path: Path) -> None:
    """Not in its environment, nor in those of the programs that started it; its file is its own."""
    made = notebooks(tmp_path / "notebooks", SPY.replace("WHERE", repr(str(tmp_path / "url"))))
    with dashboards(hub, tmp_path / "state", made) as service:
        (tmp_path / "url").write_text(service.url + PREFIX)
        answer = service.get("cohort/demo")
        assert answer.status_code == 200, service.log.read_text()
        found = json.loads("".join(parse(answer.text).find(".//pre").itertext()))

    assert runs(tmp_path / "notebooks") == 1
    assert found["modes"] == ["0o600", "0o700"]
    assert not Path(found["file"]).parent.exists()
    added = {"PAIRS_PAGE", "IPYTHONDIR", "VOILA_KERNEL_ID"}
    kernels_own = {n for n in found["environment"] if n.startswith(("JPY_", "LC_"))} | _IPYKERNEL
    assert set(found["environment"]) - kernels_own - added <= set(KNOWN)
    assert found["processes"][2][0] == service.pid
    assert "JUPYTERHUB_SERVICE_PREFIX" in found["processes"][2][1]
    assert COURSE_TOKEN not in json.dumps(found)
    assert "never in a kernel" not in json.dumps(found["processes"][:2])
    assert set(found["answers"]) == {302, 404}


# ipykernel sets these in its own process, whatever it was started with.
_IPYKERNEL = {"PYDEVD_USE_FRAME_EVAL", "TERM", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR",
              "PAGER", "GIT_PAGER", "MPLBACKEND"}  # fmt: skip
