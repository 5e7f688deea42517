"""What the hostile corpus gains here, and what it gains from nbgrader as it comes.

Every cheat of tests/hostile, in every graded exercise that it applies to, through the real
pipeline. It takes some minutes. `python benchmarks/hostile.py 1_frozen_lake` looks at one chapter
and writes nothing.

`ratio` is the share of cheats stopped here over the share that vanilla nbgrader stops, among the
cheats that the control can try: an exercise and its checks as nbgrader's documentation has them.
"""

import multiprocessing
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

from harness import print_table, save

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "hostile"))

from hostile_control import applies, run_control  # noqa: E402
from hostile_corpus import read_corpus  # noqa: E402
from hostile_runner import Result, run_class  # noqa: E402

from autograder.sources import find_sources  # noqa: E402


def in_chapter(chapter: str) -> list[Result]:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        return run_class(chapter, read_corpus(), Path(folder))


def in_control(_: str) -> dict[str, float]:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        return run_control([c for c in read_corpus() if applies(c)], Path(folder))


def everything(chapters: list[str]) -> tuple[list[Result], dict[str, float]]:
    """Return what each cheat got in each chapter, and in the control."""
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        control = pool.apply_async(in_control, ("",))
        rooms = [pool.apply_async(in_chapter, (chapter,)) for chapter in chapters]
        return [result for room in rooms for result in room.get()], control.get()


def main() -> None:
    chosen = sys.argv[1:]
    chapters = [path.stem for path in find_sources(chosen)]
    results, control = everything(chapters)
    cheats = {r.cheat.name: r.cheat for r in results if not r.cheat.allowed}
    ours = {name: sum(r.gained for r in results if r.cheat.name == name) for name in cheats}
    tried = [name for name in control if name in cheats]
    tampering = [name for name in tried if cheats[name].kind == "kernel"]
    succeeded = [name for name in tampering if control[name] > 0]
    stopped_here = sum(ours[name] == 0 for name in tried) / len(tried)
    stopped_by_vanilla = sum(control[name] == 0 for name in tried) / len(tried)
    kinds = Counter(cheat.kind for cheat in cheats.values())
    print_table(
        ["kind", "cheats", "runs", "points gained", "canary bytes"],
        [
            [
                kind,
                kinds[kind],
                sum(len(r.points) for r in results if r.cheat.kind == kind),
                sum(r.gained for r in results if r.cheat.kind == kind),
                sum(sum(r.leaked.values()) for r in results if r.cheat.kind == kind),
            ]
            for kind in kinds
        ],
    )
    for r in results:
        if r.gained or r.leaked or r.refused:
            print(f"{r.chapter} {r.cheat.name}: {r.points} leaked {r.leaked} refused {r.refused}")
    print(f"control: {len(succeeded)} of {len(tampering)} kernel tamperings gain marks there")
    if chosen:
        return
    save(
        "hostile",
        ratio=stopped_here / stopped_by_vanilla,
        n_cheats=len(cheats),
        n_runs=sum(len(r.points) for r in results if not r.cheat.allowed),
        points_gained=sum(ours.values()),
        canary_bytes_leaked=sum(sum(r.leaked.values()) for r in results),
        right_answers_refused=sum(r.refused for r in results),
        chapters=chapters,
        needs_a_person=sum("NOT_GRADED" in r.outcomes.values() for r in results),
        control={
            "kernel_tampering": {"tried": len(tampering), "succeeded": len(succeeded)},
            "all": {"tried": len(tried), "succeeded": sum(control[n] > 0 for n in tried)},
        },
        raw={
            "cheats_by_kind": kinds,
            "gained_points_in_the_control": sorted(n for n in tried if control[n] > 0),
            "outcomes": Counter(o for r in results for o in r.outcomes.values()),
        },
    )


if __name__ == "__main__":
    main()
