"""One student's notebook through one of nbgrader's own converters."""

import logging
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory


def convert(converter: type, config: Any, folder: Path) -> None:
    """Run a converter on the notebook in `folder`, which is `<step>/<student>/<chapter>`.

    Raises:
        NbGraderException: it stopped; its text says why.
    """
    config = config.copy()
    config.CourseDirectory.student_id = folder.parent.name

    class OneStudent(converter):  # type: ignore[misc,valid-type]
        """nbgrader's, but a name is a name and no pattern."""

        def init_notebooks(self) -> None:
            self.assignments = {str(folder): [str(folder / f"{folder.name}.ipynb")]}
            self.notebooks: list[str] = []

    made = OneStudent(coursedir=CourseDirectory(config=config), config=config)
    log = _Log()
    made.log = logging.Logger("autograder.grade", logging.ERROR)
    made.log.addHandler(log)
    try:
        made.start()
    except NbGraderException as problem:
        raise NbGraderException(log.reason or str(problem)) from None


class _Log(logging.Handler):
    """Keeps why nbgrader stopped, which its exception does not say."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.reason = ""

    def emit(self, record: logging.LogRecord) -> None:
        lines = record.getMessage().strip().splitlines()
        if lines and lines[0].startswith("Traceback"):
            errors = [
                line for line in lines if line[:1].isalpha() and "Error" in line.split(":")[0]
            ]
            self.reason = self.reason or (errors or lines)[-1][:200]
