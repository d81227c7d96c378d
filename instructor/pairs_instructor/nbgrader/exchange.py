"""nbgrader's exchange over the course service: one small class for each nbgrader command.

The hub token identifies the user, so the service decides what they may do and see; there is no
shared folder, and operating system users do not matter. Only ``nbgrader.exchange.abc`` is extended,
so nbgrader needs no exchange folder. A submission contains the answers shared with the facilitator,
never a participant's notebook.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from nbgrader.exchange import abc
from traitlets import Unicode

from pairs_course import course_time
from pairs_course.size_limits import MAX_FEEDBACK_PAGES
from pairs_instructor.nbgrader.collected_ids import submission_in
from pairs_instructor.nbgrader.exchange_base import CourseExchange
from pairs_instructor.nbgrader.exchange_collect import Collect
from pairs_instructor.nbgrader.exchange_list import List
from pairs_instructor.nbgrader.module_zip import pack, unpack

__all__ = [
    "Collect",
    "FetchAssignment",
    "FetchFeedback",
    "List",
    "ReleaseAssignment",
    "ReleaseFeedback",
    "Submit",
]

#: Bytes of feedback pages in one request.
MAX_BATCH: Final = 8_000_000


class ReleaseAssignment(CourseExchange, abc.ExchangeReleaseAssignment):
    """``nbgrader release_assignment``: release a module to the cohort, now or from a date."""

    opens = Unicode(
        help="When the cohort gets it, for example 2026-12-01 or 2026-12-01T09:00, in the course's "
        "time zone. By default at once, or on the date set before."
    ).tag(config=True)

    def copy_files(self) -> None:
        """Send the generated module to the service as an archive."""
        folder = self.folder(self.coursedir.release_directory, ".", self.module)
        if not folder.is_dir():
            self.fail(
                f"{folder}: expected the generated module, found nothing. "
                f"Run “nbgrader generate_assignment {self.module}” first."
            )
        query = {"force": "true" if self.force else "false"}
        if self.opens:
            query["opens"] = self._opens()
        with self.service() as service:
            archive = pack(folder, self.coursedir.ignore)
            service.call("PUT", "assignments", self.module, data=archive, query=query)
        self.log.info("Released as: %s %s", self.cohort, self.module)

    def _opens(self) -> str:
        try:
            when = datetime.fromisoformat(self.opens)
        except ValueError:
            self.fail(
                f"Expected opens as a date such as 2026-12-01 or 2026-12-01T09:00, got "
                f"“{self.opens}”. Nothing was released."
            )
        return course_time.moment(when if when.tzinfo else when.replace(tzinfo=course_time.zone()))


class FetchAssignment(CourseExchange, abc.ExchangeFetchAssignment):
    """``nbgrader fetch_assignment``: copy a released module for a participant."""

    def copy_files(self) -> None:
        """Unpack the released module into the folder of the same name."""
        folder = self.home(self.module)
        if folder.exists() and not self.replace_missing_files:
            self.fail(f"{folder}: expected no such folder yet. You already have this module.")
        with self.service() as service:
            unpack(service.call("GET", "assignments", self.module), folder, missing_only=True)
        self.log.info("Fetched as: %s %s", self.cohort, self.module)


class Submit(CourseExchange, abc.ExchangeSubmit):
    """``nbgrader submit``: the same as the button “Send to your facilitator”."""

    def copy_files(self) -> None:
        """Ask the service to create a submission from the answers it has."""
        with self.service() as service:
            made = service.post("assignments", self.module, "submissions")
        self.timestamp = made["timestamp"]
        self.log.info("Submitted as: %s %s %s", self.cohort, self.module, self.timestamp)


class ReleaseFeedback(CourseExchange, abc.ExchangeReleaseFeedback):
    """``nbgrader release_feedback``: send each page to the participant it is for."""

    def copy_files(self) -> None:
        """Send the pages that ``generate_feedback`` made for submissions to this course."""
        step = self.coursedir.feedback_directory
        wanted = Path(self.student or "*", self.module)
        folders = sorted(Path(self.coursedir.root, step).glob(str(wanted)))
        owners = {sent["id"]: sent["username"] for sent in self.submissions()}
        if not folders:
            self.log.warning("No feedback yet. Run “nbgrader generate_feedback %s”.", self.module)
        pages: list[dict[str, str]] = []
        for folder in folders:
            sent = submission_in(folder)
            # Somebody may have filled the folder by hand, so check that the submission is theirs.
            if owners.get(sent) != folder.parent.name:
                self.log.warning("Not released, because it was not collected: %s", folder)
                continue
            pages += self._pages(folder, sent)
        for batch in _batches(pages):
            with self.service() as service:
                service.put("feedback", body={"pages": batch})
            for page in batch:
                about = (owners[page["submission"]], page["notebook"])
                self.log.info("Feedback released: %s %s", *about)

    def _pages(self, folder: Path, sent: str) -> list[dict[str, str]]:
        release = self.folder(self.coursedir.release_directory, ".", self.module)
        names = sorted(notebook.stem for notebook in release.glob("*.ipynb"))
        files = {name: folder / f"{name}.html" for name in names}
        return [
            {"submission": sent, "notebook": name, "html": page.read_text(encoding="utf-8")}
            for name, page in files.items()
            if page.is_file()
        ]


class FetchFeedback(CourseExchange, abc.ExchangeFetchFeedback):
    """``nbgrader fetch_feedback``: download a participant's own feedback pages."""

    def copy_files(self) -> None:
        """Write each page to MODULE/feedback/TIME/NOTEBOOK.html."""
        for sent in self.submissions():
            for notebook in sent["feedback"]:
                place = self.home(sent["module"]) / "feedback" / sent["timestamp"]
                place.mkdir(parents=True, exist_ok=True)
                page = place / f"{notebook}.html"
                with self.service() as service:
                    path = ("submissions", sent["id"], "feedback", notebook)
                    page.write_bytes(service.call("GET", *path))
                # The file's time is that of the feedback, to recognise newer feedback later.
                made = datetime.fromisoformat(sent["feedback"][notebook]).timestamp()
                os.utime(page, (made, made))
                self.log.info("Fetched feedback: %s %s", sent["module"], sent["timestamp"])


def _batches(pages: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """Yield the pages in batches, as large as the service accepts."""
    batch: list[dict[str, str]] = []
    size = 0
    for page in pages:
        more = len(page["html"].encode())
        if batch and (len(batch) == MAX_FEEDBACK_PAGES or size + more > MAX_BATCH):
            yield batch
            batch, size = [], 0
        batch.append(page)
        size += more
    if batch:
        yield batch
