"""Health checks of a running course."""

from __future__ import annotations

from urllib.error import HTTPError

from pairs_course.hub.settings import Settings
from pairs_course.service_line import opener


def addresses(settings: Settings) -> list[str]:
    """Return the addresses that must answer before the course is announced, in start order."""
    hub = f"http://127.0.0.1:{settings.hub_port}/hub"
    return [
        f"{settings.course_url}/api/health",
        f"http://127.0.0.1:{settings.dashboards_port}/services/dashboards/",
        f"{hub}/health",
        # The proxy last: it learns its routes when the others are up.
        f"{settings.address}/hub/login",
        f"{settings.address}/services/course/api/health",
    ]


def answers(url: str, seconds: float = 5) -> bool:
    """Return whether ``url`` answers, with neither 404 nor a server error."""
    try:
        with opener().open(url, timeout=seconds):
            return True
    except HTTPError as error:  # including a redirect
        return error.code < 500 and error.code != 404
    except OSError:
        return False
