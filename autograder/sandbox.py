"""Student kernels in a box: a jupyter_client provisioner around bubblewrap.

In the box there is no network and nothing writable but small memory file systems; Python, its
packages and course_utils are there read-only; solutions, hidden checks, the gradebook and other
students' files are not. The kernel's sockets lie inside the box and are reached from outside
through `/proc/<pid>/root`, so no folder of the host is shared for writing.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import LocalProvisioner

COURSE_UTILS = Path(__file__).parent.parent / "course_utils"
BOX = "/run/kernel"  # sockets and connection file, inside the box
HOME = "/home/student"
UNUSED_UIDS = range(1 << 20, 1 << 30)  # above every account; one drawn for each kernel
READ_ONLY = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts")


@dataclass(frozen=True)
class Limits:
    """What one kernel, with everything it starts, may use."""

    memory: int = 2 << 30  # bytes, all processes together, where there are memory cgroups
    address_space: int = 4 << 30  # bytes, each process
    processes: int = 64  # threads count too
    cpu_seconds: int = 300  # each process
    file_size: int = 64 << 20  # bytes
    open_files: int = 256
    memory_files: int = 64 << 20  # bytes in /tmp, and as much in the home folder


class SandboxKernelManager(KernelManager):
    """Starts its kernel through `SandboxProvisioner`, whatever the kernel spec says."""

    @property
    def kernel_spec(self) -> KernelSpec | None:
        spec = super().kernel_spec
        if spec is not None:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": "course-sandbox"}
        return spec


def command_line(
    command: list[str], connection_file: Path, info_fd: int, limits: Limits
) -> list[str]:
    """Return the bubblewrap command that runs a kernel's `command` in the box.

    Args:
        command: the kernel's own, naming the connection file inside the box.
        connection_file: on the host, readable by the kernel's user.
        info_fd: bubblewrap writes the pid of the box's first process there.
        limits: set on every process in the box.
    """
    as_root = os.geteuid() == 0
    box = ["bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    box += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--hostname", "student"]
    box += ["--info-fd", str(info_fd)]
    if as_root:  # keeps what setpriv needs to become another user; setpriv then drops all of it
        box += ["--cap-drop", "ALL"]
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            box += ["--cap-add", capability]
    else:
        box += ["--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534"]
        box += ["--cap-drop", "ALL"]
    for folder, size in (
        ("/tmp", limits.memory_files),
        (HOME, limits.memory_files),
        (BOX, 1 << 20),
    ):
        box += ["--perms", "1777", "--size", str(size), "--tmpfs", folder]
    box += ["--proc", "/proc", "--dev", "/dev", "--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            box += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            box += ["--ro-bind", str(path), str(path)]
    for shown in dict.fromkeys((*READ_ONLY, sys.base_prefix, sys.prefix)):
        if Path(shown).exists() and not shown.startswith("/usr/") and shown != "/usr":
            box += [*_parents(shown), "--ro-bind", shown, shown]
    box += ["--perms", "0755", "--dir", "/course"]
    box += ["--ro-bind", str(COURSE_UTILS), "/course/course_utils"]
    box += ["--ro-bind", str(connection_file), f"{BOX}/connection.json"]
    box += ["--chdir", HOME, "--remount-ro", "/", "--clearenv"]
    for name, value in _environment().items():
        box += ["--setenv", name, value]
    drop = []
    if as_root:  # the process limit is counted by user, and never for root
        user = str(UNUSED_UIDS[secrets.randbelow(len(UNUSED_UIDS))])
        drop = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        drop += ["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"]
    limit = ["prlimit", f"--as={limits.address_space}", f"--nproc={limits.processes}"]
    limit += [f"--cpu={limits.cpu_seconds}", f"--fsize={limits.file_size}", "--core=0"]
    limit += [f"--nofile={limits.open_files}", "--"]
    return [*box, "--", *drop, *limit, *command]


def _parents(path: str) -> list[str]:
    """Make the folders above `path` first: bubblewrap would make them unreadable."""
    made = []
    for parent in list(Path(path).parents)[-2::-1]:
        made += ["--perms", "0755", "--dir", str(parent)]
    return made


def _environment() -> dict[str, str]:
    return {
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "HOME": HOME,
        "USER": "student",
        "LOGNAME": "student",
        "LANG": "C.UTF-8",
        "TMPDIR": "/tmp",
        "IPYTHONDIR": "/tmp/ipython",
        "JUPYTER_RUNTIME_DIR": "/tmp",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "PYTHONPATH": "/course",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",  # results must not depend on the number of cores
        "OMP_NUM_THREADS": "1",
        "SDL_VIDEODRIVER": "dummy",
        "COURSE_PROGRESS": "0",
    }


class SandboxProvisioner(LocalProvisioner):
    """Starts a kernel in the box; everything else jupyter_client does is unchanged."""

    limits = Limits()
    _folder: Path  # made in pre_launch, removed in cleanup
    _first_pid: int | None = None  # in the host's numbering: the init of the box
    _cgroup: Path | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager: Any = self.parent
        self._folder = Path(tempfile.mkdtemp(prefix="kernel-"))
        self._folder.chmod(0o755)
        manager.transport, manager.ip = "ipc", f"{BOX}/socket"
        manager.connection_file = str(self._folder / "connection.json")
        kwargs = await super().pre_launch(**kwargs)
        # jupyter_client writes its file again when the address changes: the box gets a copy
        shutil.copy(manager.connection_file, self._boxed_connection_file)
        self._boxed_connection_file.chmod(0o644)
        inside = f"{BOX}/connection.json"
        kwargs["cmd"] = [inside if a == manager.connection_file else a for a in kwargs["cmd"]]
        return kwargs

    @property
    def _boxed_connection_file(self) -> Path:
        return self._folder / "in-the-box.json"

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        read, write = os.pipe()
        errors = self._folder / "errors.txt"
        argv = command_line(cmd, self._boxed_connection_file, write, self.limits)
        self._cgroup = memory_cgroup(self.limits.memory)
        if self._cgroup:  # the shell puts itself in the group, then becomes bubblewrap
            argv = ["sh", "-c", f'echo $$ >{self._cgroup}/cgroup.procs && exec "$@"', "sh", *argv]
        with errors.open("wb") as stderr:
            self.process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                pass_fds=(write,),
                start_new_session=True,
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin")},
            )
        os.close(write)
        with os.fdopen(read) as pipe:
            answer = pipe.read()
        if not answer:
            self.process.wait()
            raise RuntimeError(f"the sandbox did not start: {errors.read_text()[:500]}")
        self._first_pid = json.loads(answer)["child-pid"]
        self.pid = self.process.pid
        self.pgid = os.getpgid(self.pid)
        self.connection_info["ip"] = f"/proc/{self._first_pid}/root{BOX}/socket"
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        if signum != signal.SIGINT:
            await super().send_signal(signum)
            return
        # the box is a session of its own: an interrupt must be sent to the kernel itself
        for pid in _children(self._first_pid):
            try:
                os.kill(pid, signum)
            except ProcessLookupError:
                continue

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart)
        if self._cgroup:
            _remove_cgroup(self._cgroup)
            self._cgroup = None
        if not restart:
            shutil.rmtree(self._folder, ignore_errors=True)


def _children(pid: int | None) -> list[int]:
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()][:1]
    except OSError:
        return []


def memory_cgroup(limit: int) -> Path | None:
    """Make a group of processes that together hold at most `limit` bytes; None where one cannot."""
    root = Path("/sys/fs/cgroup")
    for parent, setting in ((root / "memory", "memory.limit_in_bytes"), (root, "memory.max")):
        group = parent / f"course-{os.getpid()}-{secrets.token_hex(6)}"
        try:
            group.mkdir()
        except OSError:
            continue
        try:
            (group / setting).write_text(str(limit))
        except OSError:  # no memory controller here, or not ours to set
            group.rmdir()
            continue
        return group
    return None


def _remove_cgroup(group: Path) -> None:
    """Remove the group as soon as the kernel has let its last process go."""
    for _ in range(100):
        try:
            group.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.02)
        else:
            return
