"""One list of versions: constraints.txt, within the ranges of pyproject.toml."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
BASE = [Requirement(line) for line in PROJECT["dependencies"]]
EVERY = BASE + [Requirement(line) for lines in EXTRAS.values() for line in lines]


def pins() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {name.lower().replace("_", "-"): Version(version) for name, version in pairs}


@pytest.mark.parametrize("requirement", EVERY, ids=str)
def test_every_dependency_is_pinned_within_its_range(requirement):
    pinned = pins().get(requirement.name.lower().replace("_", "-"))
    assert pinned is not None, f"constraints.txt does not pin {requirement.name}: make lock"
    assert pinned in requirement.specifier


def test_what_runs_here_is_what_is_pinned():
    from importlib.metadata import version

    wanted = pins()
    for name in ("numpy", "gymnasium", "matplotlib", "nbgrader", "jupyterlab", "jupytext"):
        assert Version(version(name)) == wanted[name]


def test_environment_yml_uses_the_one_list():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *conda, pip = environment["dependencies"]
    assert pip == {"pip": ["--constraint constraints.txt", "--editable .[lab]"]}
    python = next(line for line in conda if line.startswith("python="))
    assert Version(python.split("=")[1]) in SpecifierSet(PROJECT["requires-python"])
    assert set(conda) == {python, "pip"}, "other versions belong in constraints.txt"


def imported_by_students() -> set[str]:
    """Top-level packages that course_utils and the released notebooks import."""
    import nbformat

    sources = [path.read_text() for path in ROOT.glob("course_utils/**/*.py")]
    for path in ROOT.glob("notebooks/*/*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        sources += [c.source for c in cells if c.cell_type == "code" and "%pip" not in c.source]
    names = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    names = {{"PIL": "pillow", "ale_py": "ale-py"}.get(name, name) for name in names}
    return names - {"course_utils", "IPython"} - set(sys.stdlib_module_names)


def test_the_base_install_holds_what_notebooks_import_and_nothing_else():
    by_gymnasium = {"opencv-python-headless"}  # its AtariPreprocessing asks for it
    assert imported_by_students() | by_gymnasium == {requirement.name for requirement in BASE}


def test_the_base_install_leaves_colabs_jupyter_alone():
    jupyter = re.compile("jupyter|nbgrader|nbconvert|nbclient|ipykernel|notebook")
    assert not [r.name for r in BASE if jupyter.match(r.name)]


@pytest.mark.parametrize(
    ("name", "version"),
    # what Colab shipped when this was written, and the numpy and ipywidgets it had shortly before
    [("numpy", "2.0.2"), ("torch", "2.8.0"), ("matplotlib", "3.10.0"), ("ipywidgets", "7.7.1")],
)
def test_the_ranges_admit_what_colab_ships(name, version):
    requirement = next(r for r in EVERY if r.name == name)
    assert Version(version) in requirement.specifier


def test_every_pin_can_be_installed_on_the_oldest_python():
    from importlib.metadata import distributions

    oldest = PROJECT["requires-python"].removeprefix(">=") + ".0"
    refusing = {
        f"{d.metadata['Name']} {d.version} wants Python {wanted}"
        for d in distributions()
        if (wanted := d.metadata["Requires-Python"]) and oldest not in SpecifierSet(wanted)
    }
    assert refusing == set(), "Debian 12 has 3.11.2: pin an older version in constraints.txt"


def test_starting_jupyter_compiles_no_grammar():
    # jsonschema imports it, whenever there is one, and takes longer than all of JupyterLab
    assert not {"rfc3987-syntax", "lark"} & set(pins())
