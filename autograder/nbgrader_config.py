"""How nbgrader works in this course: its folders, our steps in its pipeline.

The file of the same name in the project's root loads this one, so that `nbgrader ...`
works from there, and the Formgrader in a JupyterLab that was started there.
"""

import os
import sys
from pathlib import Path

from autograder.editions import repository_address

ROOT = Path(__file__).resolve().parent.parent  # type: ignore[name-defined]
c = get_config()  # type: ignore[name-defined]  # noqa: F821

# nbgrader makes its gradebook with the command `alembic`, which stands beside this Python: without
# this it is found in an activated environment only
BIN = str(Path(sys.executable).parent)
if BIN not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([BIN, os.environ.get("PATH", "")])

# ignored by git: source, release, submitted, autograded, feedback and gradebook.db
(ROOT / "grading").mkdir(exist_ok=True)
c.CourseDirectory.root = str(ROOT / "grading")
c.CourseDirectory.course_id = "frozen-lake-to-breakout"
c.CourseDirectory.release_directory = "release/en"  # make release writes release/fr too

# Where nbgrader's release_assignment, list, fetch, submit and collect pass files on. On a server
# with many users, name a folder that all of them may write to.
(ROOT / "grading" / "exchange").mkdir(exist_ok=True)
c.Exchange.root = str(ROOT / "grading" / "exchange")
c.CsvExportPlugin.to = str(ROOT / "grading" / "grades.csv")

# As nbgrader has them, but: our stubs; no AUTOTEST, headers or mark schemes, which the course does
# not use; and the language chosen when the gradebook has the check cells.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "autograder.steps.WriteStubs",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "autograder.steps.SelectLanguage",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.SelectLanguage.repository = repository_address(ROOT)

# Hidden checks are questions put to two kernels; nothing that the student's kernel says is a mark.
c.Autograde.pre_convert_hook = "autograder.submission.before"
c.Autograde.exporter_class = "autograder.submission.SubmissionExporter"
c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.CheckCellMetadata"]
c.Autograde.autograde_preprocessors = [
    "autograder.execute.GradeByEvidence",
    "autograder.harmless.Harmless",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.execute.SaveVerdicts",
    "autograder.execute.KeepLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# seconds: a cell, a hidden check, a whole notebook
c.GradeByEvidence.cell_seconds = 30
c.GradeByEvidence.evidence_seconds = 30
c.GradeByEvidence.notebook_seconds = 600

# One page a notebook, in its language, without scripts; and a CSV without formulas.
c.GenerateFeedback.exporter_class = "autograder.feedback_page.FeedbackExporter"
c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades"]
c.ExportApp.plugin_class = "autograder.marks_csv.MarksCsv"
