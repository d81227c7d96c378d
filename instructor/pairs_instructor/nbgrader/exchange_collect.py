"""``nbgrader collect`` over the course service: atomic, and safe when run concurrently."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from nbgrader.exchange import abc

from pairs_course.file_lock import locked
from pairs_course.size_limits import MAX_SUBMISSIONS
from pairs_instructor.nbgrader import submissions
from pairs_instructor.nbgrader.collected_ids import SECRET, note, submission_in
from pairs_instructor.nbgrader.exchange_base import CourseExchange
from pairs_instructor.nbgrader.module_zip import unpack

TIMESTAMP: Final = "timestamp.txt"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]*")
_LOCK: Final = ".collecting"


class Collect(CourseExchange, abc.ExchangeCollect):
    """``nbgrader collect``: fetches each participant's last submission into ``submitted/``.

    A collected folder has the released notebook, ``submission.json``, ``timestamp.txt``, and the
    submission's id in ``submission_secret.txt``. It is renamed into place when complete, so an
    interrupted one is never graded; the next collect removes it. Concurrent collects wait for each
    other.
    """

    def copy_files(self) -> None:
        """Fetch each newest submission; with ``--update``, also replace older ones."""
        if self.before_duedate:
            self.fail("--before-duedate is not known here: modules have no due date. Leave it out.")
        # Nobody else collects in this course folder meanwhile.
        with locked(Path(self.coursedir.root, _LOCK)):
            newest = {sent["username"]: sent for sent in self.submissions()}
            if not newest:
                self.log.warning("Nobody has sent %s in %s yet.", self.module, self.cohort)
            wanted = [sent for _, sent in sorted(newest.items()) if self._wanted(sent)]
            notebooks = self._released()
            for start in range(0, len(wanted), MAX_SUBMISSIONS):
                batch = wanted[start : start + MAX_SUBMISSIONS]
                with self.service() as service:
                    files = service.get("files", id=[sent["id"] for sent in batch])["files"]
                for sent, answers in zip(batch, files, strict=True):
                    self.log.info("Collecting submission: %s %s", sent["username"], self.module)
                    self._write(sent, answers, notebooks)

    def _wanted(self, sent: dict[str, Any]) -> bool:
        student = sent["username"]
        if not _NAME.fullmatch(student):
            self.fail(f"Expected a username, got {student!r}. Nothing was written for it.")
        folder = self._place(student)
        if not folder.exists():
            return True
        if self.update and submission_in(folder) != sent["id"]:
            return True
        reason = "No newer submission" if self.update else "Already collected (--update?)"
        self.log.info("%s: %s %s", reason, student, self.module)
        return False

    def _write(self, sent: dict[str, Any], answers: dict[str, Any], notebooks: list[Path]) -> None:
        folder = self._place(sent["username"])
        folder.parent.mkdir(parents=True, exist_ok=True)
        for left in folder.parent.glob(f".{folder.name}.*"):
            shutil.rmtree(left)  # from an interrupted collect
        fresh = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        fresh.chmod(0o755)  # like nbgrader's own folders
        for notebook in notebooks:
            shutil.copyfile(notebook, fresh / notebook.name)
        text = json.dumps(answers, ensure_ascii=False, indent=1)
        (fresh / submissions.FILE).write_text(text, encoding="utf-8")
        (fresh / TIMESTAMP).write_text(sent["timestamp"], encoding="utf-8")
        (fresh / SECRET).write_text(sent["id"], encoding="utf-8")
        note(Path(self.coursedir.root), sent["username"], self.module, fresh)
        if folder.exists():
            folder.rename(Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent)))
        fresh.rename(folder)
        for old in folder.parent.glob(f".{folder.name}.*"):
            shutil.rmtree(old)

    def _place(self, student: str) -> Path:
        return self.folder(self.coursedir.submitted_directory, student, self.module)

    def _released(self) -> list[Path]:
        """Return the released notebooks, which autograding expects in the same place.

        If nbgrader removed them, because it failed to regenerate the module, they are fetched from
        the service.
        """
        folder = self.folder(self.coursedir.release_directory, ".", self.module)
        if not any(folder.glob("*.ipynb")):
            with self.service() as service:
                unpack(service.call("GET", "assignments", self.module), folder)
        return sorted(folder.glob("*.ipynb"))
