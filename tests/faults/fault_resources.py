"""What a student's code may do to the machine, and what it must cost: that student's exercise 1.

Each stands in the first answer cell of an otherwise right notebook. To add one, add an entry:
its name, the code, and the points that the notebook then gets (of 6; exercise 1 gives 2).
"""

RIGHT = """
def expected_reward(P, state, action):
    return sum(p * r for p, _, r, _ in P[state][action])
"""


def asked(what: str) -> str:
    """Return an answer that does `what` only when the hidden checks call it."""
    return f"""
def expected_reward(P, state, action):
    if len(P) != 16:
        {what}
    return sum(p * r for p, _, r, _ in P[state][action])
"""


RESOURCES: dict[str, tuple[str, float]] = {
    "endless-loop": ("while True: pass", 4),
    "loop-swallows-interrupts": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        4,
    ),
    "loop-ignores-sigint": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        4,
    ),
    "endless-when-asked": (asked("while True: pass"), 4),
    "sleep-past-deadline": ("import time\ntime.sleep(10_000)", 4),
    "hang-in-regex": ("import re\nre.match(r'(a+)+$', 'a' * 40 + 'b')", 4),
    "hang-in-power": ("x = 3 ** (10 ** 10)", 4),
    "hang-in-sum": ("sum(range(10 ** 15))", 4),
    "stops-itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", 4),
    "memory-bit-by-bit": ("kept = []\nwhile True: kept.append(bytearray(10 ** 7))", 4),
    "memory-at-once": ("kept = bytearray(10 ** 13)", 4),
    "memory-in-numpy": ("kept = np.ones((10 ** 6, 10 ** 6))", 4),
    "memory-when-asked": (asked("return [0.0] * 10 ** 8"), 4),
    "evidence-too-large": (asked("return list(range(10 ** 6))"), 4),
    "fork-bomb": ("import os\nwhile True: os.fork()", 4),
    "fork-and-go-on": (f"import os, time\nif os.fork() == 0: time.sleep(10_000)\n{RIGHT}", 6),
    "double-fork-daemon": (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        f"        time.sleep(10_000)\n    os._exit(0)\n{RIGHT}",
        6,
    ),
    "background-shell": (f"import os\nos.system('sleep 10000 &')\n{RIGHT}", 6),
    "background-shell-refused": (f"!sleep 10000 &\n{RIGHT}", 4),  # IPython raises OSError
    "many-threads": (
        "import threading, time\n"
        "while True: threading.Thread(target=time.sleep, args=(99,)).start()",
        4,
    ),
    "busy-thread": (
        "import threading\ndef spin():\n    while True: pass\n"
        f"threading.Thread(target=spin, daemon=True).start()\n{RIGHT}",
        6,
    ),
    "output-100-mb": (f"for _ in range(100): print('x' * 10 ** 6)\n{RIGHT}", 6),
    "output-endless": ("while True: print('x' * 1000)", 4),
    "output-on-stderr": (
        f"import sys\nfor _ in range(10_000): print('x' * 1000, file=sys.stderr)\n{RIGHT}",
        6,
    ),
    "output-of-pictures": (
        "from IPython.display import HTML, display\n"
        f"for _ in range(300): display(HTML('x' * 100_000))\n{RIGHT}",
        6,
    ),
    "output-half-a-character": (f"print(chr(0xD800), chr(0), chr(27) + '[2J')\n{RIGHT}", 6),
    "output-when-asked": (asked("print('x' * 10 ** 6)"), 6),
    "disk-full": (
        "with open('/tmp/full', 'wb') as file:\n    while True: file.write(bytes(10 ** 7))",
        4,
    ),
    "disk-full-of-files": (
        "for number in range(10 ** 9):\n"
        "    with open(f'/tmp/{number}', 'w') as file: file.write('x')",
        4,
    ),
    "home-full": (
        "try:\n    open('home', 'wb').write(bytes(10 ** 9))\nexcept Exception: pass\n" + RIGHT,
        6,
    ),
    "deletes-everything": (f"!rm -rf /* 2>/dev/null\n{RIGHT}", 6),
    "recursion": ("def f(): f()\nf()", 4),
    "recursion-without-limit": (
        "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): return repr(f()) + repr(f())\nf()",
        4,
    ),
    "recursion-when-asked": (asked("return expected_reward(P, state, action)"), 4),
    "exits": ("import os\nos._exit(0)", 4),
    "exits-politely": (f"import sys\nsys.exit(1)\n{RIGHT}", 4),
    "quits": ("quit()", 4),
    "exits-when-asked": (asked("__import__('os')._exit(3)"), 4),
    "segfault": ("import ctypes\nctypes.string_at(0)", 4),
    "aborts": ("import os\nos.abort()", 4),
    "kills-itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", 4),
    "kills-all": ("import os, signal\nos.kill(-1, signal.SIGKILL)", 4),
    "kills-its-parent": (
        "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nwhile True: pass",
        4,
    ),
    "alarm": ("import signal, time\nsignal.alarm(1)\ntime.sleep(1.5)", 4),
    "closes-its-files": ("import os\nos.closerange(0, 256)", 4),
    "closes-its-output": (f"import sys\nsys.stdout.close()\nsys.stderr.close()\n{RIGHT}", 6),
    "no-more-files": (
        "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))",
        4,
    ),
    "stops-the-event-loop": ("import asyncio\nasyncio.get_running_loop().stop()", 4),
    "asks-for-input": ("input('?')", 4),
    "installs-a-package": ("%pip install --quiet no-such-package", 4),
    "unknown-magic": ("%no_such_magic", 4),
    "unknown-command": ("!no-such-command", 4),
    "raises-an-interrupt": ("raise KeyboardInterrupt", 4),
    "endless-repr": (
        "class Shown:\n    def __repr__(self):\n        while True: pass\n\nShown()",
        4,
    ),
    "endless-farewell": (
        "import atexit\n@atexit.register\ndef farewell():\n    while True: pass\n" + RIGHT,
        6,
    ),
}
