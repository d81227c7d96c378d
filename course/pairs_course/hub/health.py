"""Whether the parts of a running course answer."""

from __future__ import annotations

from urllib.error import HTTPError

from pairs_course.hub.settings import Settings
from pairs_course.service_line import opener


def addresses(settings: Settings) -> list[str]:
    """Return what has to answer before anybody is told to come in, in the order of starting."""
    hub = f"http://127.0.0.1:{settings.hub_port}/hub"
    return [
        f"{settings.course_url}/api/health",
        f"http://127.0.0.1:{settings.dashboards_port}/services/dashboards/",
        f"{hub}/health",
        # Through the proxy last, so that it is not asked for what it cannot know yet.
        f"{settings.address}/hub/login",
        f"{settings.address}/services/course/api/health",
    ]


def answers(url: str, seconds: float = 5) -> bool:
    """Say whether a program is there and, if it is one that shows pages, ready to show this one."""
    try:
        with opener().open(url, timeout=seconds):
            return True
    except HTTPError as error:  # a redirect too is an answer
        return error.code < 500 and error.code != 404
    except OSError:
        return False
