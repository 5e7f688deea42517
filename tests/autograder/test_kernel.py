"""Does the grader stay small and go on, whatever size of message comes out of a kernel?"""

import pytest

from autograder.channels import MAX_MESSAGE
from autograder.kernel import Kernel
from course_utils.language import in_language

TOO_LARGE = MAX_MESSAGE + 1_000_000
NOTE = "[… too much output]\n"


@pytest.fixture(scope="module")
def kernel():
    with Kernel() as kernel:
        yield kernel


def texts(reply):
    return [output.get("text", output["output_type"]) for output in reply.outputs]


def goes_on(kernel):
    reply = kernel.run("print('after')", seconds=20, expressions={"two": "1 + 1"})
    assert (reply.status, texts(reply)) == ("ok", ["after\n"])
    assert reply.expressions["two"]["data"]["text/plain"] == "2"


def test_a_print_that_is_too_large_is_named_and_costs_nothing_else(kernel):
    reply = kernel.run(f"print('x' * {TOO_LARGE})\na = 1", seconds=20)
    assert (reply.status, texts(reply)) == ("ok", [NOTE])
    goes_on(kernel)


def test_it_is_named_in_the_language_of_the_edition(kernel):
    with in_language("fr"):
        reply = kernel.run(f"print('x' * {TOO_LARGE})", seconds=20)
    assert texts(reply) == ["[… trop de sorties]\n"]


def test_an_answer_that_is_too_large_is_an_error(kernel):
    code = f"class Long(Exception):\n    def _render_traceback_(self): return ['x' * {TOO_LARGE}]"
    reply = kernel.run(f"{code}\nraise Long", seconds=60)
    assert (reply.status, reply.error, texts(reply)) == ("error", "Exception", [NOTE])
    goes_on(kernel)
    reply = kernel.run("", seconds=60, expressions={"big": f"'x' * {TOO_LARGE}"})
    assert (reply.status, reply.error, reply.expressions) == ("error", "Exception", {})
    goes_on(kernel)


def test_a_kernel_that_dies_has_not_said_too_much():
    with Kernel() as kernel:
        reply = kernel.run("import os; os._exit(1)", seconds=20)
        assert (reply.status, reply.outputs) == ("dead", [])


def test_many_messages_wait_in_the_kernel_and_not_in_the_grader(kernel):
    """All of them arrive: only their number in the grader's memory is limited."""
    reply = kernel.run("for i in range(300): display(i)", seconds=60)
    assert [o["data"]["text/plain"] for o in reply.outputs] == [str(i) for i in range(300)]


def test_a_kernel_that_fills_the_graders_memory_is_stopped(monkeypatch):
    """As with a message of many parts, each of them small enough."""
    holds = iter(range(0, 10**12, 10**8))
    with Kernel() as kernel:
        monkeypatch.setattr("autograder.kernel.memory_used", lambda: next(holds))
        assert kernel.run("import time; time.sleep(600)", seconds=600).status == "dead"
        assert not kernel.alive
