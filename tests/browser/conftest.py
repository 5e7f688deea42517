"""A headless Chromium and a real JupyterLab, for whatever a student or an instructor sees.

    def test_something(page, jupyterlab, screenshot):
        jupyterlab.write_notebook("a.ipynb", ["1 + 1"])
        jupyterlab.open_notebook(page, "a.ipynb")
        jupyterlab.run_all(page)
        assert jupyterlab.cell_errors(page) == []
        screenshot(page, "a")  # build/screenshots/a.png

`start_jupyterlab(root)` serves another folder, such as the repository. Put
`pytestmark = pytest.mark.browser` at the top of a module that uses these.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import nbformat
import pytest

REPO = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
TOKEN = "tests"
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# The kernel itself is asked: the indicator in the toolbar says "idle" before there is a kernel,
# and is hidden in a narrow window.
IDLE = """() => {
    const context = jupyterapp.shell.currentWidget?.sessionContext;
    const kernel = context?.isReady ? context.session?.kernel : null;
    return kernel?.connectionStatus === "connected" && kernel.status === "idle";
}"""
# JupyterLab as a new student finds it, but for the questions that it asks at its first start
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}


@pytest.fixture(scope="module")
def browser():
    """Chromium, driven by Playwright.

    One a module and not one a session: while Playwright runs, its event loop would be in the way
    of tests that start one of their own.
    """
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:  # in CI a skip is a failure: see tests/conftest.py
        pytest.skip("no Chromium here: install one, such as with `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A fresh page without cookies; what its scripts threw is listed in `page.errors`."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(error.message))
    yield page
    context.close()


@pytest.fixture(scope="session")
def screenshot():
    """`screenshot(page_or_locator, name)` saves build/screenshots/`name`.png, returns its path."""
    folder = REPO / "build" / "screenshots"

    def save(what, name: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        what.screenshot(path=folder / f"{name}.png")
        return folder / f"{name}.png"

    return save


class JupyterLab:
    """A JupyterLab server that serves `root`, and what one does in its pages.

    It sees none of the machine's Jupyter settings, only those installed beside this Python. Its
    working directory is `root`, where nbgrader looks for its configuration.

    Args:
        root: the folder to serve.
        private: an empty folder for its settings, data and log.
        settings: of JupyterLab, by plugin, besides `SETTINGS`.
        env: variables for the server and its kernels.
    """

    def __init__(self, root: Path, private: Path, *, settings=None, env=None):
        self.root = root
        self.log = private / "jupyterlab.log"
        self.runtime = private / "runtime"
        overrides = private / "config" / "labconfig" / "default_setting_overrides.json"
        overrides.parent.mkdir(parents=True)
        overrides.write_text(json.dumps({**SETTINGS, **(settings or {})}))
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "JPY_"))}
        # bars and live curves are drawn as for a student, on a budget that a test can wait for
        inherited |= {"COURSE_PROGRESS": "1", "COURSE_BUDGET": "small"}
        folders = {
            "JUPYTER_CONFIG_DIR": private / "config",
            "JUPYTER_DATA_DIR": private / "data",
            "JUPYTER_RUNTIME_DIR": self.runtime,
            "IPYTHONDIR": private / "ipython",
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            f"--ServerApp.root_dir={root}",
            f"--ServerApp.port={port}",  # or one of the next, should another have taken it
            f"--IdentityProvider.token={TOKEN}",
            "--LabApp.expose_app_in_browser=True",
        ]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                cwd=root,
                env={**inherited, **{k: str(v) for k, v in folders.items()}, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self.url = self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def _wait_until_ready(self, timeout: float = 90) -> str:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and self.process.poll() is None:
            for file in self.runtime.glob("jpserver-*.json"):
                try:
                    self.url = f"http://127.0.0.1:{json.loads(file.read_text())['port']}/"
                    self.request("GET", "api/status")
                    return self.url
                except (OSError, ValueError):  # half written, or not listening yet
                    pass
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start; its log:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        """End the server, which ends its kernels; then what may be left of its process group."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def request(self, method: str, path: str):
        """Return the server's answer to `method` `path`, such as "GET" "api/sessions"."""
        request = urllib.request.Request(
            self.url + path, method=method, headers={"Authorization": f"token {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            body = response.read()
        return json.loads(body) if body else None

    def write_notebook(self, path: str, cells: list[str]) -> Path:
        """Write a notebook of code cells below `root`; return where it is."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        notebook.metadata.kernelspec = {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        }
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, self.root / path)
        return self.root / path

    def open(self, page, path: str = "lab", *, timeout: float = 60) -> None:
        """Go to `path` of the server with an empty workspace; wait until JupyterLab stands."""
        page.goto(f"{self.url}{path}?token={TOKEN}&reset")
        page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=1000 * timeout)
        page.wait_for_selector(".lm-MenuBar-itemLabel", timeout=1000 * timeout)

    def open_notebook(self, page, path: str, *, timeout: float = 60) -> None:
        """Open `path` (relative to `root`) with a new kernel; wait until the kernel is idle."""
        for session in self.request("GET", "api/sessions"):
            self.request("DELETE", f"api/sessions/{session['id']}")
        self.open(page, f"lab/tree/{quote(path)}", timeout=timeout)
        page.wait_for_function(IDLE, timeout=1000 * timeout)

    def menu(self, page, label: str, command: str) -> None:
        """Choose the item with `data-command` = `command` (labels change) from a menu."""
        page.locator(".lm-MenuBar-itemLabel", has_text=label).first.click()
        page.locator(f'.lm-Menu-item[data-command="{command}"]').first.click()

    def run_all(self, page, *, timeout: float = 120) -> None:
        """Run all cells; wait until they ran, or until one failed and the rest was called off.

        It hangs if no cell comes to its end for `timeout` seconds.
        """
        self.menu(page, "Edit", "editmenu:clear-all")
        self.menu(page, "Run", "runmenu:run-all")
        deadline, quiet, before = time.monotonic() + timeout, 0, 0
        while quiet < 3:  # in a row: a pause between two cells is not the end
            if time.monotonic() > deadline:
                raise TimeoutError(f"after {before} cells none has ended for {timeout} s")
            page.wait_for_timeout(100)
            # asked of the notebook's model: cells out of sight are not on the page
            over, ended = page.evaluate(
                """() => {
                    const cells = [...jupyterapp.shell.currentWidget.content.model.cells]
                        .map((cell) => cell.toJSON())
                        .filter((cell) => cell.cell_type === "code" && cell.source.length);
                    const ended = cells.filter((cell) => cell.execution_count).length;
                    return [ended === cells.length || cells.some(
                        (cell) => cell.outputs.some((output) => output.output_type === "error")),
                        ended];
                }"""
            )
            if ended > before:
                deadline, before = time.monotonic() + timeout, ended
            quiet = quiet + 1 if over and page.evaluate(IDLE) else 0

    def notebook(self, page):
        """Return the open notebook, outputs included, as it would be saved."""
        text = page.evaluate("JSON.stringify(jupyterapp.shell.currentWidget.content.model)")
        return nbformat.reads(text, as_version=4)

    def cell_errors(self, page) -> list[str]:
        """Return "Name: message" of every exception that a cell of the open notebook shows."""
        # asked of the notebook's model: on the page an error looks like any text on stderr
        return page.evaluate(
            """() => [...jupyterapp.shell.currentWidget.content.model.cells]
                .flatMap((cell) => cell.toJSON().outputs ?? [])
                .filter((output) => output.output_type === "error")
                .map((output) => `${output.ename}: ${output.evalue}`)"""
        )

    def show_error(self, page):
        """Scroll to the first cell that shows an exception; return the locator of its outputs."""
        page.evaluate(
            """async () => {
                const notebook = jupyterapp.shell.currentWidget.content;
                const failed = (cell) => (cell.toJSON().outputs ?? [])
                    .some((output) => output.output_type === "error");
                notebook.activeCellIndex = [...notebook.model.cells].findIndex(failed);
                await notebook.scrollToItem(notebook.activeCellIndex, "center");
            }"""
        )
        outputs = page.locator(f"{NOTEBOOK} .jp-Cell.jp-mod-active .jp-Cell-outputArea")
        outputs.wait_for()
        return outputs


@pytest.fixture(scope="session")
def start_jupyterlab(tmp_path_factory):
    """`start_jupyterlab(root, settings=..., env=...)` returns a `JupyterLab`; all end at last."""
    started = []

    def start(root: Path, **options) -> JupyterLab:
        started.append(JupyterLab(root, tmp_path_factory.mktemp("jupyter"), **options))
        return started[-1]

    yield start
    for lab in started:
        lab.stop()


@pytest.fixture(scope="session")
def jupyterlab(start_jupyterlab, tmp_path_factory):
    """A `JupyterLab` that serves an empty folder, `jupyterlab.root`; copy there what you open."""
    return start_jupyterlab(tmp_path_factory.mktemp("notebooks"))
