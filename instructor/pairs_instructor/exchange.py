"""nbgrader's exchange over the course service: one small class for each thing nbgrader does.

The hub token of whoever runs nbgrader says who they are, so the service decides what they may do
and see; no shared folder and no user of the operating system matters. Only
``nbgrader.exchange.abc`` is extended, so nbgrader looks for no exchange folder. A submission
carries answers that were shared with the facilitator; no participant's notebook travels.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, Final

from nbgrader.exchange import abc
from nbgrader.utils import parse_utc

from pairs_instructor import submissions
from pairs_instructor.exchange_base import CourseExchange
from pairs_instructor.exchange_list import List
from pairs_instructor.packing import pack, unpack

__all__ = [
    "Collect",
    "FetchAssignment",
    "FetchFeedback",
    "List",
    "ReleaseAssignment",
    "ReleaseFeedback",
    "Submit",
]

SECRET: Final = "submission_secret.txt"  # noqa: S105 - a file that nbgrader carries along
TIMESTAMP: Final = "timestamp.txt"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]*")


class ReleaseAssignment(CourseExchange, abc.ExchangeReleaseAssignment):
    """``nbgrader release_assignment``: give the cohort a module."""

    def copy_files(self) -> None:
        """Send the generated module to the service."""
        folder = self.folder(self.coursedir.release_directory, ".", self.module)
        if not folder.is_dir():
            self.fail(
                f"{folder}: expected the generated module, found nothing. "
                f"Run “nbgrader generate_assignment {self.module}” first."
            )
        force = {"force": "true" if self.force else "false"}
        with self.service() as service:
            archive = pack(folder, self.coursedir.ignore)
            service.call("PUT", "assignments", self.module, data=archive, query=force)
        self.log.info("Released as: %s %s", self.cohort, self.module)


class FetchAssignment(CourseExchange, abc.ExchangeFetchAssignment):
    """``nbgrader fetch_assignment``: a participant's copy of a released module."""

    def copy_files(self) -> None:
        """Unpack the released module into the folder of the same name."""
        folder = self.home(self.module)
        if folder.exists() and not self.replace_missing_files:
            self.fail(f"{folder}: expected no such folder yet. You have this module already.")
        with self.service() as service:
            unpack(service.call("GET", "assignments", self.module), folder, missing_only=True)
        self.log.info("Fetched as: %s %s", self.cohort, self.module)


class Submit(CourseExchange, abc.ExchangeSubmit):
    """``nbgrader submit``: the same as the button “Send to your facilitator”."""

    def copy_files(self) -> None:
        """Ask the service to make a submission of the answers it has."""
        with self.service() as service:
            made = service.post("assignments", self.module, "submissions")
        self.timestamp = made["timestamp"]
        self.log.info("Submitted as: %s %s %s", self.cohort, self.module, self.timestamp)


class Collect(CourseExchange, abc.ExchangeCollect):
    """``nbgrader collect``: what was sent last by each participant, into ``submitted/``.

    A collected folder holds the released notebook, ``submission.json``, ``timestamp.txt`` and
    ``submission_secret.txt``: the submission's id, which nbgrader carries through to feedback.
    """

    def copy_files(self) -> None:
        """Fetch each newest submission; with ``--update`` also in place of an older one."""
        if self.before_duedate:
            self.fail("--before-duedate is not known here: modules have no due date. Leave it out.")
        newest = {sent["username"]: sent for sent in self.submissions()}
        if not newest:
            self.log.warning("Nobody has sent %s in %s yet.", self.module, self.cohort)
        for student, sent in sorted(newest.items()):
            if not _NAME.fullmatch(student):
                self.fail(f"Expected a user name, got {student!r}. Nothing was written for it.")
            folder = self.folder(self.coursedir.submitted_directory, student, self.module)
            if self._wanted(folder, sent):
                self.log.info("Collecting submission: %s %s", student, self.module)
                self._write(folder, sent)
            else:
                reason = "No newer submission" if self.update else "Already collected (--update?)"
                self.log.info("%s: %s %s", reason, student, self.module)

    def _wanted(self, folder: Path, sent: dict[str, Any]) -> bool:
        if not folder.exists():
            return True
        before = self.coursedir.get_existing_timestamp(str(folder))
        return bool(self.update and (before is None or parse_utc(sent["timestamp"]) > before))

    def _write(self, folder: Path, sent: dict[str, Any]) -> None:
        with self.service() as service:
            answers = service.get("submissions", sent["id"])
        fresh = folder.with_name(f".{folder.name}.new")  # so that no half folder is ever graded
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for notebook in self._released():
            shutil.copyfile(notebook, fresh / notebook.name)
        text = json.dumps(answers, ensure_ascii=False, indent=1)
        (fresh / submissions.FILE).write_text(text, encoding="utf-8")
        (fresh / TIMESTAMP).write_text(sent["timestamp"], encoding="utf-8")
        (fresh / SECRET).write_text(sent["id"], encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)

    def _released(self) -> list[Path]:
        folder = self.folder(self.coursedir.release_directory, ".", self.module)
        notebooks = sorted(folder.glob("*.ipynb"))
        if not notebooks:
            self.fail(
                f"{folder}: expected the released notebook, found none. "
                f"Run “nbgrader generate_assignment {self.module}” first."
            )
        return notebooks


class ReleaseFeedback(CourseExchange, abc.ExchangeReleaseFeedback):
    """``nbgrader release_feedback``: each page to the one participant it is for."""

    def copy_files(self) -> None:
        """Send the pages that ``generate_feedback`` made for submissions of this course."""
        step = self.coursedir.feedback_directory
        wanted = Path(self.student or "*", self.module)
        folders = sorted(Path(self.coursedir.root, step).glob(str(wanted)))
        owners = {sent["id"]: sent["username"] for sent in self.submissions()}
        if not folders:
            self.log.warning("No feedback yet. Run “nbgrader generate_feedback %s”.", self.module)
        for folder in folders:
            secret = folder / SECRET
            sent = secret.read_text(encoding="utf-8").strip() if secret.is_file() else ""
            # The id lay in a folder that someone may have filled by hand: it must be theirs.
            if owners.get(sent) != folder.parent.name:
                self.log.warning("Not released, because it was not collected: %s", folder)
                continue
            self._send(folder, sent)

    def _send(self, folder: Path, sent: str) -> None:
        release = self.folder(self.coursedir.release_directory, ".", self.module)
        for name in sorted(notebook.stem for notebook in release.glob("*.ipynb")):
            page = folder / f"{name}.html"
            if page.is_file():
                with self.service() as service:
                    path = ("submissions", sent, "feedback", name)
                    service.call("PUT", *path, data=page.read_bytes())
                self.log.info("Feedback released: %s %s", folder.parent.name, name)


class FetchFeedback(CourseExchange, abc.ExchangeFetchFeedback):
    """``nbgrader fetch_feedback``: a participant's own feedback pages."""

    def copy_files(self) -> None:
        """Write each page to MODULE/feedback/TIME/NOTEBOOK.html."""
        for sent in self.submissions():
            for notebook in sent["feedback"]:
                place = self.home(sent["module"]) / "feedback" / sent["timestamp"]
                place.mkdir(parents=True, exist_ok=True)
                with self.service() as service:
                    path = ("submissions", sent["id"], "feedback", notebook)
                    (place / f"{notebook}.html").write_bytes(service.call("GET", *path))
                self.log.info("Fetched feedback: %s %s", sent["module"], sent["timestamp"])
