"""The code that students write, taken from a chapter's source: there is no second copy of it."""

import ast
from pathlib import Path
from types import ModuleType

from autograder.sources import find_sources, read_cells

KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)


def definitions(chapter: str) -> ModuleType:
    """Return a module with the imports, functions and classes of a chapter's reference.

    What the cells compute is left out: no plot, no training.

    Args:
        chapter: such as `"5_dqn_breakout"`, or a path.
    """
    path = Path(chapter) if chapter.endswith(".py") else find_sources([chapter])[0]
    kept = [
        statement
        for cell in read_cells(path)
        if cell.is_code and not cell.is_check
        for statement in ast.parse(cell.source).body
        if isinstance(statement, KEPT)
    ]
    tree = ast.Module(body=list(kept), type_ignores=[])
    module = ModuleType(path.stem)
    exec(compile(tree, str(path), "exec"), module.__dict__)
    return module
