"""What nbgrader's exchange asks: releasing, fetching, submitting, collecting, feedback."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from pairs_course.service.course import ACohortMember, AFacilitator, Course, InAPair, TheCourse
from pairs_course.service.models import (
    ReleaseOut,
    Releases,
    SubmissionFile,
    SubmissionOut,
    Submissions,
)
from pairs_course.service.problems import Problem, documented
from pairs_course.store import Person, Submission, UnknownSubmission

MAX_FEEDBACK: Final = 5_000_000

router = APIRouter(prefix="/exchange/{cohort}", tags=["exchange"])

Notebook = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,79}$")]


class Zip(Response):
    """A zip archive."""

    media_type = "application/zip"


def _takes(media_type: str) -> dict[str, Any]:
    """Document a body that is taken as it comes."""
    schema = {"type": "string", "format": "binary"}
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


@router.get("/assignments", responses=documented(401, 403, 404, 429))
async def assignments(cohort: str, course: TheCourse, _me: ACohortMember) -> Releases:
    """List what is released to the cohort."""
    released = await course.run(course.store.releases.list, cohort)
    return Releases(assignments=[ReleaseOut.of(release) for release in released])


@router.put(
    "/assignments/{module}",
    responses=documented(401, 403, 404, 409, 429),
    openapi_extra=_takes("application/zip"),
)
async def release(
    cohort: str,
    module: str,
    request: Request,
    course: TheCourse,
    _me: AFacilitator,
    force: Annotated[bool, Query(description="put it in the place of other content")] = False,
) -> ReleaseOut:
    """Release a module: its files as a zip archive."""
    course.module(module)
    archive = await request.body()
    put = course.store.releases.put
    return ReleaseOut.of(await course.run(put, cohort, module, archive, force=force))


@router.get(
    "/assignments/{module}", response_class=Zip, responses=documented(401, 403, 404, 429, file=True)
)
async def fetch(cohort: str, module: str, course: TheCourse, _me: ACohortMember) -> Zip:
    """Give the files of a released module as a zip archive."""
    found = await course.run(course.store.releases.get, cohort, module)
    return Zip(found.archive, headers={"ETag": f'"{found.digest}"'})


@router.delete("/assignments/{module}", status_code=204, responses=documented(401, 403, 404, 429))
async def take_back(cohort: str, module: str, course: TheCourse, _me: AFacilitator) -> None:
    """Take a released module back; what was sent of it stays."""
    await course.run(course.store.releases.remove, cohort, module)


@router.post(
    "/assignments/{module}/submissions",
    status_code=201,
    responses=documented(401, 403, 404, 429),
)
async def submit(module: str, course: TheCourse, me: InAPair) -> SubmissionOut:
    """Send a module, as “Send to your facilitator” does; no file of a participant's travels."""
    course.module(module)
    make = course.store.submissions.make
    return SubmissionOut.of(await course.run(make, me.username, module, course.content))


@router.get("/submissions", responses=documented(401, 403, 404, 429))
async def submissions(
    cohort: str,
    course: TheCourse,
    me: ACohortMember,
    assignment: Annotated[str | None, Query(max_length=80)] = None,
) -> Submissions:
    """List submissions, oldest first: a facilitator all of the cohort, anybody else their own."""
    username = None if me.role == "facilitator" else me.username
    listing = course.store.submissions.list
    found = await course.run(listing, cohort, module=assignment, username=username)
    return Submissions(submissions=[SubmissionOut.of(one) for one in found])


@router.get("/submissions/{submission}", responses=documented(401, 403, 404, 429))
async def submission_file(
    cohort: str, submission: str, course: TheCourse, me: ACohortMember
) -> SubmissionFile:
    """Give ``submission.json``: to a facilitator of the cohort, and to who sent it."""
    found = await _readable(course, cohort, submission, me)
    return SubmissionFile.model_validate(found.payload)


@router.put(
    "/submissions/{submission}/feedback/{notebook}",
    status_code=204,
    responses=documented(401, 403, 404, 429),
    openapi_extra=_takes("text/html"),
)
async def put_feedback(
    cohort: str,
    submission: str,
    notebook: Notebook,
    request: Request,
    course: TheCourse,
    me: AFacilitator,
) -> None:
    """Keep the feedback that nbgrader made on one notebook of a submission."""
    body = await request.body()
    if len(body) > MAX_FEEDBACK:
        message = f"Expected feedback of at most {MAX_FEEDBACK} bytes, got {len(body)}."
        raise Problem(413, "too-large", message)
    try:
        html = body.decode()
    except UnicodeDecodeError:
        message = (
            "Expected feedback as HTML in UTF-8. Make it again with: nbgrader generate_feedback"
        )
        raise Problem(422, "not-as-expected", message) from None
    found = await _readable(course, cohort, submission, me)
    await course.run(course.store.submissions.put_feedback, found.id, notebook, html)


@router.get(
    "/submissions/{submission}/feedback/{notebook}",
    response_class=HTMLResponse,
    responses=documented(401, 403, 404, 429, file=True),
)
async def feedback(
    cohort: str, submission: str, notebook: Notebook, course: TheCourse, me: ACohortMember
) -> HTMLResponse:
    """Give the feedback on one notebook: to a facilitator of the cohort, and to who sent it."""
    found = await _readable(course, cohort, submission, me)
    page = await course.run(course.store.submissions.feedback, found.id, notebook)
    # Made elsewhere, so it runs nothing even if somebody opens it in a browser.
    return HTMLResponse(page.html, headers={"Content-Security-Policy": "sandbox"})


async def _readable(course: Course, cohort: str, submission: str, me: Person) -> Submission:
    """Return a submission that ``me`` may read; anybody else's is as if there were none."""
    found = await course.run(course.store.submissions.get, submission)
    mine = found.username == me.username or me.role == "facilitator"
    if found.cohort != cohort or not mine:
        raise UnknownSubmission(submission)
    return found
