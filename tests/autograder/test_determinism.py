"""The same work gets the same verdict, whoever hands it in and whatever else the machine does."""

import json
import random
import subprocess
import sys

import pytest
from determinism import Class

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_verdicts_are_the_same_in_another_order_beside_a_busy_core(tmp_path):
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        room = Class("1_frozen_lake", tmp_path)
        found = [json.dumps(room.verdicts(random.Random(run))) for run in range(3)]
    finally:
        busy.kill()
        busy.wait()
    assert '"PASSED"' in found[0]
    assert '"FAILED"' in found[0]
    assert len(set(found)) == 1
