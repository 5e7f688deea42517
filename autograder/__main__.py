"""What one runs: `python -m autograder <command>`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.side_by_side import processors
from autograder.sources import ROOT, SourceError, find_problems, find_sources, read_chapter


def check(chapters: Sequence[str]) -> int:
    """Print every mistake in the sources; return how many chapters have some."""
    failed = 0
    for path in find_sources(chapters):
        if found := find_problems(path):
            failed += 1
            print("\n".join(str(error) for error in found), file=sys.stderr)
            continue
        chapter = read_chapter(path)
        exercises = sum(cell.is_answer for cell in chapter.cells)
        print(f"{chapter.name}: in order ({exercises} exercises, {chapter.points:g} points)")
    return failed


def release(chapters: Sequence[str]) -> int:
    """Write the notebooks that students open."""
    from autograder.release import release as release_notebooks  # nbgrader takes a second to load

    for path in release_notebooks(chapters):
        print(path.relative_to(ROOT))
    return 0


def pictures(chapters: Sequence[str]) -> int:
    """Run the references and write the pictures that prose cells show."""
    from autograder.pictures import make_pictures

    for run in make_pictures(chapters):
        changed = ", ".join(path.name for path in run.written) or "no picture changed"
        print(f"{run.chapter} ({run.language}): ran in {run.seconds:.1f} s; {changed}")
    return 0


def demo(chapters: Sequence[str]) -> int:
    """Let invented students hand in; print their marks and where the feedback is."""
    from autograder.demo import demo as rehearse

    return rehearse(chapters)


COMMANDS = {
    check: "say what is wrong in the sources",
    release: "write notebooks/<language>/ from the sources, through nbgrader",
    demo: "grade the work of invented students, in a folder of its own",
    pictures: "run the references and keep the pictures that they show",
}
UNSANDBOXED = "let students' code run with your rights"


def parser() -> argparse.ArgumentParser:
    """Return the command line; each command's function takes its chapters."""
    main_parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    commands = main_parser.add_subparsers(required=True, metavar="command")
    for function, text in COMMANDS.items():
        command = commands.add_parser(function.__name__, help=text, description=text)
        command.add_argument(
            "chapters", nargs="*", help="names such as 1_frozen_lake, or numbers; all by default"
        )
        command.set_defaults(run=lambda options, function=function: function(options.chapters))
    text = "collect what was handed in, grade it, write the feedback; can be interrupted"
    grade = commands.add_parser("grade", help=text, description=text)
    grade_arguments(grade)
    grade.set_defaults(run=run_grade)
    text = "show an instructor what a student's answer was asked, what is right and what came"
    explain = commands.add_parser("explain", help=text, description=text)
    explain.add_argument(
        "exercise", help="such as 2.3; or a chapter, for every exercise with points lost"
    )
    explain.add_argument("--student", required=True, help="whose answer")
    explain.add_argument("--unsandboxed", action="store_true", help=UNSANDBOXED)
    explain.set_defaults(run=run_explain)
    text = "say what this machine can do for grading"
    doctor = commands.add_parser("doctor", help=text, description=text)
    doctor.set_defaults(run=lambda _: run_doctor())
    return main_parser


def grade_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what `grade` takes."""
    parser.add_argument(
        "chapters", nargs="*", help="names such as 1_frozen_lake, or numbers; all by default"
    )
    parser.add_argument("--student", action="append", default=[], help="only this one; repeatable")
    parser.add_argument(
        "--inbox", type=Path, help="a folder with <student>/<any file> or <student>.ipynb"
    )
    parser.add_argument("--new-seed", action="store_true", help="draw other hidden inputs")
    parser.add_argument("--force", action="store_true", help="grade again what is graded")
    parser.add_argument(
        "--jobs",
        type=_jobs,
        default=max(1, processors() // 2),
        help="students graded at once (default: half of the processors, here %(default)s)",
    )
    parser.add_argument("--unsandboxed", action="store_true", help=UNSANDBOXED)


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"wanted a whole number from 1 on, got {text!r}")
    return int(text)


def run_grade(options: argparse.Namespace) -> int:
    """Grade everyone who handed in."""
    from autograder.grade import run

    return run(options)


def run_explain(options: argparse.Namespace) -> int:
    """Show what was asked and what came."""
    from autograder.explain import run

    return run(options)


def run_doctor() -> int:
    """Say what is there and what is missing."""
    from autograder.doctor import main as examine

    return examine()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        failed = options.run(options)
        sys.stdout.flush()
        return 1 if failed else 0
    except BrokenPipeError:  # `| head` has seen enough; Python would complain when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
