"""Our steps in nbgrader's generate_assignment: the stubs' sentences, and one language of two.

They are named in autograder/nbgrader_config.py, so nbgrader's own commands and the
Formgrader run them too.
"""

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from traitlets import Unicode

from autograder.editions import edition
from autograder.markers import SOLUTION, regions, with_stubs


class InOneLanguage(NbGraderPreprocessor):
    """What the steps below share: `c.InOneLanguage.language` sets it for both."""

    language = Unicode("en", help="The language of the edition that is made").tag(config=True)


class WriteStubs(InOneLanguage, ClearSolutions):
    """nbgrader's ClearSolutions with the exercise's own sentence in place of its stub."""

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        if not regions(cell.source, SOLUTION):
            return False
        cell.source = with_stubs(cell.source, self.language)
        return True


class SelectLanguage(InOneLanguage):
    """Keeps one language of a bilingual notebook.

    It comes after SaveCells, so that the gradebook keeps the check cells with both languages
    in them and one gradebook serves all editions; and before the checksums that students get.
    """

    repository = Unicode("", help="The public address of the course, for badges and Colab").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        return edition(nb, self.language, repository=self.repository), resources
