"""What this machine can do for grading, found out by doing it."""

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import Limits, command_line, memory_cgroup

# run in the box: what a hostile kernel would find
LOOK_AROUND = """
import json, os, socket
def can(action):
    try:
        action()
    except OSError:
        return False
    return True
print(json.dumps({
    "is_root": os.getuid() == 0,
    "network": len(socket.if_nameindex()) > 1,
    "writes_root": can(lambda: open("/written", "w")),
    "writes_packages": can(lambda: open(os.__file__, "a")),
    "sees_project": os.path.exists(PROJECT),
    "sees_processes": sum(name.isdigit() for name in os.listdir("/proc")) > 4,
    "writes_tmp": can(lambda: open("/tmp/written", "w")),
}))
"""


class SandboxUnavailableError(RuntimeError):
    """The machine cannot put a student's kernel in a sandbox; the message says what to do."""


@dataclass(frozen=True)
class Finding:
    """One thing that grading needs or would like, and whether it is there."""

    name: str
    ok: bool
    detail: str
    needed: bool = True


def examine() -> list[Finding]:
    """Start a sandbox, look around in it, and say what was found."""
    if not sys.platform.startswith("linux"):
        return [Finding("Linux", False, "sandboxed grading needs Linux; use a virtual machine")]
    findings = []
    programs = ["bwrap", "prlimit"] + (["setpriv"] if os.geteuid() == 0 else [])
    for program in programs:
        path = shutil.which(program)
        how = "apt-get install bubblewrap util-linux"
        findings.append(Finding(program, bool(path), path or f"not found: {how}"))
    if all(finding.ok for finding in findings):
        findings += _try_a_box()
    group = memory_cgroup(1 << 30)
    if group:
        group.rmdir()
    without = f"none: each process is limited to {Limits().address_space >> 30} GiB instead"
    findings.append(Finding("memory cgroup", bool(group), str(group or without), needed=False))
    return findings


@functools.cache
def require_sandbox() -> None:
    """Raise SandboxUnavailableError, with what to do, unless everything needed is there."""
    missing = [finding for finding in examine() if finding.needed and not finding.ok]
    if missing:
        reasons = "; ".join(f"{finding.name}: {finding.detail}" for finding in missing)
        raise SandboxUnavailableError(
            f"Grading is refused: this machine cannot sandbox student code ({reasons}). "
            "Run `python -m autograder doctor` to see what is missing. To grade without a sandbox, "
            "with every report stamped UNSANDBOXED, add --GradeByEvidence.sandbox=False."
        )


def _try_a_box() -> list[Finding]:
    project = str(Path(__file__).resolve().parent)
    read, write = os.pipe()
    with tempfile.NamedTemporaryFile() as connection_file:
        os.fchmod(connection_file.fileno(), 0o644)
        program = LOOK_AROUND.replace("PROJECT", repr(project))
        argv = command_line(
            [sys.executable, "-c", program], Path(connection_file.name), write, Limits()
        )
        try:
            done = subprocess.run(
                argv, pass_fds=(write,), capture_output=True, text=True, timeout=30, check=False
            )
        finally:
            os.close(read)
            os.close(write)
    if done.returncode:
        return [Finding("sandbox starts", False, _explain(done.stderr.strip()))]
    seen = json.loads(done.stdout)
    wanted = {
        "not root": not seen["is_root"],
        "no network": not seen["network"],
        "nothing writable but memory files": not (seen["writes_root"] or seen["writes_packages"]),
        "project invisible": not seen["sees_project"],
        "other processes invisible": not seen["sees_processes"],
        "room for temporary files": seen["writes_tmp"],
    }
    starts = Finding("sandbox starts", True, "bubblewrap with new namespaces")
    return [starts, *(Finding(name, ok, "seen from inside") for name, ok in wanted.items())]


def _explain(stderr: str) -> str:
    last = stderr.splitlines()[-1] if stderr else "no message"
    if "uid map" in last or "namespace" in last or "Operation not permitted" in last:
        return (
            f"{last}. User namespaces are not allowed here: as an administrator, "
            "`sysctl kernel.unprivileged_userns_clone=1` (Debian) or "
            "`sysctl kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu); in a container, "
            "run it privileged; or grade in a virtual machine"
        )
    return last


def main() -> int:
    """Print the findings; return 0 when grading can be sandboxed."""
    findings = examine()
    for finding in findings:
        mark = "ok     " if finding.ok else ("MISSING" if finding.needed else "without")
        print(f"{mark}  {finding.name}: {finding.detail}")
    able = all(finding.ok for finding in findings if finding.needed)
    print("Student code will be sandboxed." if able else "Grading will be refused on this machine.")
    return 0 if able else 1
