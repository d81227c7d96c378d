"""nbgrader's exchange over HTTP: roles are checked, and no participant's notebook travels."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pairs_course.people.roster import roster_of
from pairs_course.service import exchange_api, limits
from pairs_course.store import Submission

from ..cohort import NOTEBOOK, archive
from ..strategies import MODULE, PROGRAMME, event
from .conftest import Service

NORTH = "/exchange/north"
ASSIGNMENT = f"{NORTH}/assignments/{MODULE}"


def sent(service: Service, who: str = "ann", point: str = "We met.") -> Submission:
    batch = [event("answer", "point", point), event("send", audience=("facilitator",))]
    (made,) = service.store.events.add(who, batch, PROGRAMME).submissions
    return service.store.submissions.get(made)


def test_a_facilitator_releases_and_everybody_fetches(service: Service) -> None:
    """The archive comes back byte by byte."""
    packed = archive({f"{MODULE}.ipynb": NOTEBOOK})

    put = service.ask("user-fay", "PUT", ASSIGNMENT, content=packed)

    release = service.store.releases.get("north", MODULE)
    listed = {
        "module": MODULE,
        "digest": release.digest,
        "released": release.at,
        "notebooks": [MODULE],
        "opens": None,
    }
    assert (put.status_code, put.json()) == (200, listed)
    for who in ("user-ann", "user-fay", "user-sam"):
        assert service.ask(who, "GET", f"{NORTH}/assignments").json() == {"assignments": [listed]}
        fetched = service.ask(who, "GET", ASSIGNMENT)
        assert (fetched.status_code, fetched.content) == (200, packed)


def test_a_release_is_replaced_only_by_force(service: Service) -> None:
    """The refusal says how."""
    service.ask("user-fay", "PUT", ASSIGNMENT, content=archive())
    other = archive({"two.ipynb": NOTEBOOK})

    refused = service.ask("user-fay", "PUT", ASSIGNMENT, content=other)
    forced = service.ask("user-fay", "PUT", f"{ASSIGNMENT}?force=true", content=other)

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "already-released")
    assert "--force" in refused.json()["error"]["message"]
    assert (forced.status_code, forced.json()["notebooks"]) == (200, ["two"])


def test_a_release_can_be_taken_back(service: Service) -> None:
    """Then there is nothing to fetch."""
    service.ask("user-fay", "PUT", ASSIGNMENT, content=archive())

    assert service.ask("user-fay", "DELETE", ASSIGNMENT).status_code == 204

    for method in ("GET", "DELETE"):
        answer = service.ask("user-fay", method, ASSIGNMENT)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not-released")


def test_a_dangerous_archive_is_refused(service: Service) -> None:
    """Nothing of it is kept."""
    answer = service.ask("user-fay", "PUT", ASSIGNMENT, content=archive({"../x.ipynb": "{}"}))

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad-archive")
    assert service.store.releases.list("north") == []


def test_submitting_sends_what_the_store_has(service: Service) -> None:
    """The body is not looked at: answers come from events alone."""
    service.store.events.add("ann", [event("answer", "point", "We met.")], PROGRAMME)
    path = f"{ASSIGNMENT}/submissions"
    early = service.ask("user-ann", "POST", path)
    service.store.releases.put("north", MODULE, archive())

    answer = service.ask("user-ann", "POST", path, content=b"a notebook of mine")

    (made,) = service.store.submissions.list("north")
    assert (early.status_code, early.json()["error"]["code"]) == (404, "not-released")
    assert answer.status_code == 201
    assert answer.json()["id"] == made.id
    assert made.payload["answers"] == {"point": "We met."}


def test_submissions_are_listed_for_whom_they_are(service: Service) -> None:
    """A facilitator sees the cohort's, everybody else their own; times are as nbgrader's."""
    first, second = sent(service), sent(service, "ben")
    third = sent(service, point="We met again.")

    def listed(who: str, query: str = "") -> list[str]:
        answer = service.ask(who, "GET", f"{NORTH}/submissions{query}")
        return [one["id"] for one in answer.json()["submissions"]]

    assert listed("user-fay") == [first.id, second.id, third.id]
    assert listed("user-fay", f"?assignment={MODULE}") == [first.id, second.id, third.id]
    assert listed("user-fay", "?assignment=01-setting-out") == []
    assert listed("user-ann") == [first.id, third.id]
    assert listed("user-sam") == []
    one = service.ask("user-ben", "GET", f"{NORTH}/submissions").json()["submissions"][0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} UTC", one.pop("timestamp"))
    assert one == {
        "id": second.id,
        "cohort": "north",
        "module": MODULE,
        "username": "ben",
        "notebooks": [MODULE],
        "feedback": {},
    }


def test_the_submission_is_what_was_for_the_facilitator(service: Service) -> None:
    """It has neither times nor anything of another audience."""
    service.store.events.add("ann", [event("answer", "D1", 4)], PROGRAMME)
    made = sent(service)

    for who in ("user-fay", "user-ann"):
        assert service.ask(who, "GET", f"{NORTH}/files?id={made.id}").json() == {
            "files": [
                {
                    "version": 1,
                    "module": MODULE,
                    "complete": False,
                    "demo": True,
                    "answers": {"point": "We met."},
                    "joint": {},
                }
            ]
        }


def test_many_submissions_come_in_one_answer(service: Service) -> None:
    """In the order that was asked for; one that may not be read spoils the whole request."""
    ann, ben = sent(service), sent(service, "ben")
    query = f"?id={ben.id}&id={ann.id}"

    both = service.ask("user-fay", "GET", f"{NORTH}/files{query}")
    mine = service.ask("user-ann", "GET", f"{NORTH}/files{query}")
    too_many = service.ask("user-fay", "GET", f"{NORTH}/files?" + "&".join(["id=x"] * 51))

    answers = [file["answers"] for file in both.json()["files"]]
    assert answers == [ben.payload["answers"], ann.payload["answers"]]
    assert (mine.status_code, mine.json()["error"]["code"]) == (404, "unknown-submission")
    assert too_many.status_code == 422


def page(
    made: Submission, html: str = "<p>Thänk you</p>", notebook: str = MODULE
) -> dict[str, str]:
    return {"submission": made.id, "notebook": notebook, "html": html}


def put_feedback(service: Service, who: str, *pages: dict[str, str], to: str = NORTH) -> Any:
    return service.ask(who, "PUT", f"{to}/feedback", json={"pages": list(pages)})


def test_feedback_goes_up_and_comes_back(service: Service) -> None:
    """As HTML that a browser would not run."""
    made = sent(service)
    path = f"{NORTH}/submissions/{made.id}/feedback/{MODULE}"
    missing = service.ask("user-ann", "GET", path)

    put = put_feedback(service, "user-fay", page(made))

    got = service.ask("user-ann", "GET", path)
    assert (missing.status_code, put.status_code) == (404, 204)
    assert (got.status_code, got.text) == (200, "<p>Thänk you</p>")
    assert got.headers["content-security-policy"] == "sandbox"
    listed = service.ask("user-ann", "GET", f"{NORTH}/submissions").json()["submissions"]
    assert list(listed[0]["feedback"]) == [MODULE]


def test_feedback_comes_whole_or_not_at_all(service: Service) -> None:
    """One page that cannot be kept keeps all the others of its request out."""
    made, strange = sent(service), {"submission": "none", "notebook": MODULE, "html": "x"}

    for wrong in (strange, page(made, notebook="other")):
        answer = put_feedback(service, "user-fay", page(made), wrong)

        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown-submission")
    assert service.store.submissions.get(made.id).feedback == {}


def test_too_much_is_refused_with_the_limit(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page, a request of pages and a module that are too large: 413, and nothing is kept."""
    made = sent(service)
    monkeypatch.setattr(exchange_api, "MAX_FEEDBACK", 10)
    large_page = put_feedback(service, "user-fay", page(made, "é" * 6))
    monkeypatch.setattr(limits, "MAX_ARCHIVE", 1000)

    large_request = put_feedback(service, "user-fay", page(made, "x" * 1000))
    large_module = service.ask("user-fay", "PUT", ASSIGNMENT, content=b"x" * 1001)

    for answer, expected in (
        (large_page, "Expected a page of feedback of at most 10 bytes, got 12."),
        (large_request, "Expected a body of at most 1000 bytes, got more."),
        (large_module, "Expected a body of at most 1000 bytes, got more."),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too-large")
        assert answer.json()["error"]["message"].startswith(expected)
    assert service.store.submissions.get(made.id).feedback == {}
    assert service.store.releases.list("north") == []


def test_a_facilitator_of_another_cohort_changes_nothing(service: Service) -> None:
    """Neither at this cohort's address nor by naming its submissions at their own."""
    rows = [("gil", "Gil", "facilitator", "")]
    service.store.people.add_cohort("south", roster_of(rows))
    made = sent(service)
    there = put_feedback(service, "user-gil", page(made), to="/exchange/south")
    here = put_feedback(service, "user-gil", page(made))
    released = service.ask("user-gil", "PUT", ASSIGNMENT, content=archive())
    opened = service.ask(
        "user-gil", "PUT", f"/desk/north/releases/{MODULE}/opens", json={"opens": None}
    )

    assert (there.status_code, there.json()["error"]["code"]) == (404, "unknown-submission")
    for answer in (here, released, opened):
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not-a-member")
    assert service.store.submissions.get(made.id).feedback == {}
    assert service.store.releases.list("north") == []


@pytest.mark.parametrize(
    ("who", "method", "path", "code"),
    [
        ("user-ann", "PUT", ASSIGNMENT, "not-a-facilitator"),
        ("user-ann", "DELETE", ASSIGNMENT, "not-a-facilitator"),
        ("user-sam", "PUT", f"{NORTH}/feedback", "not-a-facilitator"),
        ("user-ann", "PUT", f"{NORTH}/feedback", "not-a-facilitator"),
        ("user-ann", "GET", f"{ASSIGNMENT}/notes", "not-a-facilitator"),
        ("user-ann", "PUT", f"/desk/north/releases/{MODULE}/opens", "not-a-facilitator"),
        ("user-fay", "POST", f"{ASSIGNMENT}/submissions", "not-in-a-pair"),
        ("user-gil", "PUT", ASSIGNMENT, "not-a-member"),
        ("user-gil", "GET", f"{NORTH}/submissions", "not-a-member"),
        ("service-fay", "PUT", ASSIGNMENT, "not-a-member"),
    ],
)
def test_roles_of_this_very_cohort_count(
    service: Service, who: str, method: str, path: str, code: str
) -> None:
    """A facilitator of another cohort is nobody here, and so is a service of that name."""
    service.store.people.add_cohort("south", roster_of([("gil", "Gil", "facilitator", "")]))

    answer = service.ask(who, method, path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, code)


def test_somebody_elses_submission_is_as_if_there_were_none(service: Service) -> None:
    """Not the partner's either, nor through another cohort's address."""
    made = sent(service)
    service.store.people.add_cohort("south", roster_of([("fay", "Fay Fern", "facilitator", "")]))

    for who, cohort in (("user-ben", "north"), ("user-sam", "north"), ("user-fay", "south")):
        for tail in (f"files?id={made.id}", f"submissions/{made.id}/feedback/{MODULE}"):
            path = f"/exchange/{cohort}/{tail}"
            answer = service.ask(who, "GET", path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (
                404,
                "unknown-submission",
            )


def test_an_unknown_cohort_or_module_is_not_found(service: Service) -> None:
    """Only modules of the programme can be released."""
    nowhere = service.ask("user-fay", "GET", "/exchange/west/assignments")
    unknown = service.ask("user-fay", "PUT", f"{NORTH}/assignments/x", content=archive())

    assert nowhere.json()["error"]["code"] == "unknown-cohort"
    assert unknown.json()["error"]["code"] == "unknown-module"
