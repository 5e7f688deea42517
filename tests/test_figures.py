"""README and docs quote only figures that a benchmark wrote.

A quoted figure is followed by the place it comes from: `31<!-- animation.ratio -->` says that
benchmarks/results/animation.json has a `ratio` which rounds to 31.
"""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
QUOTED = re.compile(r"([\d,]+(?:\.\d+)?)\s*<!-- ([a-z_]+)((?:\.\w+)+) -->")
FIGURES = [
    (page.name, *match)
    for page in PAGES
    if page.exists()
    for match in QUOTED.findall(page.read_text())
]


def look_up(name: str, path: str) -> float:
    value = json.loads((ROOT / "benchmarks" / "results" / f"{name}.json").read_text())
    for key in path.strip(".").split("."):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


@pytest.mark.parametrize(("page", "quoted", "name", "path"), FIGURES)
def test_a_quoted_figure_is_the_one_the_benchmark_wrote(page, quoted, name, path):
    number = Decimal(quoted.replace(",", ""))
    measured = Decimal(repr(look_up(name, path)))
    assert measured.quantize(number) == number, f"{page} says {quoted}, {name}{path} is {measured}"


def test_the_readme_quotes_figures():
    assert any(page == "README.md" for page, *_ in FIGURES)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "benchmarks").glob("[a-z]*.py")), ids=lambda p: p.stem
)
def test_every_benchmark_has_written_its_result(path):
    if path.stem == "harness":
        return
    file = ROOT / "benchmarks" / "results" / f"{path.stem}.json"
    result = json.loads(file.read_text())
    assert {"name", "date", "machine", "raw", "ratio"} <= set(result)
    assert result["name"] == path.stem
    assert result["ratio"] > 0
