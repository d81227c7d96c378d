"""A release with a date over HTTP: what each role sees, and changing the date alone."""

from __future__ import annotations

import pytest

from ..cohort import archive
from ..strategies import MODULE
from .conftest import Service

ASSIGNMENTS = "/exchange/north/assignments"
OPENS = f"/desk/north/releases/{MODULE}/opens"
FAR = "2999-12-01T09:00:00+01:00"
AT = "2999-12-01T08:00:00.000+00:00"


def release(service: Service) -> None:
    path = f"{ASSIGNMENTS}/{MODULE}"
    answer = service.ask("user-fay", "PUT", path, params={"opens": FAR}, content=archive())
    assert (answer.status_code, answer.json()["opens"]) == (200, AT)


def test_until_it_opens_only_facilitators_see_it(service: Service) -> None:
    """With its date; to everybody else it is not there, and asking for it names the day."""
    release(service)

    seen = service.ask("user-fay", "GET", ASSIGNMENTS).json()["assignments"]
    fetched = service.ask("user-fay", "GET", f"{ASSIGNMENTS}/{MODULE}")
    assert ([one["opens"] for one in seen], fetched.status_code) == ([AT], 200)
    for who in ("user-ann", "user-ben", "user-sam"):
        assert service.ask(who, "GET", ASSIGNMENTS).json() == {"assignments": []}
        refused = service.ask(who, "GET", f"{ASSIGNMENTS}/{MODULE}")
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "not-open")
        assert "1 December 2999" in refused.json()["error"]["message"]
    sent = service.ask("user-ann", "POST", f"{ASSIGNMENTS}/{MODULE}/submissions")
    assert (sent.status_code, sent.json()["error"]["code"]) == (404, "not-open")


def test_opening_now_needs_no_archive(service: Service) -> None:
    """One small request, and everybody has it; another sets a new date."""
    release(service)

    now = service.ask("user-fay", "PUT", OPENS, json={"opens": None})
    seen = service.ask("user-ann", "GET", ASSIGNMENTS).json()["assignments"]
    later = service.ask("user-fay", "PUT", OPENS, json={"opens": FAR})

    assert (now.status_code, now.json()["opens"]) == (200, None)
    assert [one["module"] for one in seen] == [MODULE]
    assert later.json()["opens"] == AT
    assert service.ask("user-ann", "GET", ASSIGNMENTS).json() == {"assignments": []}


@pytest.mark.parametrize("opens", ["soon", "2026-12-01T09:00:00", "2026-13-01T09:00:00Z"])
def test_a_date_needs_its_zone(service: Service, opens: object) -> None:
    """A moment that could be another one elsewhere is refused, and the date stays."""
    release(service)

    answer = service.ask("user-fay", "PUT", OPENS, json={"opens": opens})

    assert answer.status_code == 422
    assert service.store.releases.list("north", unopened=True)[0].opens == AT


def test_what_was_not_released_has_no_date(service: Service) -> None:
    """The refusal says how to release it."""
    answer = service.ask("user-fay", "PUT", OPENS, json={"opens": None})

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not-released")
