"""`nbgrader export` to a CSV that a spreadsheet opens as text and numbers, and nothing else.

nbgrader's own writes names as they are: a comma in one shifts the columns, and one that begins
with `=` is a formula, which a spreadsheet runs.
"""

import csv
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin

FORMULA = tuple("=+-@\t\r\n")  # what a spreadsheet takes for the beginning of a formula
COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip


class MarksCsv(CsvExportPlugin):
    """nbgrader's own columns, order and options."""

    def export(self, gradebook: Gradebook) -> None:
        """Write one line an assignment and student to `to`, by default grades.csv."""
        students = [str(name) for name in self.student]
        assignments = [str(name) for name in self.assignment]
        target = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", target)
        with open(target, "w", newline="", encoding="utf-8") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                for student in gradebook.students:
                    if assignments and assignment.name not in assignments:
                        continue
                    if students and student.id not in students:
                        continue
                    lines.writerow([as_text(f) for f in _line(gradebook, assignment, student)])


def as_text(field: Any) -> str:
    """Return what is written for `field`: an apostrophe before what would be a formula."""
    text = "" if field is None else str(field)
    if isinstance(field, str) and text.lstrip(" ").startswith(FORMULA):
        return "'" + text
    return text


def _line(gradebook: Gradebook, assignment: Any, student: Any) -> list[Any]:
    timestamp, raw, penalty = "", 0.0, 0.0
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:  # nothing handed in: no points
        pass
    else:
        timestamp, raw = submission.timestamp, submission.score
        penalty = submission.late_submission_penalty
    return [
        assignment.name, assignment.duedate, timestamp, student.id, student.last_name,
        student.first_name, student.email, raw, penalty, max(0.0, raw - penalty),
        assignment.max_score,
    ]  # fmt: skip
