"""What nbgrader's exchange asks: releasing, fetching, submitting, collecting, feedback."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import AwareDatetime

from pairs_course.service.dependencies import (
    ACohortMember,
    AFacilitator,
    InAPair,
    ServiceContext,
    TheCourse,
)
from pairs_course.service.models import (
    FeedbackIn,
    ReleaseOut,
    Releases,
    SubmissionFile,
    SubmissionFiles,
    SubmissionOut,
    Submissions,
)
from pairs_course.service.problems import ApiProblem, documented
from pairs_course.size_limits import MAX_SUBMISSIONS
from pairs_course.store import Person, Submission, UnknownSubmission
from pairs_course.store.releases import KEEP

MAX_FEEDBACK: Final = 1_000_000

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
async def assignments(cohort: str, course: TheCourse, me: ACohortMember) -> Releases:
    """List what is released to the cohort; what is not open yet to its facilitators alone."""
    early = me.role == "facilitator"
    released = await course.run(course.store.releases.list, cohort, unopened=early)
    return Releases(assignments=[ReleaseOut.of(release) for release in released])


@router.put(
    "/assignments/{module}",
    responses=documented(
        401, 403, 404, 409, 429, rules="bad-archive bad-notebook not-the-modules-code"
    ),
    openapi_extra=_takes("application/zip"),
)
async def release(
    cohort: str,
    module: str,
    request: Request,
    course: TheCourse,
    _me: AFacilitator,
    force: Annotated[bool, Query(description="put it in the place of other content")] = False,
    opens: Annotated[
        AwareDatetime | None,
        Query(description="from when on participants have it; a date that was set stays without"),
    ] = None,
) -> ReleaseOut:
    """Release a module: its files as a zip archive, whose code is that of the installed module."""
    course.module(module)
    archive = await request.body()
    await course.run(course.code.check, module, archive)
    put = course.store.releases.put
    made = await course.run(put, cohort, module, archive, force=force, opens=opens or KEEP)
    return ReleaseOut.of(made)


@router.get(
    "/assignments/{module}", response_class=Zip, responses=documented(401, 403, 404, 429, file=True)
)
async def fetch(cohort: str, module: str, course: TheCourse, me: ACohortMember) -> Zip:
    """Give the files of a released module as a zip archive; before it opens to facilitators."""
    early = me.role == "facilitator"
    found = await course.run(course.store.releases.get, cohort, module, unopened=early)
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


@router.get("/files", responses=documented(401, 403, 404, 429))
async def files(
    cohort: str,
    course: TheCourse,
    me: ACohortMember,
    ids: Annotated[
        list[Annotated[str, Query(max_length=64)]],
        Query(alias="id", min_length=1, max_length=MAX_SUBMISSIONS),
    ],
) -> SubmissionFiles:
    """Give the ``submission.json`` of each: to a facilitator of the cohort, and to who sent it."""
    username = None if me.role == "facilitator" else me.username
    found = await course.run(course.store.submissions.files, cohort, ids, username)
    return SubmissionFiles(files=[SubmissionFile.model_validate(one.payload) for one in found])


@router.put("/feedback", status_code=204, responses=documented(401, 403, 404, 429))
async def put_feedback(cohort: str, body: FeedbackIn, course: TheCourse, _me: AFacilitator) -> None:
    """Keep the feedback that nbgrader made: all of these pages, or none."""
    for page in body.pages:
        size = len(page.html.encode())
        if size > MAX_FEEDBACK:
            message = (
                f"Expected a page of feedback of at most {MAX_FEEDBACK} bytes, got {size}. "
                "Nothing was changed. Shorten the notes, then generate the feedback again."
            )
            raise ApiProblem(413, "too-large", message)
    pages = [(page.submission, page.notebook, page.html) for page in body.pages]
    await course.run(course.store.submissions.put_feedback_of, cohort, pages)


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


async def _readable(course: ServiceContext, cohort: str, submission: str, me: Person) -> Submission:
    """Return a submission that ``me`` may read; anybody else's is as if there were none."""
    found = await course.run(course.store.submissions.get, submission)
    mine = found.username == me.username or me.role == "facilitator"
    if found.cohort != cohort or not mine:
        raise UnknownSubmission(submission)
    return found
