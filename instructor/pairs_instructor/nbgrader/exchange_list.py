"""``nbgrader list`` over the course service, in the format that nbgrader's pages expect."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange import abc

from pairs_instructor.nbgrader.exchange_base import ANY, CourseExchange


class List(CourseExchange, abc.ExchangeList):
    """``nbgrader list``: lists releases, or with --inbound or --cached, submissions."""

    def list_files(self) -> list[dict[str, Any]]:
        """Return nbgrader's descriptions, and log one line for each."""
        if not self.coursedir.course_id:
            return []  # nbgrader's pages ask before a course is chosen
        return self._sent() if self.inbound or self.cached else self._released()

    def remove_files(self) -> list[dict[str, Any]]:
        """Withdraw a released module; submissions stay."""
        if self.inbound or self.cached:
            self.fail("The course keeps submissions. They cannot be removed from here.")
        removed = self.list_files()
        with self.service() as service:
            service.call("DELETE", "assignments", self.module)
        return removed

    def _released(self) -> list[dict[str, Any]]:
        with self.service() as service:
            released = service.get("assignments")["assignments"]
        wanted = self.coursedir.assignment_id
        self.log.info("Released assignments:")
        found = []
        for entry in released:
            module = entry["module"]
            if wanted not in ANY and module != wanted:
                continue
            folder = self.home(module)
            status = "fetched" if folder.is_dir() else "released"
            notebooks = [
                {"notebook_id": n, "path": str(folder / f"{n}.ipynb")} for n in entry["notebooks"]
            ]
            found.append(self._about(module, status, folder) | {"notebooks": notebooks})
            note = " (already downloaded)" if status == "fetched" else ""
            self.log.info("%s %s%s", self.cohort, module, note)
        return found

    def _sent(self) -> list[dict[str, Any]]:
        self.log.info("Submitted assignments:")
        groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for sent in self.submissions():
            info = self._submission(sent)
            groups.setdefault((sent["username"], sent["module"]), []).append(info)
            ready = "feedback ready to be fetched" if sent["feedback"] else "no feedback available"
            self.log.info(
                "%s %s %s %s (%s)",
                self.cohort, sent["username"], sent["module"], sent["timestamp"], ready,
            )  # fmt: skip
        return [
            {
                "course_id": self.cohort,
                "student_id": student,
                "assignment_id": module,
                "status": "submitted",
                "submissions": infos,
            }
            for (student, module), infos in sorted(groups.items())
        ]

    def _submission(self, sent: dict[str, Any]) -> dict[str, Any]:
        folder = self.home(sent["module"])
        place = folder / "feedback" / sent["timestamp"]
        notebooks = []
        for name in sent["notebooks"]:
            page = place / f"{name}.html"
            there, here = name in sent["feedback"], page.is_file()
            newer = there and here and _seconds(sent["feedback"][name]) != page.stat().st_mtime
            notebooks.append(
                {
                    "notebook_id": name,
                    "path": str(folder / f"{name}.ipynb"),
                    "has_local_feedback": here,
                    "has_exchange_feedback": there,
                    "local_feedback_path": str(page) if here else None,
                    "feedback_updated": newer,
                }
            )
        local = bool(notebooks) and all(n["has_local_feedback"] for n in notebooks)
        return self._about(sent["module"], "submitted", folder) | {
            "student_id": sent["username"],
            "timestamp": sent["timestamp"],
            "notebooks": notebooks,
            "has_local_feedback": local,
            "has_exchange_feedback": all(n["has_exchange_feedback"] for n in notebooks),
            "feedback_updated": any(n["feedback_updated"] for n in notebooks),
            "local_feedback_path": str(place) if local else None,
        }

    def _about(self, module: str, status: str, folder: Path) -> dict[str, Any]:
        return {
            "course_id": self.cohort,
            "assignment_id": module,
            "status": status,
            "path": str(folder),
        }


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
