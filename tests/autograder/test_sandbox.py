"""What a kernel in the box can and cannot do."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from autograder import doctor, sandbox
from autograder.kernel import Kernel

ROOT = Path(sandbox.__file__).parent.parent
CANARY = "tell-nobody-4711"


@pytest.fixture(scope="module", autouse=True)
def able():
    missing = [f for f in doctor.examine() if f.needed and not f.ok]
    if missing:
        pytest.skip(f"no sandbox on this machine ({missing[0].detail}): apt-get install bubblewrap")


def run_in_box(*cells: str, seconds: float = 60) -> list[str]:
    """Run cells in one boxed kernel; the printed text, or the error's name and message, of each."""
    texts = []
    with Kernel(sandbox=True) as kernel:
        for cell in cells:
            outputs = kernel.run(cell, seconds=seconds).outputs
            texts.append("".join(map(said, outputs)).strip())
    return texts


def said(output) -> str:
    if output.output_type == "stream":
        return output.text
    return f"{output.ename}: {output.evalue}" if output.output_type == "error" else ""


def test_the_kernel_works_with_what_the_course_needs():
    (text,) = run_in_box(
        "import numpy, gymnasium, course_utils.lakes as lakes\n"
        "env = lakes.make_lake(lakes.FIRST_LAKE); env.reset(seed=0)\n"
        "print(env.step(2)[0], lakes.__file__)"
    )
    assert text == "1 /course/course_utils/lakes.py"


def test_host_files_are_invisible_and_nothing_of_the_host_is_writable(tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text(CANARY)
    seen, solutions, written, packages, grader = run_in_box(
        f"print(open({str(secret)!r}).read())",
        f"import os; print(os.listdir({str(ROOT / 'solutions')!r}))",
        "open('/etc/written', 'w')",
        "import numpy; open(numpy.__file__, 'a')",
        "from autograder import judges",
    )
    assert seen.startswith("FileNotFoundError")
    assert solutions.startswith("FileNotFoundError")
    assert written.startswith(("OSError", "PermissionError"))
    assert packages.startswith(("OSError", "PermissionError"))
    assert grader.startswith(("ImportError", "ModuleNotFoundError"))


def test_there_is_no_network():
    (text,) = run_in_box("import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)")
    assert text.startswith("OSError")


def test_environment_and_descriptors_of_the_host_do_not_reach_the_kernel(monkeypatch):
    monkeypatch.setenv("GRADER_SECRET", CANARY)
    environment, first, targets = run_in_box(
        "import os; print(dict(os.environ))",
        "print(open('/proc/1/environ').read())",
        "for fd in os.listdir('/proc/self/fd'):\n"
        "    try: print(os.readlink('/proc/self/fd/' + fd))\n"
        "    except OSError: pass",
    )
    assert CANARY not in environment + first
    assert str(ROOT) not in targets


def test_memory_processes_and_files_are_limited():
    memory, threads, file = run_in_box(
        f"x = bytearray({sandbox.Limits().address_space})",
        "import threading, time\n"
        "for _ in range(500): threading.Thread(target=time.sleep, args=(20,), daemon=True).start()",
        "with open('/tmp/big', 'wb') as f:\n    for _ in range(200): f.write(bytes(1 << 20))",
    )
    assert memory.startswith("MemoryError")
    assert threads.startswith("RuntimeError")
    assert "No space left" in file or "File too large" in file


def test_an_interrupt_reaches_the_kernel():
    started = time.monotonic()
    (text,) = run_in_box("import time; time.sleep(50)", seconds=1)
    assert text.startswith("KeyboardInterrupt")
    assert time.monotonic() - started < 20


def test_nothing_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    marker = f"orphan{os.getpid()}"
    run_in_box(
        "import subprocess, sys\n"
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)  # {marker}'],"
        " start_new_session=True)"
    )
    for _ in range(50):
        listed = subprocess.run(["ps", "ax", "-o", "args"], capture_output=True, text=True).stdout
        if marker not in listed.replace("ps ax", ""):
            break
        time.sleep(0.1)
    assert marker not in listed
    assert list(tmp_path.iterdir()) == []
    assert not list(Path("/sys/fs/cgroup").glob(f"**/course-{os.getpid()}-*"))


def test_it_works_for_an_ordinary_user_too(tmp_path, monkeypatch):
    """As root, this runs what an ordinary user gets, as one, with the system's Python."""
    prefix = []
    if os.geteuid() == 0:
        prefix = ["setpriv", "--reuid=4711", "--regid=4711", "--clear-groups"]
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    monkeypatch.setattr(sys, "prefix", "/usr")
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setattr(sandbox, "COURSE_UTILS", Path("/usr/share"))  # this checkout may be closed
    program = doctor.LOOK_AROUND.replace("PROJECT", repr(str(ROOT)))
    command = ["/usr/bin/python3", "-c", program]
    argv = sandbox.command_line(command, Path("/dev/null"), 2, sandbox.Limits())
    assert "--unshare-user" in argv
    done = subprocess.run([*prefix, *argv], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen.pop("writes_tmp")
    assert not any(seen.values()), seen
